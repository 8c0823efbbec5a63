"""A zip from outside: its paths stay inside, and its contents are bounded before they are read."""

import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from coursewright.errors import UsageError

from .bank_limits import ENTRIES, ENTRY_BYTES, RATIO, SOURCE_BYTES, UNPACKED_BYTES

__all__ = ["read_zip"]

_SMALL = 2**20  # a file of which no ratio is asked
_JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db")


def read_zip(data: bytes, path: str) -> dict[str, bytes]:
    """Return the files of a zip by their paths.

    Raises:
        UsageError: it is no zip, a path leads out of it, an entry is encrypted, or it holds more
            than the limits allow.
    """
    if len(data) > SOURCE_BYTES:
        msg = f"{path} has {len(data):,} bytes; the limit is {SOURCE_BYTES:,}"
        raise UsageError(msg)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = [info for info in archive.infolist() if not info.is_dir()]
            _refuse(entries, path)
            return {info.filename: _read(archive, info, path) for info in entries if _wanted(info)}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        msg = f"{path} cannot be unpacked: {error}"
        raise UsageError(msg, hint="Download or export it again.") from error


def _wanted(info: zipfile.ZipInfo) -> bool:
    return not any(part in _JUNK for part in PurePosixPath(info.filename).parts)


def _refuse(entries: list[zipfile.ZipInfo], path: str) -> None:
    total = sum(info.file_size for info in entries)
    if len(entries) > ENTRIES or total > UNPACKED_BYTES:
        msg = f"{path} unpacks to {len(entries):,} files with {total:,} bytes; the limits are "
        raise UsageError(msg + f"{ENTRIES:,} files and {UNPACKED_BYTES:,} bytes")
    for info in entries:
        name = info.orig_filename
        if "\\" in name or name.startswith("/") or ":" in name or ".." in name.split("/"):
            msg = f"{path}: the entry {name[:100]!r} leads out of the zip"
            raise UsageError(msg, hint="The file was changed on purpose; do not use it.")
        if info.flag_bits & 1:
            msg = f"{path}: the entry {name[:100]!r} needs a password"
            raise UsageError(msg)
        packed = max(info.compress_size, 1)
        bomb = info.file_size > _SMALL and info.file_size > packed * RATIO
        if info.file_size > ENTRY_BYTES or bomb:
            msg = f"{path}: the entry {name[:100]!r} unpacks to {info.file_size:,} bytes"
            hint = f"The limit is {ENTRY_BYTES:,} bytes, and {RATIO} times the packed size."
            raise UsageError(msg, hint=hint)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> bytes:
    with archive.open(info) as entry:
        data = entry.read(ENTRY_BYTES + 1)
    if len(data) > max(info.file_size, 0):  # the directory may say less than there is
        msg = f"{path}: the entry {info.filename[:100]!r} is larger than the zip says"
        raise UsageError(msg)
    return data
