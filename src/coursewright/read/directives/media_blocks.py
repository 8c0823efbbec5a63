"""Directives that show something: figure, table, video, audio, embed, checklist."""

import re
from dataclasses import replace

from coursewright import model as m
from coursewright.problems import Code, Severity
from coursewright.read.embed_addresses import EmbedFault, embed_source
from coursewright.read.keys import key_of, line_of, strip_start, take_key

from .spec import ID, Attribute, Built, Filled, Spec

__all__ = ["CODES", "SPECS"]

ADDRESS = Code(
    "embed-address",
    Severity.ERROR,
    "An embed has an address that cannot be shown on a page.",
    "Learners would press the button and see an empty frame.",
)
CODES = (ADDRESS,)

_RATIOS = ("16:9", "4:3", "1:1", "9:16")
_TICK = re.compile(r"\[[ xX]\][ \t]+")


def _picture_above(paragraph: m.Paragraph) -> m.Image | None:
    """Return the picture that a paragraph opens with, if a line of its own."""
    first, second = (*paragraph.children[:2], None, None)[:2]
    return first if isinstance(first, m.Image) and isinstance(second, m.Break) else None


def _figure(filled: Filled) -> Built | None:
    opening, rest = (filled.body[:1] or (None,))[0], list(filled.body[1:])
    if isinstance(opening, m.Figure):
        figure, caption = opening, opening.caption
    elif isinstance(opening, m.Paragraph) and (picture := _picture_above(opening)):
        figure, caption = m.Figure(picture, (), (), filled.span), opening.children[2:]
    else:
        filled.lacks("A figure starts with its picture: `![alt](path)`.")
        return None
    if rest and not caption and isinstance(rest[0], m.Paragraph):
        caption = rest.pop(0).children
    if rest:
        message = "A figure contains a picture, one paragraph below it, and `::description`."
        filled.surplus(rest[0].span, message)
    description = filled.parts.get("description", ())
    return replace(figure, caption=caption, description=description, span=filled.span)


def _table(filled: Filled) -> Built | None:
    tables = [block for block in filled.body if isinstance(block, m.Table)]
    if not tables:
        filled.lacks("There is no table in this block.", "Rows are `| one | two |`.")
        return None
    for other in filled.body:
        if other is not tables[0]:
            filled.surplus(other.span, "This block can contain only one table.")
    return replace(
        tables[0],
        row_headers=filled.get("row-headers", False),
        caption=filled.label,
        id=filled.get("id"),
        span=filled.span,
    )


def _video(filled: Filled) -> Built | None:
    return m.Video(
        filled.get("src"),
        _title(filled, "A video"),
        filled.get("poster"),
        filled.get("captions"),
        filled.get("transcript"),
        filled.get("seconds"),
        filled.body,
        filled.span,
    )


def _audio(filled: Filled) -> Built | None:
    return m.Audio(
        filled.get("src"),
        _title(filled, "A recording"),
        filled.get("transcript"),
        filled.get("seconds"),
        filled.body,
        filled.span,
    )


def _embed(filled: Filled) -> Built | None:
    title = _title(filled, "An embed")
    source = embed_source(filled.get("src"))
    if isinstance(source, EmbedFault):
        filled.reading.report(ADDRESS, filled.marker, source.what, source.hint)
        return None
    return m.Embed(
        source.href,
        source.frame,
        source.provider,
        title,
        filled.get("ratio", "16:9"),
        filled.get("transcript"),
        filled.get("seconds"),
        filled.body,
        filled.span,
    )


def _title(filled: Filled, what: str) -> tuple[m.Inline, ...]:
    """Return the title from the label, or from the attribute of an author who wrote one."""
    given = filled.get("title")
    if filled.label or given is None:
        if not filled.label:
            hint = f"Write `:::{filled.name}[Title]{{src=...}}`."
            filled.lacks(f"{what} needs a title.", hint)
        return filled.label
    return (m.Text(given, filled.marker),)


def _checklist(filled: Filled) -> Built | None:
    lists = [block for block in filled.body if isinstance(block, m.BulletList)]
    for other in filled.body:
        if not lists or other is not lists[0]:
            filled.surplus(other.span, "A checklist can contain only one list.")
    if not lists:
        filled.lacks("A checklist needs a list.", "Lines are `- Something to tick`.")
        return None
    items = tuple(one for entry in lists[0].items if (one := _tick(filled, entry)))
    return m.Checklist(filled.get("id"), filled.label, items, filled.span)


def _tick(filled: Filled, entry: m.ListItem) -> m.CheckItem | None:
    line = line_of(entry)
    if line and isinstance(line[0], m.Text) and (found := _TICK.match(line[0].text)):
        line = strip_start(line, found.end())
    line, key = take_key(line)
    if line:
        return m.CheckItem(key_of(line, key), line, entry.span)
    filled.surplus(entry.span, "An item of a checklist is one line of text.")
    return None


def _path(doc: str, *, required: bool = False) -> Attribute:
    return Attribute("path", doc, required=required)


_SECONDS = Attribute("number", "Its length in seconds.", at_least=1)
_TITLE = Attribute("text", "Its title, if there is none in brackets.", at_most=200)
_TRANSCRIPT = _path("The transcript, as a text file.")

SPECS = (
    Spec(
        "figure",
        "A picture with a caption and, if complex, a long description.",
        _figure,
        parts={"description": "The long description."},
        holds="prose",
    ),
    Spec(
        "table",
        "A table with a caption, row headers, or fields to fill in.",
        _table,
        {
            "row-headers": Attribute("flag", "The first column contains row headers."),
            "id": Attribute("id", "Required if empty cells are input fields."),
        },
        label="Its caption.",
        holds="prose",
    ),
    Spec(
        "video",
        "A video with captions and a transcript.",
        _video,
        {
            "src": _path("The video.", required=True),
            "poster": _path("The picture shown before it plays."),
            "captions": _path("Captions, as WebVTT (`.vtt`) or SubRip (`.srt`)."),
            "transcript": _TRANSCRIPT,
            "seconds": _SECONDS,
            "title": _TITLE,
        },
        label="Its title.",
        holds="prose",
        empty=True,
    ),
    Spec(
        "audio",
        "A sound recording with a transcript.",
        _audio,
        {
            "src": _path("The recording: MP3, M4A or WAV.", required=True),
            "transcript": _TRANSCRIPT,
            "seconds": _SECONDS,
            "title": _TITLE,
        },
        label="Its title.",
        holds="prose",
        empty=True,
    ),
    Spec(
        "embed",
        "A video or page of another host, loaded after the learner agrees.",
        _embed,
        {
            "src": Attribute(
                "text", "The address: YouTube, Vimeo, or any https page.", required=True
            ),
            "ratio": Attribute("choice", "Width to height; 16:9 if left out.", choices=_RATIOS),
            "transcript": _TRANSCRIPT,
            "seconds": _SECONDS,
            "title": _TITLE,
        },
        label="Its title.",
        holds="prose",
        places=("lesson",),
        empty=True,
    ),
    Spec(
        "checklist",
        "Items to tick; the ticks are saved.",
        _checklist,
        {"id": ID},
        label="Its title.",
        holds="prose",
        asks=True,
        boxes=True,
    ),
)
