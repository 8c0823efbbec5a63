"""The service under load: real uvicorn, few file descriptors, thousands of different links.

SERVICE_LINKS=10000 opens as many; memory, threads and descriptors are printed with `-s`.
"""

import io
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from coursewright.delivery.ledger.database import open_ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.rosters.roster import read_roster
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.links import LinkSigner
from coursewright.sequence.release import load_release

LINKS = int(os.environ.get("SERVICE_LINKS", "1200"))
SECRET = "sixteen-characters-or-more"  # noqa: S105 -- of the tests
PAGES = ("p", "l", "n", "d", "c", "u")
DESCRIPTORS = 256
LESSONS = 5


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class Serving:
    """`coursewright serve` in a process with few descriptors."""

    def __init__(self, database: str, folder: Path) -> None:
        self.port, self.metrics = free_port(), free_port()
        self.errors = (folder / "stderr").open("w+b")
        command = f'ulimit -n {DESCRIPTORS}; exec "$@"'
        serve = [sys.executable, "-m", "coursewright", "serve", "--port", str(self.port)]
        serve += ["--metrics-port", str(self.metrics), "--database", database]
        self.process = subprocess.Popen(
            ["sh", "-c", command, "sh", *serve],
            env=os.environ | {"COURSEWRIGHT_SECRET": SECRET},
            cwd=folder,
            stderr=self.errors,
        )
        while self.call(self.metrics, "GET", "/health")[0] != 200:
            assert self.process.poll() is None, self.log()
            time.sleep(0.05)

    def call(self, port: int, method: str, path: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            connection.request(method, path, headers={"Connection": "close"})
            reply = connection.getresponse()
            return reply.status, reply.read()
        except ConnectionRefusedError:
            return 0, b""
        finally:
            connection.close()

    def measured(self) -> dict[str, int]:
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        found = dict(re.findall(r"(?m)^(VmRSS|Threads):\s+(\d+)", status))
        open_now = len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))
        return {"kB": int(found["VmRSS"]), "threads": int(found["Threads"]), "files": open_now}

    def log(self) -> str:
        self.errors.seek(0)
        return self.errors.read().decode("utf-8", "replace")

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(30) in (0, -15), self.log()
        self.errors.close()


@pytest.fixture
def serving(
    fresh_database: Callable[[str], str], sequence: Path, clock: Any, tmp_path: Path
) -> Iterator[tuple[Serving, list[tuple[str, str]]]]:
    database = fresh_database("sqlite")
    ledger = open_ledger(database)
    release = load_release(sequence)
    now = clock.now()
    published = publish(ledger, release, sequence.parent, now)
    people = -(-LINKS // (len(PAGES) * LESSONS))
    rows = "".join(f"u{n}@example.org,aspire\n" for n in range(people))
    roster = read_roster(io.BytesIO(f"email,track\n{rows}".encode()))
    keyring = Keyring([SECRET])
    import_roster(ledger, published, keyring, roster, now, EnrollmentDefaults())
    with ledger.read() as connection:
        numbers = connection.exec_driver_sql("SELECT id FROM enrolment").scalars().all()
    ledger.close()
    links = LinkSigner(keyring, None)
    paths = [
        ("POST" if page == "u" else "GET", f"/{page}/{links.token(number, lesson)}")
        for lesson in range(1, LESSONS + 1)
        for number in numbers
        for page in PAGES
    ]
    started = Serving(database, tmp_path)
    yield started, paths[:LINKS]
    started.stop()


def test_many_links_are_answered_with_few_files_and_flat_memory(
    serving: tuple[Serving, list[tuple[str, str]]],
) -> None:
    server, paths = serving
    assert len({path for _, path in paths}) == LINKS
    codes: Counter[tuple[str, int]] = Counter()
    most = Counter(server.measured())
    early: dict[str, int] = {}
    turn = threading.Lock()

    def call(link: tuple[str, str]) -> None:
        status = server.call(server.port, *link)[0]
        with turn:
            codes[link[1][1], status] += 1
            done = codes.total()
            if done % 100 == 0:
                now = server.measured()
                for name, value in now.items():
                    most[name] = max(most[name], value)
                if not early and done >= LINKS // 4:
                    early.update(now)

    started = time.monotonic()
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(call, paths))
    end = server.measured()
    print(f"\n{LINKS} links in {time.monotonic() - started:.0f} s: {dict(codes)}")  # noqa: T201 -- figures for `-s`
    print(f"after a quarter {early}, at the end {end}, at most {dict(most)}")  # noqa: T201 -- figures for `-s`
    assert {status for _, status in codes} == {200}, server.log()
    assert codes["u", 200] == sum(path.startswith("/u/") for _, path in paths)
    assert most["files"] < DESCRIPTORS * 3 // 4
    assert end["threads"] <= early["threads"] + 8
    assert end["kB"] < early["kB"] + 16 * 1024
    assert server.call(server.port, "GET", "/metrics")[0] == 404
    status, text = server.call(server.metrics, "GET", "/metrics")
    assert status == 200
    assert b"coursewright_enrolments" in text
    assert server.log().count("Traceback") == 0
