"""A small compiled course, written as the email target writes it."""

import hashlib
import itertools
import json
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

from coursewright.delivery.ledger.database import Ledger, open_ledger
from coursewright.delivery.tokens.keyring import Keyring

Pieces = list[Any]

ROADS = {
    "aspire": [("start", 0), ("stumble", 2), ("coach", 7), ("boss", 9)],
    "expert": [("start", 0), ("stumble", 2), ("reach", 7)],
}


def slot(name: str, context: str, fallback: str = "") -> dict[str, str]:
    return {"slot": name, "context": context, "fallback": fallback}


def body(title: str) -> dict[str, Pieces]:
    first = "learner.first_name"
    return {
        "subject": [f"{title}: hello ", slot(first, "text", "you")],
        "preheader": ["Four minutes."],
        "html": [
            f'<!doctype html><html lang="en" dir="ltr"><head><title>{title}</title></head><body>',
            "<h1>Hello ",
            slot(first, "html", "there"),
            '</h1><p>Façade = 60 %.</p><a href="',
            slot("link.preferences", "url", "#"),
            '" title="For ',
            slot("learner.name", "attr", "you"),
            '">Preferences</a> <a href="',
            slot("link.unsubscribe", "url", "#"),
            '">Leave</a></body></html>\n',
        ],
        "text": [
            "Hello ",
            slot(first, "text", "there"),
            ",\n\n",
            f"{title}. Façade.\n\nLeave: ",
            slot("link.unsubscribe", "url", "#"),
            "\n",
        ],
    }


def write_course(
    folder: Path,
    roads: dict[str, list[tuple[str, int]]] | None = None,
    mail: Callable[[str], dict[str, Pieces]] = body,
    *,
    service: str | None = "https://learn.example.org/s/",
) -> Path:
    """Write `sequence.json` and its messages into `folder`; return the path of the former."""
    roads = ROADS if roads is None else roads
    messages: list[dict[str, Any]] = []

    def add(id_: str, kind: str, track: str | None, **more: Any) -> None:
        name = f"messages/{id_.replace('/', '-')}.json"
        data = json.dumps(mail(id_), ensure_ascii=False).encode()
        (folder / "messages").mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        entry: dict[str, Any] = {
            "id": id_,
            "kind": kind,
            "edition": "digest",
            "track": track,
            "subject": f"Subject of {id_}",
            "preheader": "",
            "hash": hashlib.sha256(data).hexdigest(),
            "file": name,
            "slots": [],
        }
        messages.append(entry | more)

    for track, lessons in roads.items():
        add(f"{track}/welcome", "welcome", track)
        for number, (slug, day) in enumerate(lessons, 1):
            count = len(lessons)
            appointment = {
                "uid": f"field-notes/{track}/{slug}",
                "summary": "Field notes: your one action",
                "text": "When I; finish, I will\nBEGIN:VEVENT",
            }
            more = {"number": number, "count": count, "appointment": appointment}
            add(f"{track}/{slug}", "lesson", track, lesson=slug, day=day, **more)
        add(f"{track}/completion", "completion", track, offset=0)
        add(f"{track}/recall-7", "recall", track, offset=7)
        add(f"{track}/recall-30", "recall", track, offset=30)
        for number in range(1, lessons[-1][1] // 14 + 2):
            name = f"{track}/sponsor-{number:02d}"
            add(name, "sponsor-digest", track, number=number, offset=14 * number)
        for kind in ("nudge", "confirm", "goodbye"):
            add(f"{track}/{kind}", kind, track, offset=10 if kind == "nudge" else 0)
    weekdays = ["mon", "tue", "wed", "thu", "fri"]
    rhythm = {
        "id": "standard",
        "days": [],
        "weekdays": weekdays,
        "min_gap_days": 2,
        "send_hour": "09:00",
        "window": "07:00-19:00",
        "timezone": "Europe/Berlin",
        "holidays": None,
    }
    sequence = {
        "format": 1,
        "course": {
            "id": "field-notes",
            "version": "1.0",
            "title": "Field notes",
            "language": "en",
            "dir": "ltr",
        },
        "sender": {
            "name": "Field notes",
            "address": "course@example.org",
            "reply_to": "help@example.org",
            "list_id": "field-notes.example.org",
        },
        "footer": {"organisation": "Example", "address": "1 Road", "why": "You signed up."},
        "links": {"web": None, "lms": None, "service": service, "help": None},
        "schedules": [rhythm, rhythm | {"id": "express", "days": [0, 2, 4, 6], "spread": 45}],
        "tracks": [
            {
                "id": track,
                "label": track.title(),
                "choose": f"I choose {track}.",
                "lessons": [slug for slug, _ in lessons],
            }
            for track, lessons in roads.items()
        ],
        "messages": messages,
    }
    path = folder / "sequence.json"
    path.write_text(json.dumps(sequence), "utf-8")
    return path


@pytest.fixture
def sequence(tmp_path: Path) -> Path:
    """The small course, compiled."""
    return write_course(tmp_path / "email")


@pytest.fixture(scope="session")
def compile_course() -> Callable[..., Path]:
    """Write a compiled course with roads or mails of the test's own."""
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
