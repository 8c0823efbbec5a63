"""What to write for a path that leads to no file: as the lesson would have to name it."""

import posixpath
from collections.abc import Collection, Iterable

from coursewright.problems import alike

__all__ = ["as_written", "missing_file"]

_MOST = 500  # files that a name is compared with


def as_written(path: str, by: str) -> str:
    """Return a path of the course as the file `by` writes it: relative to its own folder."""
    return posixpath.relpath(path, posixpath.dirname(by) or ".")


def missing_file(path: str, by: str, paths: Collection[str]) -> tuple[str, str]:
    """Return message and hint for a file that is not there.

    Args:
        path: the path that was looked for, from the course folder.
        by: the file that names it.
        paths: all files of the course.
    """
    message = f"There is no file `{path}`."
    cased = next((one for one in sorted(paths) if one.casefold() == path.casefold()), None)
    if cased is not None:
        message = f"There is no file `{path}`; its name is `{cased}`."
        return message, f"Upper and lower case count. Write `{as_written(cased, by)}`."
    folder = posixpath.dirname(by)
    inner = path.removeprefix(f"{folder}/") if folder else path
    if inner != path and inner in paths:
        hint = f"Paths start from the folder of this file. Write `{as_written(inner, by)}`."
        return message, hint
    meant = _meant(path, paths)
    if meant:
        written = " or ".join(f"`{as_written(one, by)}`" for one in meant)
        return message, f"Did you mean {written}?"
    return message, "Paths are relative to the file that names them."


def _meant(path: str, paths: Collection[str]) -> list[str]:
    """Return the files most likely meant: of the same name elsewhere, of another type, alike."""
    name = posixpath.basename(path).casefold()
    stem = name.rpartition(".")[0] or name
    same = _sorted(one for one in paths if posixpath.basename(one).casefold() == name)
    if same:
        return same[:3]
    other = _sorted(
        one for one in paths if posixpath.basename(one).casefold().rpartition(".")[0] == stem
    )
    if other and len(stem) > 1:
        return [one for one in other if not one.endswith((".md", ".yaml"))][:3]
    ending = path.rpartition(".")[2].casefold()
    kin = _sorted(one for one in paths if one.casefold().endswith(ending))
    return alike(path, kin) if len(path) < 200 and len(kin) < _MOST else []


def _sorted(paths: Iterable[str]) -> list[str]:
    return sorted(paths)
