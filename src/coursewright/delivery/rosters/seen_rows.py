"""Which addresses a list has had already: of a long list on disk, so that memory stays flat."""

import hashlib
import sqlite3

__all__ = ["SeenRows"]

_MOST = 100_000  # rows in memory, some 20 MB


class SeenRows:
    """Remembers keys with their line; what is too much goes to a nameless database."""

    def __enter__(self) -> "SeenRows":
        self._recent: dict[bytes, tuple[int, bytes]] = {}
        self._base: sqlite3.Connection | None = None
        return self

    def __exit__(self, *_: object) -> None:
        if self._base is not None:
            self._base.close()

    def earlier(self, key: str, says: str, line: int) -> tuple[int, bool] | None:
        """Note a row; return the line of an earlier one with its key, and whether it says the same.

        None: there is no earlier one.
        """
        name, words = _digest(key), _digest(says)
        found = self._recent.get(name)
        if found is None and self._base is not None:
            found = self._base.execute(_FIND, (name,)).fetchone()
        if found is not None:
            return found[0], found[1] == words
        self._recent[name] = line, words
        if len(self._recent) >= _MOST:
            self._spill()
        return None

    def _spill(self) -> None:
        if self._base is None:
            self._base = sqlite3.connect("", isolation_level=None)
            for line in ("PRAGMA journal_mode=OFF", "PRAGMA cache_size=-8192", _TABLE, "BEGIN"):
                self._base.execute(line)
        rows = sorted((name, *rest) for name, rest in self._recent.items())
        self._base.executemany(_ADD, rows)
        self._recent.clear()


_TABLE = "CREATE TABLE seen (key BLOB PRIMARY KEY, line INTEGER, says BLOB) WITHOUT ROWID"
_ADD = "INSERT INTO seen VALUES (?, ?, ?)"
_FIND = "SELECT line, says FROM seen WHERE key = ?"


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
