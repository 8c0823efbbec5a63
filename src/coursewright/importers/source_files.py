"""The files of a folder or zip that is imported, bounded, and read as text where they are text."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coursewright.banks.bank_zip import read_zip
from coursewright.errors import UsageError
from coursewright.packages.zip_gate import ENTRY_BYTES
from coursewright.read.course_folder import walk_folder
from coursewright.source import Span

from .drafts import DraftCourse

__all__ = ["SourceFiles", "decode_text"]


@dataclass(slots=True)
class SourceFiles:
    """Files by their path below the folder."""

    files: Mapping[str, bytes]
    name: str
    """The name of the folder or the zip, for titles."""

    @classmethod
    def of_folder(cls, folder: Path, course: DraftCourse) -> "SourceFiles":
        """Return the files of a folder; links that lead out of it are reported."""
        files, problems = walk_folder(folder)
        for problem in problems:
            course.lose(problem.span, problem.message)
        return cls(files, folder.resolve().name)

    @classmethod
    def of_zip(cls, data: bytes, name: str) -> "SourceFiles":
        """Return the files of a zip."""
        return cls(read_zip(data, name), name.rpartition(".")[0] or name)

    def text(self, path: str) -> str | None:
        """Return the text of a file; None if there is none, or it is too large."""
        data = self.data(path)
        return None if data is None else decode_text(data)

    def data(self, path: str) -> bytes | None:
        """Return the bytes of a file; None if there is none, or it is too large."""
        try:
            data = self.files.get(path)
        except OSError:
            return None
        return None if data is None or len(data) > ENTRY_BYTES else data

    def place(self, path: str) -> Span:
        """Return the place of a file as such."""
        return Span.whole(path)


def decode_text(data: bytes) -> str:
    """Return bytes as text: UTF-8, UTF-16 with a mark, else what Windows writes in the West.

    Raises:
        UsageError: they are no text.
    """
    if b"\x00" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        msg = "the file is not text"
        raise UsageError(msg)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
