"""Which addresses a list has had already: on disk, so that memory stays flat in a long list."""

import hashlib
import sqlite3

__all__ = ["SeenRows"]


class SeenRows:
    """Remembers keys with their line, in a nameless database that goes when it is closed."""

    def __enter__(self) -> "SeenRows":
        self._base = sqlite3.connect("", isolation_level=None)
        for line in ("PRAGMA journal_mode=OFF", "PRAGMA cache_size=-4096", _TABLE, "BEGIN"):
            self._base.execute(line)
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def earlier(self, key: str, says: str, line: int) -> tuple[int, bool] | None:
        """Note a row; return the line of an earlier one with its key, and whether it says the same.

        None: there is no earlier one.
        """
        values = (_digest(key), line, _digest(says))
        if self._base.execute(_ADD, values).rowcount:
            return None
        found = self._base.execute(_FIND, values[:1]).fetchone()
        return int(found[0]), found[1] == values[2]


_TABLE = "CREATE TABLE seen (key BLOB PRIMARY KEY, line INTEGER, says BLOB) WITHOUT ROWID"
_ADD = "INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_FIND = "SELECT line, says FROM seen WHERE key = ?"


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
