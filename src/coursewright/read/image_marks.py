"""The braces behind a picture: `{decorative=true}`, `{width=50%}`, `{width=300px}`."""

import re

from coursewright import model as m
from coursewright.problems import Code, Severity
from coursewright.source import Span

from .md_placeholders import image_attribute
from .reading import Reading

__all__ = ["CODES", "read_marks"]

WIDTH = Code(
    "image-width",
    Severity.ERROR,
    "The width of a picture is not a percentage or a number of pixels.",
    "The picture would have another size than you asked for.",
)
CODES = (WIDTH,)

PIXELS = 2_000
_PART = re.compile(r"([A-Za-z][\w-]*)(?:=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+)))?(?:\s+|$)")
_WIDTH = re.compile(r"(\d{1,4})(%|px)?")


def read_marks(reading: Reading, content: str, span: Span) -> tuple[bool, m.ImageWidth | None]:
    """Return whether a picture is decorative, and its width; note anything else in the braces."""
    decorative, width, at = False, None, 0
    content = content.strip()
    while at < len(content):
        part = _PART.match(content, at)
        name = part[1] if part else ""
        value = next((one for one in part.groups()[1:] if one is not None), None) if part else None
        if part and name == "width":
            width = _width(reading, value or "", span)
        elif part and name == "decorative" and value in (None, "true"):
            decorative = True
        else:
            image_attribute(reading, content, span)
            break
        at = part.end()
    return decorative, width


def _width(reading: Reading, value: str, span: Span) -> m.ImageWidth | None:
    found = _WIDTH.fullmatch(value.strip())
    number = int(found[1]) if found else 0
    percent = bool(found) and value.strip().endswith("%")
    if not found or not 0 < number <= (100 if percent else PIXELS):
        message = f"`width={value[:40]}` cannot be used."
        hint = f"Write `{{width=50%}}` (1 to 100) or `{{width=300px}}` (1 to {PIXELS:,})."
        reading.report(WIDTH, span, message, hint)
        return None
    return m.ImageWidth(number, "%" if percent else "px")
