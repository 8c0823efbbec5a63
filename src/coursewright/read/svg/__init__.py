"""The gate for SVG: a picture is parsed, checked against lists, and written anew from what passed.

1. `svg_parse` reads the bytes as UTF-8 and nothing else: no DTD, no entity, no network.
2. `svg_rewrite` copies the elements and attributes of `svg_names` to a new tree. What can act (a
   script, a link, an address) is a fault; what only an editor reads is left out.
3. `svg_style` parses each style and presentation attribute, and writes it anew from its tokens.
4. `svg_references` allows references within the picture and embedded raster images only.

The result is read once more, and must come out unchanged: a browser that parses the output sees
the tree that was checked.
"""

from functools import lru_cache

from .svg_faults import Faults, SvgFault
from .svg_parse import parse_svg
from .svg_references import check_expansion
from .svg_rewrite import rewrite_tree

__all__ = ["SvgFault", "rewrite_svg"]


@lru_cache(maxsize=64)  # the preview reads the whole course at each save
def rewrite_svg(data: bytes) -> bytes | tuple[SvgFault, ...]:
    """Return the picture written anew, or everything in it that is not safe to publish."""
    once = _rewritten(data)
    if not isinstance(once, bytes):
        return once
    twice = _rewritten(once)
    if twice != once:  # two parsers may disagree about it, and one of them is the browser's
        return (SvgFault("it reads differently each time it is parsed", 1),)
    return once


def _rewritten(data: bytes) -> bytes | tuple[SvgFault, ...]:
    root = parse_svg(data)
    if isinstance(root, SvgFault):
        return (root,)
    faults = Faults()
    check_expansion(root, faults)
    picture = rewrite_tree(root, faults)
    return faults.listed or picture
