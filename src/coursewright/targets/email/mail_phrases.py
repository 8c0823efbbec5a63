"""Text within a line as HTML for mail: well-formed, and everything of the author's escaped."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from coursewright.markup.view import ident
from coursewright.model import (
    Break,
    Citation,
    CodeSpan,
    Emphasis,
    FactRef,
    FootnoteRef,
    Formula,
    Image,
    Inline,
    Link,
    PlaceholderRef,
    Strong,
    Styled,
    TermRef,
    Text,
    fill_line,
    known_values,
    plain,
)

from .clean_text import clean
from .mail_pictures import picture
from .mail_view import MailView

__all__ = ["fill_header", "known_slot", "link_target", "phrase"]

_DEEP = 30
_TAGS = {"struck": "s", "subscript": "sub", "superscript": "sup", "key": "kbd"}


def phrase(line: Iterable[Inline], view: MailView, depth: int = 0) -> Markup:
    """Return a run of text as HTML."""
    return Markup("").join(_piece(piece, view, depth) for piece in line)


def _piece(piece: Inline, view: MailView, depth: int) -> Markup:  # noqa: C901 -- one table
    match piece:
        case Text():
            return escape(piece.text)
        case CodeSpan():
            return Markup("<code>{}</code>").format(piece.text)
        case Break():
            return Markup("<br/>\n") if piece.hard else Markup("\n")
        case Emphasis():
            return _around("em", piece.children, view, depth)
        case Strong():
            return _around("strong", piece.children, view, depth)
        case Styled():
            return _around(_TAGS[piece.style], piece.children, view, depth)
        case Formula():
            return Markup('<bdi dir="ltr">{}</bdi>').format(piece.text)
        case Link():
            return _link(piece, view, depth)
        case PlaceholderRef():
            return _slot(piece, view)
        case Citation():
            return _cite(piece, view)
        case FootnoteRef():
            return Markup('<span class="cite">[{}]</span>').format(view.remark(piece))
        case FactRef():
            fact = view.course.facts.get(piece.key)
            return escape(fact.say) if fact else Markup("")
        case TermRef():
            view.use_term(piece.term)
            return escape(piece.label)
        case Image():
            return picture(piece, view)


def _around(tag: str, children: Iterable[Inline], view: MailView, depth: int) -> Markup:
    inner = phrase(children, view, depth + 1)
    if depth > _DEEP:
        return inner
    return Markup(f"<{tag}>{{}}</{tag}>").format(inner)  # noqa: S704 -- a tag of ours


def _link(link: Link, view: MailView, depth: int) -> Markup:
    words = phrase(link.children, view, depth + 1)
    target = link_target(link.href, view)
    if target is None or depth > _DEEP:
        return words
    shown = words if plain(link.children).strip() else escape(target)
    return Markup('<a href="{}">{}</a>').format(target, shown)


def link_target(href: str, view: MailView) -> str | None:
    """Return the whole address behind a link, or None where a mail cannot lead there."""
    scheme, _, rest = href.partition(":")
    if scheme == "lesson":
        name, _, heading = rest.partition("#")
        return _at(view.page(name), heading)
    if scheme in {"http", "https", "mailto"}:
        return href
    if href.startswith("#"):
        return _at(view.page(), href[1:])
    return view.asset(href)


def _at(page: str | None, heading: str) -> str | None:
    """Return the address of a heading on a page of the site."""
    return f"{page}#{ident('h', heading)}" if page and heading else page


def known_slot(slot: PlaceholderRef, view: MailView) -> str | None:
    """Return what is the same for all learners of the track; None for a learner's own."""
    return _known_value(slot.name, slot.fallback or "", view)


def _known_value(name: str, fallback: str, view: MailView) -> str | None:
    """Return the same for a placeholder by its name."""
    values = known_values(view.course, view.track.id, view.lesson)
    return values.get(name, None if name.startswith("learner.") else fallback)


def fill_header(text: str, view: MailView) -> str:
    """Return a subject or preheader with its placeholders filled, or as tokens for the sender."""

    def value_of(name: str, fallback: str) -> str:
        known = _known_value(name, fallback, view)
        return view.slot(name, "text", clean(fallback)) if known is None else known

    return fill_line(text, value_of)


def _slot(slot: PlaceholderRef, view: MailView) -> Markup:
    known = known_slot(slot, view)
    if known is not None:
        return escape(known)
    return escape(view.slot(slot.name, "html", clean(slot.fallback or "")))


def _cite(citation: Citation, view: MailView) -> Markup:
    numbers = [str(number) for key in citation.keys if (number := view.note(key))]
    if not numbers:
        return Markup("")
    return Markup('<span class="cite">[{}]</span>').format(", ".join(numbers))
