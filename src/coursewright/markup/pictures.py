"""Pictures: an `<img>` with its size, so that nothing jumps. SVG too: there it runs no script."""

import re
import struct

from markupsafe import Markup, escape

from coursewright.model import Asset, Image, ImageWidth

from .view import View

__all__ = ["dense_twin", "picture", "shown_size", "size_of"]

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
    size = shown_size(asset) if asset else None
    dense = view.places.asset(dense_twin(image.src))
    more = Markup(' srcset="{} 2x"').format(dense) if dense else Markup("")
    box = _box(size, image.width)
    return Markup('<img src="{}"{} alt="{}"{}>').format(src, more, image.alt, box)


def _box(size: tuple[int, int] | None, wanted: ImageWidth | None) -> Markup:
    """Return the attributes for a picture's size: its own, or the author's in proportion."""
    share = Markup("")
    if wanted and wanted.unit == "%":
        share = Markup(' class="w-{}"').format(wanted.value)
    elif wanted and size:
        size = wanted.value, max(1, round(size[1] * wanted.value / size[0]))
    elif wanted:
        return Markup(' width="{}"').format(wanted.value)
    return (Markup(' width="{}" height="{}"').format(*size) if size else Markup("")) + share


def dense_twin(path: str) -> str:
    """Return the path of the same picture with twice the pixels: `map@2x.png`."""
    stem, _, ending = path.rpartition(".")
    return f"{stem}@2x.{ending}"


def shown_size(asset: Asset) -> tuple[int, int] | None:
    """Return the size at which a picture is shown: half its pixels for one named `@2x`."""
    size = size_of(asset)
    if size and asset.path.rpartition(".")[0].endswith("@2x"):
        return max(1, size[0] // 2), max(1, size[1] // 2)
    return size


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
