"""What the benchmarks of delivery share: course, database, mail sinks, and how figures are shown.

All of it lives in one temporary folder and on loopback, and is gone at the end.
"""

import argparse
import importlib
import os
import platform
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from coursewright.sequence.release import Release, load_release

ROOT = Path(__file__).resolve().parents[1]
SECRET = "a secret of the benchmarks"  # noqa: S105 -- of the benchmarks, indeed
DOMAIN = "example.org"
MONDAY = 1768204800.0
"""12 January 2026, 09:00 in Berlin: the day on which all courses here begin."""


def arguments(about: str | None, **defaults: tuple[int, int, str]) -> argparse.Namespace:
    """Return the options; each default is (whole, quick, what it counts)."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--quick", action="store_true", help="smaller counts, under a minute")
    parser.add_argument(
        "--sequence", type=Path, help="a built sequence.json; else course/ is built"
    )
    for name, (_, _, words) in defaults.items():
        parser.add_argument(f"--{name}", type=int, help=words)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # all that is open is cleared away
    for name, (whole, quick, _) in defaults.items():
        if getattr(options, name) is None:
            setattr(options, name, quick if options.quick else whole)
    return options


def expect(ok: object, what: object) -> None:
    """End the benchmark if something does not hold: its figures would mean nothing."""
    if not ok:
        msg = f"does not hold: {what}"
        raise SystemExit(msg)


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder that is gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="coursewright-bench-"))
    folder.chmod(0o755)  # the user postgres has to reach its own folder in it
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tests_module(name: str) -> Any:
    """Import a module that lies beside the tests of delivery."""
    for folder in ("tests", "tests/delivery", "tests/delivery/sender"):
        if str(ROOT / folder) not in sys.path:
            sys.path.insert(0, str(ROOT / folder))
    return importlib.import_module(name)


def real_course(folder: Path, sequence: Path | None) -> tuple[Release, Path]:
    """Return the real course as the email target compiles it, and where its mails lie."""
    if sequence is None:
        out = folder / "build"
        words = ["build", str(ROOT / "course"), "--target", "email", "--out", str(out), "--quiet"]
        subprocess.run([sys.executable, "-m", "coursewright", *words], check=True, timeout=300)
        sequence = out / "email" / "sequence.json"
    return load_release(sequence), sequence.parent


@contextmanager
def postfix_sink() -> Iterator[int]:
    """Postfix's smtp-sink on a free port: takes all and forgets it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    program = shutil.which("smtp-sink") or "/usr/sbin/smtp-sink"
    process = subprocess.Popen([program, "-u", "nobody", f"127.0.0.1:{port}", "512"])
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.kill()
        process.wait()


@contextmanager
def logging_sink(folder: Path) -> Iterator[int]:
    """The mail server of the tests on a free port, where Postfix is not installed."""
    program = ROOT / "tests/delivery/smtp_sink.py"
    command = [sys.executable, str(program), str(folder / "accepted.log")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None  # noqa: S101 -- it is a pipe
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL of our own with its default durability; the URL of an empty database."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    programs = found[-1].parent if found else Path(shutil.which("initdb") or "initdb").parent
    home = folder / "postgresql"
    home.mkdir()
    runs_as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if runs_as:
        shutil.chown(home, "postgres", "postgres")
    data, control = str(home / "data"), str(programs / "pg_ctl")

    def run(*command: str) -> None:
        subprocess.run(
            [*runs_as, *command], check=True, timeout=90, cwd="/", stdout=subprocess.DEVNULL
        )

    run(str(programs / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync")
    words = f"-c listen_addresses='' -c unix_socket_directories={home} -c max_connections=80"
    run(control, "-D", data, "-w", "-l", str(home / "log"), "-o", words, "start")
    try:
        url = f"postgresql://postgres@/postgres?host={home}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        yield url.replace("/postgres?", "/bench?")
    finally:
        run(control, "-D", data, "-m", "immediate", "stop")


class Hands:
    """A clock that stands still until it is turned; its other hand runs as ever."""

    def __init__(self, at: float) -> None:
        self.at = at

    def now(self) -> float:
        """Return the instant that was set."""
        return self.at

    def monotonic(self) -> float:
        """Return the seconds that have truly passed."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait truly."""
        time.sleep(seconds)


@dataclass(slots=True)
class Spent:
    """Wall and processor seconds of this process, added up over rounds."""

    wall: float = 0.0
    cpu: float = 0.0
    count: int = 0
    rates: list[float] = field(default_factory=list)

    @contextmanager
    def round(self, count: int) -> Iterator[None]:
        """Measure one round of `count` pieces."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        took = time.perf_counter() - wall
        self.wall += took
        self.cpu += time.process_time() - cpu
        self.count += count
        self.rates.append(count / took)

    @property
    def rate(self) -> float:
        """Pieces in a second of the clock."""
        return self.count / self.wall

    @property
    def cost(self) -> float:
        """Processor milliseconds for a piece."""
        return 1000 * self.cpu / self.count


def memory() -> float:
    """Return the resident memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def peak() -> float:
    """Return the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def show(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table in Markdown and the line that says where it was measured."""
    cells = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    lines = [" | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in cells]
    lines.insert(1, " | ".join("-" * width for width in widths))
    print(f"\n{title}\n\n" + "\n".join(f"| {line} |" for line in lines))
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(
        f"\n{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {os.cpu_count()} cores of "
        f"{_processor()}, load {load}; Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}",
        flush=True,
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
