"""Links that open an editor at a line: an address with the path, the line and the column in it."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from coursewright.errors import UsageError
from coursewright.problems import near
from coursewright.source import Span

__all__ = ["EDITORS", "EditorLink", "editor_link"]

EDITORS = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "none": "",
}
"""Known editors, and the address that each opens a file by."""

EditorLink = Callable[[Span], str]
"""Returns the address that opens a place; an empty one if there is no link."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# These run or show something in the browser instead of opening a program.
_REFUSED = frozenset({"about", "blob", "data", "file", "filesystem", "javascript", "vbscript"})
_SAFE = re.compile(r"[!-~]+")
_FIELDS = re.compile(r"\{(\w*)\}")


def editor_link(wanted: str, course: Path) -> EditorLink:
    """Return what makes links to places in a course.

    Args:
        wanted: a name of `EDITORS`, or an address with `{path}`, `{line}` and `{column}`.
        course: the folder that paths of problems begin in.

    Raises:
        UsageError: there is no such editor, or the address is not one of an editor.
    """
    pattern = _pattern(wanted)
    root = course.resolve()

    def link(span: Span) -> str:
        if not pattern or not span.path:
            return ""
        path = Path(os.path.normpath(root / span.path)).as_posix()
        path = quote(path if path.startswith("/") else f"/{path}", safe="/:")
        values = {"path": path, "line": str(span.line), "column": str(span.column)}
        return _FIELDS.sub(lambda field: values[field[1]], pattern)

    return link


def _pattern(wanted: str) -> str:
    if wanted in EDITORS:
        return EDITORS[wanted]
    scheme = _SCHEME.match(wanted)
    if scheme is None:
        msg = f"there is no editor {wanted[:80]!r}"
        hint = near(wanted, EDITORS) or "Or give an address: --editor 'myeditor://{path}:{line}'"
        raise UsageError(msg, hint=hint)
    unknown = set(_FIELDS.findall(wanted)) - {"path", "line", "column"}
    if scheme[1].lower() in _REFUSED or unknown or "{path}" not in wanted:
        msg = f"{wanted[:80]!r} is not the address of an editor"
        raise UsageError(msg, hint="It contains {path}, and may contain {line} and {column}.")
    if not _SAFE.fullmatch(wanted):
        msg = "the address of an editor has spaces or characters that addresses cannot have"
        raise UsageError(msg, hint="Encode them, for example a space as %20.")
    return wanted
