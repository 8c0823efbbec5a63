"""The ledger's SQL, by name: `sql/*.sql`, written for SQLite and PostgreSQL alike.

A block opens with `-- name: NAME`; `-- lists: a, b` names parameters that are lists. What stands
in `/*postgresql: ... */` is for PostgreSQL alone: row locks, which SQLite neither has nor needs.
"""

import re
from functools import cache
from pathlib import Path

import sqlalchemy as sa

__all__ = ["statement", "statement_names"]

_HEAD = re.compile(r"^-- name: (\S+)$", re.MULTILINE)
_LISTS = re.compile(r"^-- lists: (.+)$", re.MULTILINE)
_ONLY = re.compile(r"/\*postgresql: (.*?)\*/", re.DOTALL)


@cache
def _texts() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(Path(__file__).with_name("sql").glob("*.sql")):
        pieces = _HEAD.split(path.read_text("utf-8"))
        found |= dict(zip(pieces[1::2], pieces[2::2], strict=True))
    return found


def statement_names() -> list[str]:
    """Return the names of all statements."""
    return sorted(_texts())


@cache
def _made(name: str, dialect: str) -> sa.TextClause:
    text = _texts()[name]
    lists = _LISTS.search(text)
    names = [one.strip() for one in lists[1].split(",")] if lists else []
    text = _ONLY.sub(r"\1" if dialect == "postgresql" else "", _LISTS.sub("", text))
    binds: list[sa.BindParameter[object]] = [sa.bindparam(one, expanding=True) for one in names]
    return sa.text(text.strip()).bindparams(*binds)


def statement(connection: sa.Connection, name: str) -> sa.TextClause:
    """Return the statement `name` for the database that a connection speaks to."""
    return _made(name, connection.dialect.name)
