"""From pieces to the two forms of a mail: one MJML document, and the text that stands beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from markupsafe import Markup

from coursewright.model import Block, plain
from coursewright.presentation.templates import Templates
from coursewright.source import Span

from .clean_text import clean
from .email_parts import EmailPart
from .mail_phrases import phrase
from .mail_prose import prose
from .mail_view import MailView
from .optional_parts import OptionalParts
from .placeholder_tokens import MARKERS
from .text_phrases import text_phrase
from .text_prose import text_prose
from .text_wrap import wrap

__all__ = ["Composed", "ComposedPart", "compose", "names_of"]


# Templates that open with a heading of level 2.
_HEADED = frozenset(
    f"blocks/{kind}"
    for kind in (
        *("recall", "scenario", "example", "choice", "order", "match", "open-text", "branch"),
        *("action", "reflect", "coach-card", "callout", "panels", "answers", "terms", "sources"),
    )
)

_TITLED = frozenset(f"blocks/{kind}" for kind in ("audio", "checklist", "embed", "video"))
_SIDED = frozenset({"blocks/answers", "blocks/example"})


@dataclass(frozen=True, slots=True)
class ComposedPart:
    """A stretch of the MJML document, and the piece that it came from."""

    template: str
    span: Span
    start: int
    """The offset of its first character in the document."""
    end: int


@dataclass(frozen=True, slots=True)
class Composed:
    """An email before it is compiled; placeholders are tokens."""

    mjml: str
    text: str
    parts: tuple[ComposedPart, ...]
    templates: Templates
    """What it was made with, to find the place of a fault."""
    mark: str
    """What its tokens begin with."""


def compose(pieces: Iterable[EmailPart], view: MailView, frame: Mapping[str, Any]) -> Composed:
    """Return the mail of these pieces.

    Args:
        pieces: the rows between head and foot.
        view: the mail.
        frame: what head and foot are message: title, subject, preheader, links.

    Raises:
        TemplateFileError: a template is missing or wrong.
    """
    pieces = tuple(pieces)
    templates = view.kit.templates
    names = names_of(view) | dict(frame)
    html_names = (
        names
        | _placeholders(view, "html")
        | {
            "prose": lambda blocks: prose(blocks, view),
            "phrase": lambda line: phrase(line, view),
        }
    )
    bodies = [_body(piece, view, html_names) for piece in pieces]
    mjml = clean(templates.render("layout.mjml.j2", **html_names | {"bodies": bodies}))
    text_names = (
        names
        | _placeholders(view, "text")
        | {
            "prose": partial(_text, view),
            "phrase": lambda line: text_phrase(line, view).strip(),
            "wrap": wrap,
        }
    )
    texts = [
        templates.render(f"{piece.template}.txt.j2", **text_names | piece.values).strip("\n")
        for piece in pieces
    ]
    text = templates.render(
        "layout.txt.j2", **text_names | {"bodies": [text for text in texts if text.strip()]}
    )
    parts = tuple(_parts(mjml, pieces, bodies))
    return Composed(mjml, _tidy(clean(text)), parts, templates, view.tokens.mark)


def _body(piece: EmailPart, view: MailView, names: dict[str, Any]) -> Markup:
    if piece.template in _HEADED:
        view.level = 2  # what the author's headings follow now: the label of the block
    elif piece.template in _TITLED:
        view.level = min(view.level, 2)
    if piece.template in _SIDED:
        names = names | {"prose": partial(_beside, view)}
    html = view.kit.templates.render(f"{piece.template}.mjml.j2", **names | piece.values)
    return Markup(html)  # noqa: S704 -- the template escapes


def _beside(view: MailView, blocks: Iterable[Block]) -> Markup:
    """Return one side of several: its headings do not go on from those of the side before it."""
    view.level = 2
    return prose(blocks, view)


def _text(view: MailView, blocks: Iterable[Block], first: str = "", rest: str | None = None) -> str:
    return text_prose(blocks, view, first, rest)


def _placeholders(view: MailView, form: Literal["html", "text"]) -> dict[str, Any]:
    """Return what templates name for placeholders and optional parts."""
    parts = OptionalParts(view, form)
    return {
        "me": view.slot("learner.first_name", form, view.say("mail.you")),
        "someone": view.slot("learner.first_name", form, view.say("mail.someone")),
        "link": parts.link,
        "optional": parts.optional,
        "joined": parts.joined,
    }


def names_of(view: MailView) -> dict[str, Any]:
    """Return the names that every template of a mail may use."""
    rtl = view.dir == "rtl"
    color = view.module.color if view.module else "stage"
    brand = view.kit.brand
    return {
        "view": view,
        "course": view.course,
        "brand": brand,
        "light": brand.light,
        "dark": brand.dark,
        "accent": brand.color(color),
        "accent_dark": brand.color(color, "dark"),
        "start": "right" if rtl else "left",
        "end": "left" if rtl else "right",
        "say": view.say,
        "slot": view.slot,
        "plain": plain,
    }


def _parts(
    mjml: str, pieces: tuple[EmailPart, ...], bodies: list[Markup]
) -> Iterable[ComposedPart]:
    at = 0
    for piece, body in zip(pieces, bodies, strict=True):
        found = mjml.find(clean(body), at)
        if found >= 0 and body:
            at = found + len(body)
            yield ComposedPart(piece.template, piece.span, found, at)


def _tidy(text: str) -> str:
    """Return the text with at most two blank lines in a row, no spaces at ends of lines.

    Markers of optional parts take no room: on a line that goes they move to the next.
    """
    out: list[str] = []
    blank, carried = 2, ""  # a text does not begin with blank lines
    for line in text.replace("\r", "").split("\n"):
        is_blank = not MARKERS.sub("", line).strip()
        blank = blank + 1 if is_blank else 0
        if blank > 2:
            carried += line.strip()
        else:
            out.append(carried + line.rstrip())
            carried = ""
    while out and not MARKERS.sub("", out[-1]):
        carried = out.pop() + carried
    return "\n".join(out) + f"{carried}\n"
