"""The record of earlier pushes: which object belongs to which lesson, in one JSON file.

It holds IDs and hashes, no keys and no texts. Each save is written beside the file, flushed to the
disk and then renamed over it, so a crash leaves the old record or the new one.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from coursewright.errors import SurroundingsError, UsageError

__all__ = ["PushEntry", "Record", "locked"]

FORMAT = 1


@dataclass(frozen=True, slots=True)
class PushEntry:
    """What is known of one object."""

    id: str = ""
    """Its ID in the mailer; empty while a create is under way."""
    track: str = ""
    label: str = ""
    digest: str = ""
    """The hash of the fields that were last set."""
    seen: str = ""
    """The hash of the fields that the mailer returned then."""
    parent: str = ""
    pending: str = ""
    """The hash of the fields that are being set; empty when the answer arrived."""


class Record:
    """The entries by key. A dry run never saves."""

    def __init__(self, path: Path, product: str, account: str, course: str) -> None:
        self.path = path
        self._head = {"format": FORMAT, "product": product, "account": account, "course": course}
        self.entries: dict[str, PushEntry] = {}

    @classmethod
    def read(cls, path: Path, product: str, account: str, course: str) -> "Record":
        """Return the record in a file, or an empty one if there is no file.

        Raises:
            UsageError: the file is no record, or that of another product, account or course.
            SurroundingsError: it cannot be read.
        """
        record = cls(path, product, account, course)
        try:
            text = path.read_text("utf-8")
        except FileNotFoundError:
            return record
        except (OSError, UnicodeDecodeError) as error:
            msg = f"cannot read {path}: {error}"
            raise SurroundingsError(msg) from error
        record.entries = record._entries(text)
        return record

    def _entries(self, text: str) -> dict[str, PushEntry]:
        hint = "Name another file with --state, or move this one away."
        try:
            data: Any = json.loads(text)
            entries = {key: PushEntry(**value) for key, value in data["objects"].items()}
            head = {name: data[name] for name in self._head}
            whole = all(isinstance(part, str) for one in entries.values() for part in _parts(one))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            whole, entries, head = False, {}, {}
        if not whole:
            msg = f"{self.path} is not a record of `coursewright push`"
            raise UsageError(msg, hint=hint)
        for name, value in self._head.items():
            if head[name] != value:
                msg = f"{self.path} belongs to the {name} {str(head[name])[:80]!r}, not {value!r}"
                raise UsageError(msg, hint=hint)
        return entries

    def put(self, key: str, **changes: str) -> None:
        """Change an entry, or add one, and save the file."""
        self.entries[key] = replace(self.entries.get(key, PushEntry()), **changes)
        self.save()

    def drop(self, key: str) -> None:
        """Remove an entry and save the file."""
        self.entries.pop(key, None)
        self.save()

    def save(self) -> None:
        """Write the file as a whole.

        Raises:
            SurroundingsError: the disk refused.
        """
        objects = {key: asdict(entry) for key, entry in sorted(self.entries.items())}
        text = json.dumps({**self._head, "objects": objects}, ensure_ascii=False, indent=1) + "\n"
        fresh = self.path.with_name(f".{self.path.name}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)
            _flush_folder(self.path.parent)
        except OSError as error:
            msg = f"cannot write {self.path}: {error.strerror or error}"
            hint = "The push stopped. Run it again once the file can be written."
            raise SurroundingsError(msg, hint=hint) from error


def _parts(entry: PushEntry) -> Iterator[object]:
    yield from asdict(entry).values()


def _flush_folder(folder: Path) -> None:
    """Make a rename durable, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _fcntl() -> Any:
    """Return the module for locks; None on Windows, where nothing stops two pushes at once."""
    try:
        import fcntl
    except ImportError:
        return None
    return fcntl


@contextmanager
def locked(path: Path, *, write: bool = True) -> Iterator[None]:
    """Let one push at a time use a record; the system releases the lock if the process dies.

    Args:
        path: the record.
        write: False for a dry run, which needs no lock and leaves no file.

    Raises:
        SurroundingsError: another push uses it.
    """
    fcntl = _fcntl() if write else None
    if fcntl is None:
        yield
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.with_name(f".{path.name}.lock").open("w", encoding="utf-8")
    except OSError as error:
        msg = f"cannot write beside {path}: {error.strerror or error}"
        raise SurroundingsError(msg) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            msg = f"another push is using {path}"
            raise SurroundingsError(msg, hint="Wait until it has finished.") from None
        yield
