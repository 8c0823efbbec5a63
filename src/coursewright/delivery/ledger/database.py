"""The database behind the ledger: opened, brought to the right schema, used in transactions."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from coursewright.errors import SurroundingsError, UsageError

__all__ = ["HEAD", "Ledger", "NoLedgerError", "create_private", "open_ledger"]

HEAD = "0004"
"""The schema that this code reads and writes."""
_BUSY = 30_000  # ms that a writer of SQLite waits for another


class NoLedgerError(SurroundingsError):
    """Say that a dry run found no ledger: nothing has been published there yet."""


class Ledger:
    """A database with the ledger's tables."""

    def __init__(self, engine: sa.Engine, *, dry_run: bool = False) -> None:
        self.engine = engine
        self.dry_run = dry_run
        """Whether every transaction is rolled back at its end."""
        self.published: dict[tuple[int, str], Any] = {}
        """Releases by course and hash, parsed once."""
        self._turn = threading.RLock()

    @property
    def sqlite(self) -> bool:
        """Whether the database is a file of SQLite."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self, *, dry_run: bool = False) -> Iterator[sa.Connection]:
        """Open a transaction that writes; SQLite's threads take turns, so that none waits blindly.

        In a dry run it is rolled back at its end, whatever the caller does.

        Raises:
            SurroundingsError: the database is away or the disk is full. Nothing was written.
        """
        with self._turn if self.sqlite else _nothing():
            try:
                with self.engine.connect() as connection, connection.begin() as transaction:
                    yield connection
                    if dry_run or self.dry_run:
                        transaction.rollback()
            except DBAPIError as error:
                raise _away(error) from error

    @contextmanager
    def trial(self, *, dry_run: bool) -> Iterator[sa.Connection]:
        """Open a transaction that writes, and that a dry run takes back at its end."""
        with self.write(dry_run=dry_run) as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Open a transaction that only reads; in SQLite it never waits for a writer."""
        try:
            with self.engine.connect() as plain:
                connection = plain.execution_options(coursewright_reads=True)
                with connection.begin():
                    yield connection
        except DBAPIError as error:
            raise _away(error) from error

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _away(error: DBAPIError) -> SurroundingsError:
    first = str(error.orig).strip().splitlines()[:1]
    return SurroundingsError(
        f"the database did not answer as it should: {first[0] if first else error.orig!r}",
        hint="Is it running, is there room on its disk? Nothing of this step was written.",
    )


def open_ledger(url: str, *, wait: int = _BUSY, dry_run: bool = False) -> Ledger:
    """Open the database at a URL and bring its schema up to date.

    Args:
        url: of SQLite or PostgreSQL.
        wait: milliseconds for which a writer of SQLite waits for another.
        dry_run: change nothing: no file is made, no schema is brought up to date, and every
            transaction is rolled back.

    Raises:
        UsageError: the URL is none, or of a database that is neither SQLite nor PostgreSQL.
        SurroundingsError: the database is away, or newer than this code; in a dry run also when
            it does not exist yet or is older.
    """
    try:
        address = sa.make_url(url)
        if address.drivername in ("postgresql", "postgres"):
            address = address.set(drivername="postgresql+psycopg")
        engine = _engine(address, wait, dry_run=dry_run)
    except ImportError as error:  # psycopg, or the library of PostgreSQL that it needs
        msg = f"PostgreSQL cannot be used: {error}"
        raise SurroundingsError(msg, hint="pip install 'coursewright[postgresql]'") from error
    except (SQLAlchemyError, ValueError) as error:
        msg = f"not a database that the ledger can use: {error}"
        raise UsageError(msg, hint="sqlite:///file.db or postgresql://user@host/name.") from error
    ledger = Ledger(engine, dry_run=dry_run)
    try:
        _bring_up_to_date(ledger)
    except BaseException:
        ledger.close()
        raise
    return ledger


def _bring_up_to_date(ledger: Ledger) -> None:
    found = _revision(ledger)
    if found is not None and found > HEAD:
        msg = f"the database has schema {found}; this version knows {HEAD}"
        raise SurroundingsError(msg, hint="Install the newer version of Coursewright.")
    if found != HEAD and ledger.dry_run:
        if found is None:
            msg = "the database holds no ledger yet"
            raise NoLedgerError(msg, hint="Run `coursewright publish` first.")
        msg = "the ledger has an older schema, which a dry run does not bring up to date"
        raise SurroundingsError(msg, hint="Run `coursewright status` once.")
    if found != HEAD:
        _migrate(ledger)


def _engine(address: sa.URL, wait: int, *, dry_run: bool) -> sa.Engine:
    if address.get_backend_name() == "sqlite":
        if address.database and address.database != ":memory:":
            folder = Path(address.database).parent
            if not folder.is_dir():
                msg = f"the folder {folder} of the database is not there"
                raise SurroundingsError(msg)
            if dry_run and not Path(address.database).is_file():
                msg = f"there is no ledger {address.database}"
                raise NoLedgerError(msg, hint="Run `coursewright publish` first.")
            with suppress(FileExistsError):  # then its mode is the operator's
                create_private(Path(address.database))
        engine = sa.create_engine(address, connect_args={"timeout": wait / 1000})
        sa.event.listen(engine, "connect", _settle_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine
    if address.get_backend_name() == "postgresql":
        # No server-side cursor state is kept over a lost connection: pre_ping finds the dead ones.
        return sa.create_engine(address, pool_pre_ping=True, pool_size=8, max_overflow=24)
    msg = f"{address.get_backend_name()} is not known"
    raise ValueError(msg)


def create_private(path: Path) -> None:
    """Create the file of a database so that only its owner can read it.

    Raises:
        FileExistsError: it is there already.
        SurroundingsError: it cannot be created.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise
    except OSError as error:
        msg = f"cannot create the database {path}: {error.strerror or error}"
        raise SurroundingsError(msg) from error


def _settle_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not guessed by the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A write lock taken late, in the middle of a transaction, fails at once instead of waiting.
    reads = connection.get_execution_options().get("coursewright_reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _revision(ledger: Ledger) -> str | None:
    with ledger.read() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(ledger: Ledger) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with ledger.write() as connection:
        if not ledger.sqlite:  # two that start at once: the second finds the work done
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(7216331)"))
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)
