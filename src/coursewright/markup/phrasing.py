"""Text within a line as HTML: everything of the author's escaped."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup, escape

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
    known_values,
)

from .pictures import picture
from .view import View, ident

__all__ = ["address", "cite", "phrase"]

_CLOSING = re.compile(r"[.,;:!?\u2026)\]\u201d\u2019\u00bb\u060c\u061b\u061f]+")
# What may not stand in an address as it is (RFC 3986, appendix A); `%` is taken as the author's.
_SAFE = "!#$%&'()*+,/:;=?@[]~"


def phrase(line: Iterable[Inline], view: View) -> Markup:
    """Return a run of text as HTML."""
    pieces = [*line]
    out: list[Markup] = []
    for at, piece in enumerate(pieces):
        html = _piece(piece, view)
        if out and isinstance(piece, Citation | FootnoteRef):
            out[-1] = out[-1].rstrip()  # a number of a source stands at its word
        if at and isinstance(piece, Text) and isinstance(pieces[at - 1], TermRef):
            html = _with_its_mark(out, piece.text)
        out.append(html)
        if isinstance(piece, FactRef) and not _is_cited(pieces[at + 1 :]):
            out.append(_sources_of(piece, view))
    return Markup("").join(out)


def _with_its_mark(out: list[Markup], text: str) -> Markup:
    """Keep a mark such as a period on the line of the term before it; return the rest.

    A term is a button, and browsers break a line behind a button even before a period.
    """
    mark = _CLOSING.match(text)
    if mark is None:
        return escape(text)
    out[-1] = Markup('<span class="kept">{}{}</span>').format(out[-1], mark[0])
    return escape(text[mark.end() :])


def _is_cited(rest: list[Inline]) -> bool:
    """Tell whether the author names sources right behind a fact."""
    for piece in rest:
        if not isinstance(piece, Text | Break) or (isinstance(piece, Text) and piece.text.strip()):
            return isinstance(piece, Citation)
    return False


def _sources_of(ref: FactRef, view: View) -> Markup:
    fact = view.course.facts.get(ref.key)
    return cite(fact.refs, view) if fact else Markup("")


def _piece(piece: Inline, view: View) -> Markup:  # noqa: C901 -- one table
    match piece:
        case Text():
            return escape(piece.text)
        case CodeSpan():
            return Markup("<code>{}</code>").format(piece.text)
        case Break():
            return Markup("<br>\n") if piece.hard else Markup("\n")
        case Emphasis():
            return Markup("<em>{}</em>").format(phrase(piece.children, view))
        case Strong():
            return Markup("<strong>{}</strong>").format(phrase(piece.children, view))
        case Styled():
            return _TAGS[piece.style].format(phrase(piece.children, view))
        case Formula():
            return Markup(piece.mathml)  # noqa: S704 -- it has passed the gate of the reader
        case Link():
            return _link(piece, view)
        case Image():
            return picture(piece, view)
        case PlaceholderRef():
            return _slot(piece, view)
        case Citation():
            return cite(piece.keys, view)
        case FootnoteRef():
            return _footnote(piece, view)
        case FactRef():
            return _fact(piece, view)
        case TermRef():
            return _term(piece, view)


_TAGS = {
    "struck": Markup("<s>{}</s>"),
    "subscript": Markup("<sub>{}</sub>"),
    "superscript": Markup("<sup>{}</sup>"),
    "key": Markup("<kbd>{}</kbd>"),
}


def _footnote(ref: FootnoteRef, view: View) -> Markup:
    """Return the number of a footnote, a link to its words; they lead back to its first place."""
    page = view.lesson.id if view.lesson else ""
    remark, fresh = view.notes.remark(f"{page}.{ref.key}", ref, view.here)
    back = Markup(' id="{}"').format(ident("fnref", remark.id)) if fresh else ""
    return Markup(
        '<sup class="cite"><a href="#{}"{} role="doc-noteref" aria-label="{}">{}</a></sup>'
    ).format(
        ident("fn", remark.id), back, view.say("lesson.footnote", n=remark.number), remark.number
    )


def address(href: str) -> str:
    """Return an address of the author with what may not stand in one percent-encoded."""
    return quote(href, safe=_SAFE)


def _link(link: Link, view: View) -> Markup:
    words = phrase(link.children, view)
    scheme, colon, rest = link.href.partition(":")
    if scheme == "lesson":
        rest, _, heading = rest.partition("#")
        target = view.places.lesson(rest)
        if target is None:
            return words
        place = ident("h", heading) if heading else ""
        if view.form == "player":  # all lessons are one page, whose script knows the way
            at = Markup(' data-at="{}"').format(place) if place else Markup("")
            return Markup('<a href="{}" data-go="{}"{}>{}</a>').format(target, rest, at, words)
        if place:
            target += f"#{place}"
        return Markup('<a href="{}">{}</a>').format(target, words)
    if scheme in ("http", "https"):
        return _away(link.href, words, view)
    if link.href.startswith("#"):
        return Markup('<a href="#{}">{}</a>').format(ident("h", link.href[1:]), words)
    if scheme == "mailto":
        return Markup('<a href="{}">{}</a>').format(address(link.href), words)
    target = None if colon else view.places.asset(link.href)
    return words if target is None else _away(target, words, view)


def _away(href: str, words: Markup, view: View) -> Markup:
    """Link out of the course, or to a file: in an LMS in a new window, or the course is gone."""
    if view.form == "site":
        return Markup('<a href="{}">{}</a>').format(address(href), words)
    return Markup(
        '<a href="{}" target="_blank" rel="noopener noreferrer">{}<span class="sr"> ({})</span></a>'
    ).format(address(href), words, view.say("lesson.newtab"))


def _slot(slot: PlaceholderRef, view: View) -> Markup:
    if slot.name == "course.title":
        return escape(view.course.settings.title)
    shown = slot.fallback or ""
    if view.form == "player":
        return Markup('<span data-slot="{}">{}</span>').format(slot.name, shown)
    return escape(_known(slot.name, view) or shown)


def _known(name: str, view: View) -> str | None:
    """Return what the site knows of a slot: the track's, never a learner's."""
    if len(view.tracks) != 1:
        return None
    return known_values(view.course, view.tracks[0], view.lesson).get(name)


def cite(keys: Iterable[str], view: View) -> Markup:
    """Return the numbers of sources, each a link to its note."""
    known = (view.course.references.get(key) for key in keys)
    notes = [view.notes.cite(one, view.here) for one in known if one is not None]
    links = Markup("").join(
        Markup('<a href="#{}" role="doc-noteref" aria-label="{} {}">{}</a>').format(
            ident("note", note.reference.id), view.say("lesson.source"), note.number, note.number
        )
        for note in notes
    )
    return Markup('<sup class="cite">{}</sup>').format(links) if notes else Markup("")


def _fact(ref: FactRef, view: View) -> Markup:
    fact = view.course.facts.get(ref.key)
    if fact is None:
        return Markup("")
    view.notes.facts[fact.id] = fact
    return escape(fact.say)


def _term(ref: TermRef, view: View) -> Markup:
    term = view.course.term(ref.term)
    if term is None:
        return escape(ref.label)
    view.terms.setdefault(term.term, ref)
    return Markup('<button type="button" class="term" popovertarget="{}">{}</button>').format(
        ident("term", term.term), ref.label
    )
