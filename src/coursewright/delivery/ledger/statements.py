"""The ledger's SQL, by name: `sql/*.sql`, written for SQLite and PostgreSQL alike.

A block opens with `-- name: NAME`; `-- lists: a, b` names parameters that are lists. What stands
in `/*postgresql: ... */` is for PostgreSQL alone: row locks, which SQLite neither has nor needs;
`/*sqlite: ... */` is for SQLite alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

__all__ = ["batches", "each", "rows_of", "statement", "statement_names", "tuples"]

_HEAD = re.compile(r"^-- name: (\S+)$", re.MULTILINE)
_LISTS = re.compile(r"^-- lists: (.+)$", re.MULTILINE)
_ONLY = re.compile(r"/\*(postgresql|sqlite): (.*?)\*/", re.DOTALL)
_BATCH = 500
_REMARK = re.compile(r"--.*")
_NAME = re.compile(r":(\w+)")


@cache
def _texts() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(Path(__file__).with_name("sql").glob("*.sql")):
        pieces = _HEAD.split(path.read_text("utf-8"))
        for name, text in zip(pieces[1::2], pieces[2::2], strict=True):
            assert name not in found, name  # noqa: S101 -- the files are ours
            found[name] = text
    return found


def statement_names() -> list[str]:
    """Return the names of all statements."""
    return sorted(_texts())


def _lists(name: str) -> list[str]:
    found = _LISTS.search(_texts()[name])
    return [one.strip() for one in found[1].split(",")] if found else []


@cache
def _clause(name: str, dialect: str) -> sa.TextClause:
    text = _texts()[name]
    names = _lists(name)
    text = _ONLY.sub(lambda found: found[2] if found[1] == dialect else "", _LISTS.sub("", text))
    binds: list[sa.BindParameter[object]] = [sa.bindparam(one, expanding=True) for one in names]
    return sa.text(text.strip()).bindparams(*binds)


def statement(connection: sa.Connection, name: str) -> sa.TextClause:
    """Return the statement `name` for the database that a connection speaks to."""
    return _clause(name, connection.dialect.name)


@lru_cache(maxsize=1024)
def _native(name: str, dialect: str, count: int) -> str:
    """Return a statement as the driver takes it: SQLite knows `:name`, psycopg `%(name)s`."""
    text = _REMARK.sub("", _clause(name, dialect).text)
    for one in _lists(name):
        places = ", ".join(f":{one}_{n}" for n in range(count))
        text = re.sub(rf":{one}\b", f"({places})", text)
    if dialect == "postgresql":
        text = _NAME.sub(r"%(\1)s", text.replace("%", "%%"))
    return text.strip()


def each(connection: sa.Connection, name: str, rows: Sequence[Mapping[str, Any]]) -> int:
    """Carry out a statement for each row of values; return how many rows it found.

    For what is done for every mail: the driver is spoken to at once, which costs a third.
    """
    if not rows:
        return 0
    with _driver(connection, name, 0) as (cursor, text):
        if len(rows) == 1:
            cursor.execute(text, rows[0])
        else:
            cursor.executemany(text, rows)
        return int(cursor.rowcount)


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Yield ids in batches that a database takes as one list."""
    rest = iter(ids)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def rows_of(connection: sa.Connection, name: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return what a query with one list finds; the list is not empty."""
    (one,) = _lists(name)
    named = {f"{one}_{n}": value for n, value in enumerate(values)}
    with _driver(connection, name, len(values)) as (cursor, text):
        cursor.execute(text, named)
        return list(cursor.fetchall())


def tuples(
    connection: sa.Connection, name: str, values: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """Return what a query without a list finds, as the driver hands it over."""
    with _driver(connection, name, 0) as (cursor, text):
        cursor.execute(text, values)
        return list(cursor.fetchall())


@contextmanager
def _driver(connection: sa.Connection, name: str, count: int) -> Iterator[tuple[Any, str]]:
    """Lend the driver's own cursor; its faults are told as SQLAlchemy tells them."""
    text = _native(name, connection.dialect.name, count)
    cursor = connection.connection.cursor()
    try:
        yield cursor, text
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(text, None, error) from error
    finally:
        cursor.close()
