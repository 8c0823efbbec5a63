"""Who can tell whether a mail in doubt was taken: the log of the mail server, or the provider."""

import gzip
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from coursewright.delivery.ledger.doubts import Answer
from coursewright.delivery.ledger.guards import AcceptedEntry
from coursewright.errors import SurroundingsError

__all__ = ["AcceptedLog", "IdempotencyKey", "PostfixLog"]

_CLEANUP = re.compile(r"postfix\S*/cleanup\[\d+\]: (\w+): message-id=(<[^>]*>)")
_ACTIVE = re.compile(r"postfix\S*/qmgr\[\d+\]: (\w+): from=.*queue active")
_END = 2**20  # bytes at the end of a log that show whether the ledger knows the newest
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class PostfixLog:
    """Reads Postfix's log: taken is what `cleanup` named and `qmgr` then queued.

    A name in the log of `cleanup` alone is not enough: it is written when the headers come in,
    before the final dot. And silence counts only when the log spans the time in question.
    """

    def __init__(self, paths: Sequence[Path], grace: float = 60.0) -> None:
        self._paths = paths
        self._grace = grace
        self._offsets: dict[Path, tuple[int, int]] = {}
        self._named: dict[str, str] = {}
        """Message-IDs by the queue ids that cleanup gave; Postfix gives a queue id out again."""
        self._taken: set[str] = set()
        self._first: float | None = None
        self._last: float | None = None

    def entries(self, now: float, *, newest: bool = False) -> Iterator[AcceptedEntry]:
        """Yield what the log says was queued, or only what its end says."""
        for path in sorted(self._paths, key=_changed):
            yield from _queued(_lines(path, newest=newest), now)

    def look(self, ids: Sequence[str], at: int, now: float) -> Answer | None:
        """Return whether Postfix queued a message under one of its ids."""
        self._read(now)
        if not self._taken.isdisjoint(ids):
            return "accepted"
        if self._first is None or self._last is None:
            return None
        spans = self._first <= at and self._last >= at + self._grace
        return "unknown here" if spans else None

    def _read(self, now: float) -> None:
        for path in sorted(self._paths, key=_changed):  # the older first: a mail may span two
            try:
                here = {one.stat().st_ino for one in self._paths}
                with path.open("rb") as file:
                    self._file(path, file, here, now)
            except OSError as error:
                msg = f"cannot read the log {path}: {error.strerror or error}"
                raise SurroundingsError(msg) from error

    def _file(self, path: Path, file: BinaryIO, here: set[int], now: float) -> None:
        found = os.fstat(file.fileno())
        known, offset = self._offsets.get(path, (found.st_ino, 0))
        emptied = known == found.st_ino and found.st_size < offset
        if emptied or known not in here:
            self._first = None  # what was written last into the old file may never be seen
        if emptied or known != found.st_ino:
            offset = 0
        file.seek(offset)
        for line in file:
            if not line.endswith(b"\n"):
                break  # still being written
            offset += len(line)
            self._line(line.decode("utf-8", "replace"), now)
        self._offsets[path] = (found.st_ino, offset)

    def _line(self, line: str, now: float) -> None:
        if (at := _stamp(line, now)) is not None:
            self._first = at if self._first is None else min(at, self._first)
            self._last = at if self._last is None else max(at, self._last)
        if found := _CLEANUP.search(line):
            self._named[found[1]] = found[2]
        elif (found := _ACTIVE.search(line)) and found[1] in self._named:
            self._taken.add(self._named.pop(found[1]))


def _changed(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


def _stamp(line: str, now: float) -> float | None:
    """Return the instant of a line: RFC 3339, or syslog's old form, which has no year."""
    try:
        if line[:4].isdigit():
            return datetime.fromisoformat(line.split(" ", 1)[0]).timestamp()
        today = datetime.fromtimestamp(now, UTC)
        clock = datetime.strptime(line[7:15], "%H:%M:%S").replace(tzinfo=UTC)
        month = _MONTHS.index(line[:3]) + 1
        year = today.year - (month > today.month + 1)
        local = datetime(year, month, int(line[4:6]), clock.hour, clock.minute, clock.second)  # noqa: DTZ001 -- syslog writes local time
        return local.timestamp()
    except (ValueError, IndexError):
        return None


def _queued(lines: Iterable[str], now: float) -> Iterator[AcceptedEntry]:
    named: dict[str, str] = {}
    for line in lines:
        if found := _CLEANUP.search(line):
            named[found[1]] = found[2]
        elif (found := _ACTIVE.search(line)) and found[1] in named:
            yield AcceptedEntry(named.pop(found[1]), _stamp(line, now))


def _lines(path: Path, *, newest: bool) -> Iterator[str]:
    """Yield the lines of a log, which may be compressed, or those at its end."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            if newest and path.suffix != ".gz":
                file.seek(max(0, path.stat().st_size - _END))
            for line in file:
                yield line.decode("utf-8", "replace")
    except (OSError, EOFError) as error:
        msg = f"cannot read the log {path}: {error}"
        raise SurroundingsError(msg) from error


def _instant(text: str) -> float | None:
    try:
        if text.replace(".", "", 1).isdigit():
            return float(text)
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        return None


class AcceptedLog:
    """Reads a file with one accepted Message-ID on each line, as a hook of any server can write."""

    def __init__(self, path: Path, grace: float = 60.0) -> None:
        self._path = path
        self._grace = grace
        self._offset = 0
        self._ids: set[str] = set()

    def entries(self, now: float, *, newest: bool = False) -> Iterator[AcceptedEntry]:
        """Yield what the file says was accepted, or only what its end says.

        A line may open with an instant: RFC 3339, or seconds since the epoch.
        """
        for line in _lines(self._path, newest=newest):
            if words := line.split():
                at = _instant(words[0]) if len(words) > 1 else None
                yield AcceptedEntry(words[-1], at)

    def look(self, ids: Sequence[str], at: int, now: float) -> Answer | None:
        """Return whether an id is in the file; it is believed to be whole after the grace."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._offset)
                for line in file:
                    if not line.endswith(b"\n"):
                        break  # still being written
                    self._offset += len(line)
                    self._ids |= set(line.decode("utf-8", "replace").split()[-1:])
        except OSError as error:
            msg = f"cannot read {self._path}: {error.strerror or error}"
            raise SurroundingsError(msg) from error
        if not self._ids.isdisjoint(ids):
            return "accepted"
        return "unknown here" if now >= at + self._grace else None


class IdempotencyKey:
    """Trusts a provider that drops what it has had: within its memory a mail may go out again."""

    def __init__(self, remembers: float) -> None:
        self._remembers = remembers

    def entries(self, now: float, *, newest: bool = False) -> Iterator[AcceptedEntry]:
        """Yield nothing: the provider tells nobody what it had."""
        yield from ()

    def look(self, ids: Sequence[str], at: int, now: float) -> Answer | None:
        """Return "send it again" while the provider still knows the key, else nothing."""
        return "unknown here" if now < at + self._remembers else None
