"""Is there anything to do? The hashes of all that goes into a build, and of what came out.

Kept light: a rebuild with nothing to do loads this module, and neither model nor reader. Nothing
hangs on a file's time: the same content is the same stamp, on any day and any machine.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, entry_points, requires, version
from pathlib import Path
from typing import Any

from coursewright import __version__
from coursewright.output import BUILD_STAMP

__all__ = ["NAME", "fingerprint", "known_report", "stamp_bytes"]

NAME = BUILD_STAMP
_FORMAT = 1
_LEDGER = (".db", ".db-shm", ".db-wal", "coursewright.key")  # beside a course, not in it
_MOST_FILES = 20_000  # above it a stamp would cost more than it saves


def fingerprint(
    course: Path,
    templates: Iterable[Path],
    targets: Iterable[str],
    options: Mapping[str, Any],
    *,
    leave_out: Path | None = None,
) -> str | None:
    """Return the hash of everything that a build hangs on, or None when there is too much of it.

    Args:
        course: the course folder; hidden files and folders are left out, as the reader does.
        templates: the folders of templates, ours too.
        targets: the names of the targets; a plugin counts by its distribution's version.
        options: everything else that changes the bytes, as plain values.
        leave_out: the folder that is written to, should it lie within the course.
    """
    hasher = hashlib.sha256()
    targets = tuple(targets)
    head = [_FORMAT, __version__, sys.version, targets, options, _packages(targets)]
    hasher.update(json.dumps(head, sort_keys=True).encode())
    count = 0
    roots = (course, *templates, Path(__file__).parents[1])
    for root in (root.absolute() for root in roots):
        hasher.update(b"\0folder\0")
        for path in _files(root, leave_out=leave_out):
            count += 1
            if count > _MOST_FILES:
                return None
            try:
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").digest()
            except OSError:
                return None  # unreadable: the reader has the words for it
            hasher.update(os.fsencode(path.relative_to(root)) + b"\0" + digest)
    return hasher.hexdigest()


def stamp_bytes(mark: str, report: bytes) -> bytes:
    """Return the stamp that says: from these inputs came this report and the files it lists."""
    value = {"format": _FORMAT, "inputs": mark, "report": hashlib.sha256(report).hexdigest()}
    return json.dumps(value, indent=1, sort_keys=True).encode() + b"\n"


def known_report(out: Path, mark: str) -> dict[str, Any] | None:
    """Return the report of the last build if it had the same inputs and all lies as it was written.

    None: something changed, is missing, or is there that was not written; build again.
    """
    try:
        stamp = json.loads((out / NAME).read_bytes())
        data = (out / "report.json").read_bytes()
        if stamp != json.loads(stamp_bytes(mark, data)):
            return None
        report: dict[str, Any] = json.loads(data)
        whole = all(_as_written(out / name, one) for name, one in report["targets"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return report if whole else None


def _as_written(folder: Path, target: Mapping[str, Any]) -> bool:
    folder = folder.absolute()
    wanted = {one["path"]: one["sha256"] for one in target["files"]}
    found = {path.relative_to(folder).as_posix(): path for path in _files(folder, hidden=True)}
    return found.keys() == wanted.keys() and all(
        hashlib.sha256(path.read_bytes()).hexdigest() == wanted[name]
        for name, path in found.items()
    )


def _files(root: Path, *, hidden: bool = False, leave_out: Path | None = None) -> Iterator[Path]:
    """Yield the files below `root` in a fixed order, links to folders not followed."""
    not_here = os.fspath(leave_out.absolute()) if leave_out else ""
    for folder, below, files in os.walk(root.absolute()):
        below[:] = sorted(
            name
            for name in below
            if name != "__pycache__"
            and (hidden or name[0] != ".")
            and os.path.join(folder, name) != not_here  # noqa: PTH118 -- many; text is enough
            and (hidden or not os.path.exists(os.path.join(folder, name, NAME)))  # noqa: PTH110, PTH118
        )
        for name in sorted(files):
            if hidden or not (name[0] == "." or name.endswith(_LEDGER)):
                yield Path(folder, name)


def _packages(targets: tuple[str, ...]) -> list[str]:
    """Return name and version of each package whose code makes the output."""
    names = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in _requirements()]
    found = [f"{name}=={_version(name)}" for name in names]
    found += [
        f"{point.name}={point.value} {point.dist.name}=={point.dist.version}"
        for point in entry_points(group="coursewright.targets")
        if (point.name in targets or not targets)
        and point.dist is not None
        and point.dist.name != "coursewright"
    ]
    return sorted(set(found))


def _requirements() -> list[str]:
    try:
        return [line for line in requires("coursewright") or () if "extra ==" not in line]
    except PackageNotFoundError:
        return []


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
