"""The one gate for paths that a client names: inside the course, plain files, text only."""

import stat
from collections.abc import Iterable
from pathlib import Path

from coursewright.errors import SurroundingsError, UsageError
from coursewright.output import BUILD_STAMP, replace_file, safe_path
from coursewright.read.file_kinds import is_portable
from coursewright.read.read_limits import FOLDER_DEPTH, MARKDOWN_BYTES, YAML_BYTES

__all__ = ["ENDINGS", "CoursePaths"]

ENDINGS = (".md", ".yaml", ".vtt", ".srt", ".txt", ".csv", ".svg")
"""The endings of files that can be read and written."""
_BUILD, _REPORT = "build", "report.json"
_HINT = "Name a file below the course folder, such as 1-basics/01-water.md"


class CoursePaths:
    """The course folder as a client may use it.

    Links are refused rather than followed. Somebody who can swap a folder for a link between the
    check and the write can write there already, without this server.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def file(self, path: str) -> Path:
        """Return the place of a text file of the course; it need not exist.

        Raises:
            UsageError: the path leaves the course, is hidden, leads through a link or into a
                build, or is no text file.
        """
        place = self.inside(path)
        if not path.endswith(ENDINGS):
            msg = f"{path!r} is not a text file of a course"
            raise UsageError(msg, hint=f"The endings are {', '.join(ENDINGS)}")
        return place

    def inside(self, path: str) -> Path:
        """Return the place of any file or folder of the course; it need not exist.

        Raises:
            UsageError: the path leaves the course, is hidden, or leads through a link or into a
                build.
        """
        pure = safe_path(path)
        bad = not path.isprintable() or len(path) > 1_000 or not is_portable(path)
        if bad or any(part.startswith(".") for part in pure.parts):
            msg = f"{path[:200]!r} cannot be the path of a file of a course"
            raise UsageError(msg, hint=_HINT)
        if len(pure.parts) > FOLDER_DEPTH:
            msg = f"{path!r} is deeper than {FOLDER_DEPTH} folders"
            raise UsageError(msg, hint=_HINT)
        place = self.folder
        for number, part in enumerate(pure.parts, 1):
            self._refuse_build(place, path)
            place /= part
            self._refuse_link(place, path, leaf=number == len(pure.parts))
        return place

    def output(self, names: Iterable[str]) -> Path:
        """Return the folder of builds, if neither it nor a target's folder leads elsewhere.

        Raises:
            UsageError: one of them is a link or no folder.
        """
        out = self.inside(_BUILD)
        for name in (_REPORT, *names):
            self._refuse_link(out / name, f"{_BUILD}/{name}", leaf=name == _REPORT)
        return out

    def all_inside(self, paths: Iterable[str]) -> None:
        """Check every path that a planned change would write.

        Raises:
            UsageError: one of them is refused.
        """
        for path in paths:
            self.inside(path)

    def read(self, path: str) -> str:
        """Return the text of a file.

        Raises:
            UsageError: the path is refused, or there is no such file, or it is not text.
        """
        place = self.file(path)
        try:
            with place.open("rb") as file:
                data = file.read(YAML_BYTES + 1)
        except FileNotFoundError as error:
            msg = f"there is no file {path}"
            raise UsageError(msg, hint="`outline` lists the files of the course") from error
        except OSError as error:
            msg = f"cannot read {path}: {error.strerror}"
            raise SurroundingsError(msg) from error
        if len(data) > YAML_BYTES:
            msg = f"{path} is larger than {YAML_BYTES:,} bytes"
            raise UsageError(msg)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            msg = f"{path} is not UTF-8"
            raise UsageError(msg, hint="Save it as UTF-8") from error

    def write(self, path: str, text: str, *, overwrite: bool) -> bool:
        """Write a file whole; return whether it is new.

        Raises:
            UsageError: the path is refused, the text is too long or no text, or the file exists
                and `overwrite` is not set.
            SurroundingsError: the disk refused.
        """
        place = self.file(path)
        data = _encoded(path, text)
        new = not place.exists()
        if not new and not overwrite:
            msg = f"{path} exists"
            raise UsageError(msg, hint="Read it first, then set `overwrite` to replace it")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            replace_file(place, data)
        except OSError as error:
            msg = f"cannot write {path}: {error.strerror}"
            raise SurroundingsError(msg, hint="May you write in the course folder?") from error
        return new

    def _refuse_build(self, place: Path, path: str) -> None:
        if place != self.folder and (place / BUILD_STAMP).exists():
            msg = f"{path!r} is in the output of a build"
            raise UsageError(msg, hint="Change the course, and build it again")

    def _refuse_link(self, place: Path, path: str, *, leaf: bool) -> None:
        try:
            mode = place.lstat().st_mode
        except FileNotFoundError:
            return
        except OSError as error:
            msg = f"{path!r} cannot be used: {error.strerror}"
            raise UsageError(msg, hint=_HINT) from error
        if stat.S_ISLNK(mode):
            msg = f"{path!r} leads through a symbolic link"
            raise UsageError(msg, hint="Name the file itself")
        if not (stat.S_ISDIR(mode) or (leaf and stat.S_ISREG(mode))):
            msg = f"{path!r} is not a plain file"
            raise UsageError(msg, hint=_HINT)


def _encoded(path: str, text: str) -> bytes:
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        msg = f"the text for {path} has characters that UTF-8 cannot hold"
        raise UsageError(msg) from error
    most = MARKDOWN_BYTES if path.endswith(".md") else YAML_BYTES
    if len(data) > most:
        msg = f"the text for {path} has {len(data):,} bytes; the limit is {most:,}"
        raise UsageError(msg, hint="Split it into several files")
    if "\0" in text:
        msg = f"the text for {path} has a NUL character"
        raise UsageError(msg, hint="Remove it")
    return data
