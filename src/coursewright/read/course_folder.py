"""The course folder on disk, walked with care: no way out, no loops, nothing but plain files."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from coursewright.errors import SurroundingsError
from coursewright.model import Media
from coursewright.output import BUILD_STAMP
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

from .read_limits import FILES, FOLDER_DEPTH, MEGABYTE

__all__ = ["CODES", "UNREADABLE", "Folder", "walk_folder"]

SYMLINK = Code(
    "symlink-refused",
    Severity.ERROR,
    "A symbolic link leads out of the course folder, to a folder, or nowhere.",
    "It could make you publish a file from your own machine.",
)
UNREADABLE = Code(
    "file-unreadable",
    Severity.ERROR,
    "A file of the course cannot be read.",
    "Its contents would be missing silently.",
)
TOO_MANY = Code(
    "too-many-files",
    Severity.ERROR,
    "The course folder has more files or deeper folders than the reader accepts.",
    "Most often, the folder is not the course but a folder above it.",
)
CODES = (SYMLINK, UNREADABLE, TOO_MANY)

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Folder(Mapping[str, bytes]):
    """The files of a course by their path; bytes are read when they are asked for."""

    def __init__(self, files: dict[str, Path]) -> None:
        self._files = files
        self._most = Media().file_mb * MEGABYTE + 1

    def allow(self, media: Media) -> None:
        """Read files up to the size that the course allows, and a byte more: it is reported."""
        self._most = media.file_mb * MEGABYTE + 1

    def __getitem__(self, path: str) -> bytes:
        handle = os.open(self._files[path], _FLAGS)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise OSError(0, "it is not a plain file")
            return file.read(self._most)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def walk_folder(root: Path) -> tuple[Folder, list[Problem]]:
    """Return the files below a course folder; hidden ones are passed over.

    Raises:
        SurroundingsError: there is no such folder.
    """
    root = root.resolve()
    if not root.is_dir():
        msg = f"there is no folder {root}"
        raise SurroundingsError(msg, hint="A course is a folder with a `course.yaml`.")
    walk = _Walk(root)
    walk.run()
    return Folder(dict(sorted(walk.files.items()))), walk.problems


class _Walk:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, Path] = {}
        self.problems: list[Problem] = []
        self.full = False

    def run(self) -> None:
        waiting = [(self.root, "")]
        while waiting and not self.full:
            folder, prefix = waiting.pop()
            for entry in self._entries(folder, prefix):
                path = prefix + entry.name
                if entry.name.startswith("."):
                    continue
                if entry.is_symlink():
                    self._link(entry, path)
                elif entry.is_dir(follow_symlinks=False):
                    if (Path(entry.path) / BUILD_STAMP).exists():
                        continue  # a build in the course folder is no part of the course
                    if path.count("/") + 1 >= FOLDER_DEPTH:
                        message = f"Folders deeper than {FOLDER_DEPTH} levels are not read."
                        self._find(TOO_MANY, path, message, "Is this the course folder?")
                    else:
                        waiting.append((Path(entry.path), path + "/"))
                elif entry.is_file(follow_symlinks=False):
                    self._add(path, Path(entry.path))
                else:
                    self._find(UNREADABLE, path, "This is not a plain file.", "Remove it.")

    def _entries(self, folder: Path, prefix: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as found:
                return sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            message = f"The folder cannot be read: {error.strerror}."
            self._find(UNREADABLE, prefix.rstrip("/") or "course.yaml", message)
            return []

    def _link(self, entry: os.DirEntry[str], path: str) -> None:
        hint = "Copy its target into the course."
        try:
            target = Path(entry.path).resolve(strict=True)
        except (OSError, RuntimeError):
            self._find(
                SYMLINK, path, "This symbolic link leads nowhere or in a circle.", "Remove it."
            )
            return
        if not target.is_relative_to(self.root):
            self._find(SYMLINK, path, "This symbolic link leads out of the course folder.", hint)
        elif not target.is_file():
            self._find(SYMLINK, path, "Symbolic links to folders are not followed.", hint)
        else:
            self._add(path, target)

    def _add(self, path: str, target: Path) -> None:
        if len(self.files) >= FILES:
            if not self.full:
                self._find(TOO_MANY, path, f"More than {FILES:,} files are not read.")
            self.full = True
            return
        self.files[path] = target

    def _find(self, code: Code, path: str, message: str, hint: str | None = None) -> None:
        self.problems.append(code.at(Span.whole(_shown(path)), message, hint=hint))


def _shown(path: str) -> str:
    """Return a path as text: bytes that are no UTF-8 become marks."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
