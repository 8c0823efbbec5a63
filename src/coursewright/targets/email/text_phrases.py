"""Text within a line as plain text; the addresses of its links are gathered, to stand below it."""

from collections.abc import Iterable

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
)
from coursewright.presentation.raised_signs import lowered, raised

from .clean_text import clean
from .mail_phrases import known_slot, link_target
from .mail_view import MailView

__all__ = ["Links", "text_phrase"]

Links = list[tuple[str, str]]
"""Words and address of each link met so far."""


def text_phrase(line: Iterable[Inline], view: MailView, links: Links | None = None) -> str:
    """Return a run of text; a soft break is a space, a hard one a new line."""
    found: Links = [] if links is None else links
    return "".join(_piece(piece, view, found) for piece in line)


def _piece(piece: Inline, view: MailView, links: Links) -> str:  # noqa: C901 -- one table
    match piece:
        case Text():
            return piece.text.replace("\n", " ")
        case CodeSpan():
            return piece.text
        case Break():
            return "\n" if piece.hard else " "
        case Emphasis():
            return text_phrase(piece.children, view, links)
        case Strong():
            return text_phrase(piece.children, view, links)
        case Styled():
            return _styled(piece, view, links)
        case Formula():
            return piece.text
        case Link():
            return _link(piece, view, links)
        case PlaceholderRef():
            known = known_slot(piece, view)
            return known if known is not None else _slot(piece, view)
        case Citation():
            numbers = [str(number) for key in piece.keys if (number := view.note(key))]
            return f" [{', '.join(numbers)}]" if numbers else ""
        case FootnoteRef():
            return f" [{view.remark(piece)}]"
        case FactRef():
            fact = view.course.facts.get(piece.key)
            return fact.say if fact else ""
        case TermRef():
            view.use_term(piece.term)
            return piece.label
        case Image():
            return "" if piece.decorative else f"[{view.say('mail.picture')} {piece.alt}]"


def _styled(piece: Styled, view: MailView, links: Links) -> str:
    words = text_phrase(piece.children, view, links)
    match piece.style:
        case "struck":
            return view.say("mail.struck", words=words)
        case "subscript":
            return lowered(words)
        case "superscript":
            return raised(words)
        case "key":
            return f"[{words}]"


def _slot(slot: PlaceholderRef, view: MailView) -> str:
    return view.slot(slot.name, "text", clean(slot.fallback or ""))


def _link(link: Link, view: MailView, links: Links) -> str:
    words = text_phrase(link.children, view, links)
    target = link_target(link.href, view)
    if target is not None and (words, target) not in links:
        links.append((words, target))
    return words
