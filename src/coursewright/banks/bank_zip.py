"""A zip from outside as files by path; the gate for zips decides what is read."""

import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from coursewright.errors import UsageError
from coursewright.packages.zip_gate import archive_fault, read_entry

from .bank_limits import SOURCE_BYTES

__all__ = ["read_zip"]

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
            if fault := archive_fault(entries):
                msg = f"{path}: {fault.message}"
                raise UsageError(msg, hint=fault.hint or None)
            return {info.filename: _read(archive, info, path) for info in entries if _wanted(info)}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        msg = f"{path} cannot be unpacked: {error}"
        raise UsageError(msg, hint="Download or export it again.") from error


def _wanted(info: zipfile.ZipInfo) -> bool:
    return not any(part in _JUNK for part in PurePosixPath(info.filename).parts)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> bytes:
    data = read_entry(archive, info)
    if data is None:
        msg = f"{path}: the entry {info.filename[:100]!r} is damaged, or larger than the zip says"
        raise UsageError(msg, hint="Download or export it again.")
    return data
