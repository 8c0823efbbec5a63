"""Artifacts, and the one place that puts them on disk or in a zip: the same bytes every time."""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from .errors import SurroundingsError, UsageError

__all__ = [
    "BUILD_STAMP",
    "Artifact",
    "copy_folder",
    "pack",
    "refuse_filled",
    "replace_file",
    "safe_path",
    "write_folder",
]

BUILD_STAMP = ".stamp.json"
"""The file that marks a folder as the output of a build."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
# The earliest instant that a zip can hold (APPNOTE 4.4.6): the same bytes on any day.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file in memory."""

    path: str
    """Relative, with forward slashes, without `.` or `..`."""
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()


def safe_path(path: str) -> PurePosixPath:
    """Return `path` as a relative path that stays below its folder.

    Raises:
        UsageError: it is absolute, empty, climbs out, or has a backslash, a drive or a NUL.
    """
    pure = PurePosixPath(path)
    bad = not path or pure.is_absolute() or ".." in pure.parts or "\\" in path or "\0" in path
    if bad or ":" in pure.parts[0] or str(pure) != path:
        msg = f"not a path below a folder: {path!r}"
        raise UsageError(msg)
    return pure


def pack(
    artifacts: Iterable[Artifact], *, first: str | None = None, stored: Collection[str] = ()
) -> bytes:
    """Return a zip of the artifacts: sorted, fixed times and modes, deflated, no directory entries.

    Args:
        artifacts: the files; two with one path are an error.
        first: the path that comes before all others, by custom `imsmanifest.xml`.
        stored: paths that are not deflated.
    """
    by_path: dict[str, bytes] = {}
    for artifact in artifacts:
        path = str(safe_path(artifact.path))
        if path in by_path:
            msg = f"two files for one path in a package: {path}"
            raise UsageError(msg)
        by_path[path] = artifact.data
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(by_path, key=lambda p: (p != first, p)):
            info = zipfile.ZipInfo(path, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_STORED if path in stored else zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, on every system: external_attr is part of the bytes
            info.external_attr = 0o100644 << 16
            archive.writestr(info, by_path[path], compresslevel=9)
    return buffer.getvalue()


def write_folder(folder: Path, artifacts: Iterable[Artifact], *, ours: bool = False) -> None:
    """Write the artifacts as the whole content of `folder`: beside it first, then swap.

    Nothing is half written: until the swap the old folder stands untouched.

    Args:
        folder: where to; what it holds is lost.
        artifacts: the files.
        ours: whether it is known that all it holds was written by us. If not, it is replaced only
            when most of its files would be written anew: nobody's documents go by a slip.

    Raises:
        UsageError: the folder is `/`, the working directory, one of its parents, or the home, or
            holds the files of somebody else.
        SurroundingsError: the disk refused.
    """
    folder = folder.absolute()
    _refuse_dangerous(folder)
    artifacts = tuple(artifacts)
    if not ours:
        _refuse_foreign(folder, {artifact.path for artifact in artifacts})
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            fresh.chmod(0o755)
            for artifact in artifacts:
                path = fresh / safe_path(artifact.path)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(artifact.data)
            _swap(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        msg = f"cannot write {folder}: {error.strerror or error}"
        raise SurroundingsError(
            msg, hint="Is there room on the disk, and may you write?"
        ) from error


def replace_file(path: Path, data: bytes) -> None:
    """Write one file beside its place, then swap, so that it is never half written.

    Whatever has the name of the new file is removed and not followed: it may be a link.
    """
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, _NEW, 0o666), "wb") as file:
        file.write(data)
    if path.exists():
        fresh.chmod(path.stat().st_mode & 0o777)
    fresh.replace(path)


def copy_folder(source: Path, folder: Path) -> int:
    """Copy the files of `source` into the new folder `folder`; return how many.

    Raises:
        UsageError: the folder exists and holds something.
        SurroundingsError: the disk refused.
    """
    refuse_filled(folder)
    files = sorted(path for path in source.rglob("*") if path.is_file())
    names = [path.relative_to(source).as_posix() for path in files]
    write_folder(
        folder,
        [Artifact(name, path.read_bytes()) for name, path in zip(names, files, strict=True)],
        ours=True,
    )
    return len(files)


def refuse_filled(folder: Path) -> None:
    """Refuse a folder for something new if it holds anything.

    Raises:
        UsageError: the folder exists and holds something.
    """
    if folder.is_dir() and any(folder.iterdir()):
        msg = f"the folder {folder} exists and is not empty"
        raise UsageError(msg, hint="Name a folder that does not exist yet.")


def _refuse_dangerous(folder: Path) -> None:
    real = folder.resolve()
    here = Path.cwd().resolve()
    if real in (here, *here.parents, Path.home().resolve()) or folder.is_symlink():
        msg = f"will not replace {folder}"
        raise UsageError(msg, hint="Choose a folder of its own, for example `build`.")
    if folder.exists() and not folder.is_dir():
        msg = f"{folder} is a file"
        raise UsageError(msg, hint="Choose a folder.")


def _refuse_foreign(folder: Path, paths: set[str]) -> None:
    found = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    foreign = [path for path in found if path.relative_to(folder).as_posix() not in paths]
    if 2 * len(foreign) > len(found):
        msg = f"will not replace {folder}: it holds other files, such as {foreign[0].name}"
        raise UsageError(msg, hint="Choose a folder of its own, or empty this one first.")


def _swap(fresh: Path, folder: Path) -> None:
    if not folder.exists():
        os.replace(fresh, folder)  # noqa: PTH105 -- one atomic rename
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    os.replace(folder, old / "was")  # noqa: PTH105
    try:
        os.replace(fresh, folder)  # noqa: PTH105
    except OSError:
        os.replace(old / "was", folder)  # noqa: PTH105
        raise
    shutil.rmtree(old, ignore_errors=True)
