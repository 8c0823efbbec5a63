"""A small compiled course, a ledger for it, and servers of our own."""

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from compiled_course import write_course
from coursewright.delivery.ledger import database as ledger_database
from coursewright.delivery.ledger.database import Ledger, open_ledger
from coursewright.delivery.tokens.keyring import Keyring


@pytest.fixture
def sequence(tmp_path: Path) -> Path:
    """The small course, compiled."""
    return write_course(tmp_path / "email")


@pytest.fixture(scope="session")
def compile_course() -> Callable[..., Path]:
    """Write a compiled course with lessons or emails of the test's own."""
    return write_course


def _as_postgres(*command: str) -> None:
    """Run a command of PostgreSQL, which refuses to run as root."""
    runs_as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*runs_as, *command], capture_output=True, text=True, timeout=60, check=False, cwd="/"
    )
    assert done.returncode == 0, f"{command[0]}: {done.stderr}"


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """A PostgreSQL of our own, gone after the tests; the URL of its server."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    assert found or on_path, "these tests need PostgreSQL: apt-get install postgresql"
    programs = found[-1] if found else Path(str(on_path)).parent
    folder = Path(tempfile.mkdtemp(prefix="coursewright-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = str(folder / "data")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=60"
    try:
        _as_postgres(
            str(programs / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"
        )
        log = str(folder / "log")
        control = str(programs / "pg_ctl")
        _as_postgres(control, "-D", data, "-w", "-l", log, "-o", options, "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            _as_postgres(control, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_numbers = itertools.count()


@pytest.fixture
def fresh_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Return the URL of an empty database of a kind: `sqlite` or `postgresql`."""

    def make(kind: str) -> str:
        name = f"t{next(_numbers)}"
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / name}.db"
        server: str = request.getfixturevalue("cluster")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return server.replace("/postgres?", f"/{name}?")

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, fresh_database: Callable[[str], str]) -> str:
    """An empty database, of each kind."""
    kind: str = request.param
    return fresh_database(kind)


@pytest.fixture(autouse=True)
def _no_connection_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what a test that fails or is cut off leaves open: the next one must not pay for it."""
    made: list[Any] = []
    real = ledger_database._engine

    def engine(*given: Any, **named: Any) -> Any:
        made.append(real(*given, **named))
        return made[-1]

    monkeypatch.setattr(ledger_database, "_engine", engine)
    yield
    for one in made:
        one.dispose()


@pytest.fixture
def ledger(database: str) -> Iterator[Ledger]:
    """An open ledger, on each kind of database."""
    opened = open_ledger(database)
    yield opened
    opened.close()


@pytest.fixture
def keyring() -> Keyring:
    return Keyring(["a secret of the tests", "an older secret of the tests"])


class Sink:
    """A running SMTP server that logs what it takes."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.log = folder / "accepted.log"
        self.kept = folder / "kept"
        self.kept.mkdir(exist_ok=True)
        program = [sys.executable, str(Path(__file__).with_name("smtp_sink.py")), str(self.log)]
        self.process = subprocess.Popen([*program, *options], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def accepted(self) -> list[str]:
        """The Message-IDs in the order in which they were taken."""
        return self.log.read_text("utf-8").splitlines() if self.log.exists() else []

    @property
    def mails(self) -> list[bytes]:
        paths = sorted(self.kept.iterdir(), key=lambda path: int(path.stem))
        return [path.read_bytes() for path in paths]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def start_sink(tmp_path: Path) -> Iterator[Callable[..., Sink]]:
    """Start an SMTP server with options of `smtp_sink.py`."""
    started: list[Sink] = []

    def start(*options: str) -> Sink:
        folder = tmp_path / f"sink{len(started)}"
        folder.mkdir()
        started.append(Sink(folder, *options, "--keep", str(folder / "kept")))
        return started[-1]

    yield start
    for one in started:
        one.stop()


class Hands:
    """A clock that a test turns."""

    def __init__(self, at: float) -> None:
        self.at = at

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += seconds


@pytest.fixture
def clock() -> Hands:
    """Monday, 11 January 2027, 10:00 in Berlin."""
    return Hands(1799658000.0)
