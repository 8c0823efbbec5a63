"""The gate for zips from outside: which entries may be read, and never more than they declare."""

import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "ENTRIES",
    "ENTRY_BYTES",
    "UNPACKED_BYTES",
    "ZipFault",
    "archive_fault",
    "entry_fault",
    "is_bomb",
    "leads_out",
    "read_entry",
]

ENTRIES = 10_000
"""Files in a zip."""
ENTRY_BYTES = 50 * 2**20
"""One file of a zip, unpacked."""
UNPACKED_BYTES = 300 * 2**20
"""All files of a zip, unpacked."""
_RATIO = 200  # how many times smaller a file may be packed
_SMALL = 2**20  # below this, no ratio is asked
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class ZipFault:
    """Why a zip, or an entry of it, is not read."""

    message: str
    """What follows the name of the zip: `the entry 'a' needs a password`."""
    hint: str = ""


def archive_fault(entries: Iterable[zipfile.ZipInfo]) -> ZipFault | None:
    """Return why a zip as a whole is not read, or its first entry that is not."""
    infos = list(entries)
    total = sum(info.file_size for info in infos)
    if len(infos) > ENTRIES or total > UNPACKED_BYTES:
        limits = f"{ENTRIES:,} files and {UNPACKED_BYTES:,} bytes"
        message = f"unpacks to {len(infos):,} files with {total:,} bytes; the limits are {limits}"
        return ZipFault(message)
    return next((fault for info in infos if (fault := entry_fault(info))), None)


def entry_fault(info: zipfile.ZipInfo) -> ZipFault | None:
    """Return why an entry is not read; None if it may be."""
    name = info.orig_filename[:100]
    if leads_out(info.orig_filename):
        hint = "The file was changed on purpose; do not use it."
        return ZipFault(f"the entry {name!r} leads out of the zip", hint)
    if info.flag_bits & _ENCRYPTED:
        return ZipFault(f"the entry {name!r} needs a password")
    if info.file_size > ENTRY_BYTES or is_bomb(info):
        hint = f"The limit is {ENTRY_BYTES:,} bytes, and {_RATIO} times the packed size."
        return ZipFault(f"the entry {name!r} unpacks to {info.file_size:,} bytes", hint)
    return None


def leads_out(name: str) -> bool:
    """Tell whether a path may lead out of a folder (APPNOTE 4.4.17: slashes, no drive)."""
    return "\\" in name or ":" in name or name.startswith("/") or ".." in name.split("/")


def is_bomb(info: zipfile.ZipInfo) -> bool:
    """Tell whether an entry unpacks to far more than any real file does."""
    return info.file_size > _SMALL and info.file_size > max(info.compress_size, 1) * _RATIO


def read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | None:
    """Return an entry that `entry_fault` allows; None if it is damaged or more than declared."""
    try:
        with archive.open(info) as entry:
            data = entry.read(ENTRY_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError):
        return None
    return data if len(data) <= info.file_size else None
