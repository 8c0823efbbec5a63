"""References of a picture: to its own parts, and to raster images that it carries within itself."""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator

from lxml import etree

from .svg_faults import Faults
from .svg_names import REFERRERS, SVG, XLINK

__all__ = ["check_expansion", "reference"]

_WITHIN = re.compile(r"#[^\s\"'()<>\\]{1,200}")
_RASTER = re.compile(r"data:image/(?:png|jpe?g|gif|webp)(?:;[\w=-]{1,40})?;base64,", re.IGNORECASE)
_BY_URL = re.compile(r"url\(\s*[\"']?#([^\s\"'()]{1,200})")
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_MOST_DRAWN = 500_000


def reference(name: str, href: str) -> str | None:
    """Return a reference written anew; "" if it means nothing, None if it leads outside.

    Args:
        name: the element that refers.
        href: to what, as the file has it.
    """
    target = href.strip(" \t\r\n")
    if not target or (_WITHIN.fullmatch(target) and name not in REFERRERS):
        return ""
    if _WITHIN.fullmatch(target):
        return target
    if name in ("image", "feImage"):
        return _raster(target)
    return None


def _raster(target: str) -> str | None:
    head = _RASTER.match(target)
    if head is None:
        return None
    try:
        data = b64decode("".join(target[head.end() :].split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    kind = next((kind for start, kind in _STARTS if data.startswith(start)), None)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        kind = "webp"
    return f"data:image/{kind};base64,{b64encode(data).decode()}" if kind else None


def check_expansion(root: etree._Element, faults: Faults) -> None:
    """Note a picture whose few elements stand for millions: it would freeze a learner's browser."""
    by_id: dict[str, etree._Element] = {}
    for element in root.iter(f"{{{SVG}}}*"):
        by_id.setdefault(str(element.get("id")), element)  # of two, browsers take the first
    cost: dict[etree._Element, int] = {}
    open_: set[etree._Element] = set()
    stack = [(root, False)]
    while stack:  # no recursion: references can make a chain as long as the file
        element, done = stack.pop()
        parts = [*element, *(by_id[name] for name in _referred(element) if name in by_id)]
        if done:
            open_.discard(element)
            cost[element] = min(1 + sum(cost.get(part, 0) for part in parts), 2 * _MOST_DRAWN)
        elif element not in cost and element not in open_:
            open_.add(element)
            stack.append((element, True))
            stack.extend((part, False) for part in parts if part not in open_)
    if cost[root] > _MOST_DRAWN:
        faults.report(root, f"its references draw more than {_MOST_DRAWN:,} elements")


def _referred(element: etree._Element) -> Iterator[str]:
    for key, value in element.attrib.items():
        text = str(value)
        if key in ("href", f"{{{XLINK}}}href"):
            yield text.strip().removeprefix("#")
        elif "url(" in text:
            yield from _BY_URL.findall(text)
