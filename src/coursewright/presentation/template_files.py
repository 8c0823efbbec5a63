"""Files of a template folder: read only where they lie, never through a link, never without end."""

import os
from pathlib import Path

from coursewright.errors import TemplateFileError

__all__ = ["read_template_file", "shown_path"]

_MOST = 1_000_000  # bytes: ours have at most 30,000


def read_template_file(folder: Path, name: str) -> str | None:
    """Return the text of the file `name` below `folder`, or None where there is none.

    Args:
        folder: a folder of templates. It may itself be a link: whoever names it chose it.
        name: the path from there, with `/`.

    Raises:
        TemplateFileError: the file is a symbolic link, lies behind one, or cannot be read.
    """
    path = folder / name
    shown = shown_path(folder, name)
    link = _link(folder, name)
    if link:
        msg = f"`{link}` is a symbolic link, or leads out of its folder"
        raise TemplateFileError(msg, path=shown, hint="Put the file itself into the folder.")
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > _MOST:
            msg = f"the file is larger than {_MOST // 1000:,} kB"
            raise TemplateFileError(msg, path=shown)
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise TemplateFileError(msg, path=shown) from error


def shown_path(folder: Path, name: str) -> str:
    """Return a file's path from its folder of templates on: the same on any machine."""
    return f"{folder.name or folder.absolute().name}/{name}"


def _link(folder: Path, name: str) -> str:
    """Return the part of `name` that is a link or leads out, or nothing."""
    here = folder
    for part in name.split("/"):
        here /= part
        if part in ("", ".", "..") or os.path.islink(here):  # noqa: PTH114 -- no OSError
            return part or "/"
    # A link of another kind than the system calls one (a junction) shows in the real path.
    real, root = Path(os.path.realpath(here)), Path(os.path.realpath(folder))
    return "" if real.is_relative_to(root) else name
