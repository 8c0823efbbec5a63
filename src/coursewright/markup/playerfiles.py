"""The browser side as files of a package: what the page imports, without what only we read."""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from coursewright.shipped import shipped

__all__ = ["lean", "player_files", "words_used"]

_IMPORT = re.compile(
    r"""^(?:import|export)\b[^"';]*?\bfrom "(\.[^"]+)";|^import "(\.[^"]+)";""", re.MULTILINE
)
_WORDS = re.compile(r"""\"((?:lesson|player)\.[a-z.]+)\"""")


def player_files(entries: Iterable[str], replaced: Mapping[str, str]) -> dict[str, str]:
    """Return the modules that the entries need, by their path below `player/`, in their order.

    Args:
        entries: modules to begin with, for example `app.js`.
        replaced: modules whose text is given instead of ours.
    """
    root = shipped("player")
    found: dict[str, str] = {}
    waiting = list(entries)
    while waiting:
        path = waiting.pop(0)
        if path in found:
            continue
        text = replaced[path] if path in replaced else (root / path).read_text("utf-8")
        found[path] = lean(text)
        folder = PurePosixPath(path).parent
        waiting += [_join(folder, match[1] or match[2]) for match in _IMPORT.finditer(text)]
    return found


def words_used(texts: Iterable[str]) -> list[str]:
    """Return the keys of the strings that modules ask for: `t("lesson.right")`."""
    return sorted({key for text in texts for key in _WORDS.findall(text)})


def lean(text: str) -> str:
    """Return a module without comments that stand on lines of their own, and without indents.

    Our modules have no text that runs over lines; a test holds them to it.
    """
    out: list[str] = []
    comment = False
    for line in map(str.strip, text.splitlines()):
        comment = comment or line.startswith("/*")
        if line and not comment and not line.startswith("//"):
            out.append(line)
        if comment and line.endswith("*/"):
            comment = False
    return "\n".join(out) + "\n"


def _join(folder: PurePosixPath, relative: str) -> str:
    parts: list[str] = list(folder.parts)
    for step in relative.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
