"""What must hold of a package as a zip. A rule's name says what holds; it yields what does not."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from .lms_names import FORBIDDEN_TYPES
from .opened import MANIFEST, Opened
from .zip_gate import is_bomb, leads_out

__all__ = ["ZIP_RULES"]

_DESCRIPTOR, _ENCRYPTED = 0x8, 0x1
_ZIP64_VERSION = 45
_LONGEST = 100  # Brightspace and Canvas refuse 255; 100 leaves room for where an LMS unpacks
_TEXT = {".html", ".css", ".js", ".svg"}
_LOADS = re.compile(
    rb"""(?:<(?:script|img|iframe|source|video|audio|embed|object|track)\b[^>]*?\s(?:src|data|poster)
    |<link\b[^>]*?\shref)\s*=\s*["']?\s*(?:https?:)?//
    |url\(\s*["']?(?:https?:)?//
    |@import\s+["'](?:https?:)?//
    |\b(?:import|from)\s*\(?["'](?:https?:)?//""",
    re.IGNORECASE | re.VERBOSE,
)
_UNLOAD = re.compile(rb"""\bon(?:before)?unload\b|["'](?:before)?unload["']""")
_ASKS = re.compile(rb"\bfetch\s*\(|\bXMLHttpRequest\b|\bserviceWorker\b|\bsendBeacon\b")


def manifest_at_the_root(package: Opened) -> Iterator[str]:
    """Docebo, Moodle, Totara and Latitude look only at the root of the zip."""
    if MANIFEST not in package.names:
        yield f"no {MANIFEST} at the root"


def manifest_comes_first(package: Opened) -> Iterator[str]:
    """A convention. Some readers stream the zip."""
    if package.names[:1] != [MANIFEST]:
        yield f"the first entry is {package.names[:1]}"


def entries_are_stored_or_deflated(package: Opened) -> Iterator[str]:
    """LMSs support no other compression method."""
    plain = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    for entry in package.entries:
        if entry.compress_type not in plain:
            yield f"{entry.filename} is packed by method {entry.compress_type}"


def entries_have_no_data_descriptor(package: Opened) -> Iterator[str]:
    """A streaming reader cannot find the end of such an entry (APPNOTE 4.4.4, bit 3)."""
    for entry in package.entries:
        if entry.flag_bits & _DESCRIPTOR:
            yield f"{entry.filename} has one"


def entries_are_not_encrypted(package: Opened) -> Iterator[str]:
    """No LMS asks for a password."""
    for entry in package.entries:
        if entry.flag_bits & _ENCRYPTED:
            yield f"{entry.filename} is encrypted"


def small_entries_need_no_zip64(package: Opened) -> Iterator[str]:
    """Old readers reject entries that require version 4.5."""
    for entry in package.entries:
        if entry.extract_version >= _ZIP64_VERSION and entry.file_size < 1 << 32:
            yield f"{entry.filename} asks for version {entry.extract_version}"


def no_entry_is_a_folder(package: Opened) -> Iterator[str]:
    """Folder entries break the unpacking of Open edX and Chamilo."""
    for name in package.names:
        if name.endswith("/"):
            yield name


def paths_stay_inside(package: Opened) -> Iterator[str]:
    """APPNOTE 4.4.17: forward slashes, no drive, no leading slash. Also no `..`."""
    for name in package.names:
        if leads_out(name):
            yield name


def entries_are_no_zip_bombs(package: Opened) -> Iterator[str]:
    """An LMS refuses an upload that unpacks to many times its size."""
    for entry in package.entries:
        if is_bomb(entry):
            yield f"{entry.filename} unpacks from {entry.compress_size} to {entry.file_size} bytes"


def no_entry_is_a_system_file(package: Opened) -> Iterator[str]:
    """LMSs reject files that a file manager adds, or report them as missing."""
    for name in package.names:
        parts = PurePosixPath(name).parts
        if any(part.startswith((".", "__MACOSX")) or part == "Thumbs.db" for part in parts):
            yield name


def names_are_lower_case_ascii_without_spaces(package: Opened) -> Iterator[str]:
    """Canvas and SCORM Cloud are case-sensitive. Brightspace and Blackboard reject some signs."""
    for name in package.names:
        if not re.fullmatch(r"[a-z0-9._/-]+", name):
            yield name


def names_are_unique(package: Opened) -> Iterator[str]:
    """Readers differ in which of two entries with the same name they use."""
    seen: set[str] = set()
    for name in package.names:
        if name.lower() in seen:
            yield name
        seen.add(name.lower())


def paths_are_short(package: Opened) -> Iterator[str]:
    """Some LMSs silently skip a path that is too long."""
    for name in package.names:
        if len(name) > _LONGEST:
            yield f"{name} has {len(name)} characters"


def types_are_allowed(package: Opened) -> Iterator[str]:
    """An LMS rejects the upload if a server could run one of its files."""
    for name in package.names:
        if PurePosixPath(name).suffix.lower().lstrip(".") in FORBIDDEN_TYPES:
            yield name


def times_are_fixed(package: Opened) -> Iterator[str]:
    """The same course builds to the same bytes on any day."""
    for entry in package.entries:
        if entry.date_time != (1980, 1, 1, 0, 0, 0):
            yield f"{entry.filename} is of {entry.date_time}"


def nothing_is_loaded_from_outside(package: Opened) -> Iterator[str]:
    """A package works without a network and sends no data to third parties."""
    for name in _texts(package):
        if found := _LOADS.search(package.read(name)):
            yield f"{name}: {found[0].decode(errors='replace')[:80]}"


def nothing_relies_on_unload(package: Opened) -> Iterator[str]:
    """Phones never fire `unload`, and Chrome blocks it in frames. Scores were lost (eXe 1831)."""
    for name in _texts(package):
        if found := _UNLOAD.search(package.read(name)):
            yield f"{name}: {found[0].decode()}"


def scripts_request_nothing(package: Opened) -> Iterator[str]:
    """Moodle 4 and apps block requests from scripts, even to files of the package."""
    for name in _texts(package):
        if name.endswith(".js") and (found := _ASKS.search(package.read(name))):
            yield f"{name}: {found[0].decode()}"


def _texts(package: Opened) -> list[str]:
    return [name for name in package.names if PurePosixPath(name).suffix in _TEXT]


ZIP_RULES = (
    manifest_at_the_root,
    manifest_comes_first,
    entries_are_stored_or_deflated,
    entries_have_no_data_descriptor,
    entries_are_not_encrypted,
    small_entries_need_no_zip64,
    no_entry_is_a_folder,
    paths_stay_inside,
    entries_are_no_zip_bombs,
    no_entry_is_a_system_file,
    names_are_lower_case_ascii_without_spaces,
    names_are_unique,
    paths_are_short,
    types_are_allowed,
    times_are_fixed,
    nothing_is_loaded_from_outside,
    nothing_relies_on_unload,
    scripts_request_nothing,
)
