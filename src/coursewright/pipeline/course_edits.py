"""Changes to the files of a course: planned in memory, shown as a diff, then written."""

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coursewright.errors import SurroundingsError
from coursewright.output import replace_file

__all__ = ["CourseEdits", "Overlay", "encoded_like"]


@dataclass(slots=True)
class CourseEdits:
    """What would change. Paths are relative to the course folder."""

    texts: dict[str, bytes] = field(default_factory=dict)
    """New contents by the path that a file has afterwards."""
    moves: dict[str, str] = field(default_factory=dict)
    """Old paths by new ones."""
    notes: list[str] = field(default_factory=list)
    """What is done, a line for each."""

    def __bool__(self) -> bool:
        return bool(self.texts or self.moves)

    def diff(self, files: Mapping[str, bytes]) -> Iterator[str]:
        """Yield the lines of a unified diff against the files as they are."""
        for path in sorted({*self.texts, *self.moves}):
            old = self.moves.get(path, path)
            if old != path:
                yield f"rename {old} -> {path}"
            if path in self.texts:
                before = _lines(files[old]) if old in files else []
                named = f"a/{old}" if old in files else "/dev/null"
                after = _lines(self.texts[path])
                yield from difflib.unified_diff(before, after, named, f"b/{path}", lineterm="")

    def write(self, folder: Path) -> None:
        """Write the changes; no file is ever half written.

        Raises:
            SurroundingsError: the disk refused.
        """
        try:
            self._rename(folder)
            for path, data in self.texts.items():
                file = folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                replace_file(file, data)
        except OSError as error:
            msg = f"cannot write {error.filename}: {error.strerror or error}"
            raise SurroundingsError(msg, hint="May you write in the course folder?") from error

    def _rename(self, folder: Path) -> None:
        """Rename in two steps, since one file may take the name that another one gives up."""
        waiting = []
        for new, old in self.moves.items():
            aside = (folder / old).with_name(f".{os.path.basename(old)}.moving")  # noqa: PTH119
            (folder / old).rename(aside)
            waiting.append((aside, folder / new))
        for aside, target in waiting:
            target.parent.mkdir(parents=True, exist_ok=True)
            aside.rename(target)


class Overlay(Mapping[str, bytes]):
    """The files of a course as they would be with some edits."""

    def __init__(self, files: Mapping[str, bytes], edits: CourseEdits) -> None:
        self._files = files
        self._edits = edits
        gone = set(edits.moves.values()) - edits.moves.keys()
        self._paths = sorted(({*files} - gone) | edits.texts.keys() | edits.moves.keys())

    def __getitem__(self, path: str) -> bytes:
        if path in self._edits.texts:
            return self._edits.texts[path]
        return self._files[self._edits.moves.get(path, path)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def encoded_like(original: bytes, text: str) -> bytes:
    """Return a text with the line ends, and the mark at the start, that the file had."""
    mark = b"\xef\xbb\xbf" if original.startswith(b"\xef\xbb\xbf") else b""
    if b"\r\n" in original:
        text = text.replace("\n", "\r\n")
    return mark + text.encode("utf-8")


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").splitlines()
