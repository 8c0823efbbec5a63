"""Optional parts that a template opens in one element and closes in another: they cannot be cut."""

import re
from collections.abc import Iterator

from .mjml_tree import MjmlFault, Tree

__all__ = ["split_parts"]

_HINT = "Put whole elements in `{% call optional(...) %}`, with their closing tags."


def split_parts(root: Tree, mark: str) -> Iterator[MjmlFault]:
    """Yield the elements whose optional parts do not begin and end within them.

    Args:
        root: the document.
        mark: what all tokens begin with.
    """
    marker = re.compile(rf"{mark}([gse])\d+z")
    for node in root.iter():
        if not isinstance(node.tag, str) or node.tag == "mj-raw":
            continue  # around whole rows each marker has an `mj-raw` of its own
        depth = 0
        for kind in marker.findall("".join(_texts(node))):
            depth += -1 if kind == "e" else 1
            if depth < 0:
                break
        if depth:
            message = f"An optional part begins or ends within `{node.tag}`, but not both."
            yield MjmlFault(node.sourceline or 1, message, _HINT)


def _texts(node: Tree) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag == "mj-raw":
            yield child.text or ""
        yield child.tail or ""
