"""Pictures: an `<img>` with its size, so that nothing jumps. SVG too: there it runs no script."""

import re
import struct

from markupsafe import Markup, escape

from coursewright.model import Asset, Image

from .view import View

__all__ = ["picture", "size_of"]

_NUMBER = rb"(\d{1,6}(?:\.\d{1,6})?)"
_VIEWBOX = re.compile(
    rb"viewBox=[\"'][\d.+-]+[\s,]+[\d.+-]+[\s,]+" + _NUMBER + rb"[\s,]+" + _NUMBER
)
_HEAD = 4096
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_LARGEST = 20_000


def picture(image: Image, view: View) -> Markup:
    """Return the `<img>` of a picture, or its words where the file is not there."""
    src = view.places.asset(image.src)
    asset = view.course.assets.get(image.src)
    if src is None:
        return escape(image.alt)
    size = size_of(asset) if asset else None
    box = Markup(' width="{}" height="{}"').format(*size) if size else Markup("")
    return Markup('<img src="{}" alt="{}"{}>').format(src, image.alt, box)


def size_of(asset: Asset) -> tuple[int, int] | None:
    """Return width and height in pixels, read from the head of a PNG, GIF, JPEG or SVG."""
    data = asset.data
    size: tuple[int, int] | None = None
    if data.startswith(_PNG) and len(data) >= 24:
        size = struct.unpack(">II", data[16:24])
    elif data.startswith(b"GIF8") and len(data) >= 10:
        size = struct.unpack("<HH", data[6:10])
    elif data.startswith(_JPEG):
        size = _jpeg(data)
    elif found := _VIEWBOX.search(data[:_HEAD]):
        size = round(float(found[1])), round(float(found[2]))
    return size if size and all(0 < side <= _LARGEST for side in size) else None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """Walk the segments up to the first start of frame (ITU T.81 B.2.2)."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None
