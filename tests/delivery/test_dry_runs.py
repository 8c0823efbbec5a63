"""Every command with `--dry-run` or `--test` leaves ledger, key and folder as they were."""

import shlex
import sqlite3
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest

from coursewright.cli import main
from coursewright.cli.commands import COMMANDS
from coursewright.cli.wallclock_system import SystemClock

MONDAY = 1799658000.0  # 11 January 2027, 10:00 in Berlin
DRY_RUNS = {
    "publish": "publish --sequence shorter/sequence.json --retire stumble --retire reach --dry-run",
    "learners import": "learners import people.csv --track expert --dry-run",
    "learners pause": "learners pause --cohort c1 --dry-run",
    "learners resume": "learners resume --missed --dry-run",
    "learners switch": "learners switch a@example.org --track expert --dry-run",
    "learners pace": "learners pace a@example.org --schedule express --dry-run",
    "learners remove": "learners remove a@example.org --dry-run",
    "learners start": "learners start --cohort c1 --on 2027-02-01 --dry-run",
    "learners move": "learners move --cohort c1 --days 3 --dry-run",
    "learners restore": "learners restore --since 2027-01-01 --dry-run",
    "learners readmit": "learners readmit --cohort c1 --dry-run",
    "import": "import book/ --into book-course --dry-run",
    "latch release": "latch release --dry-run",
    "words": "words sv --templates my-brand --dry-run",
    "restore": "restore --since 2027-01-01T00:00 --nothing-sent --dry-run",
    "secret": "secret --lost --dry-run",
    "send": "send --dry-run",
    "status": "status --resend --all --dry-run",
}
NEEDS_A_MAILER = {"push"}  # tried in tests/export/push/test_push_command.py
TESTS = {"send": "send --test me@example.org"}


def run(line: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(shlex.split(line))
    return int(left.value.code or 0)


def leaves(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for word, inner in command.commands.items():
            yield from leaves(inner, f"{name} {word}")
    else:
        yield name, command


def commands_with(option: str) -> set[str]:
    found = set()
    for name, (place, _) in COMMANDS.items():
        module, _, attribute = place.partition(":")
        for full, command in leaves(getattr(import_module(module), attribute), name):
            if any(option in parameter.opts for parameter in command.params):
                found.add(full)
    return found


def test_every_command_that_has_the_option_is_tried_here() -> None:
    mentioned = {name for name in DRY_RUNS if "--dry-run" in DRY_RUNS[name]}
    assert commands_with("--dry-run") == mentioned | NEEDS_A_MAILER
    assert commands_with("--test") == set(TESTS)


@pytest.fixture
def home(
    tmp_path: Path,
    compile_course: Callable[..., Path],
    start_sink: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A folder with a build, another build, a roster, a key, and a ledger with two learners."""
    home = tmp_path / "home"
    compile_course(home / "build" / "email")
    compile_course(home / "shorter", {"aspire": [("start", 0)], "expert": [("start", 0)]})
    (home / "people.csv").write_text("email\nnew@example.org\n", "utf-8")
    (home / "book").mkdir()
    (home / "book" / "a.md").write_text("# Tea\n\nPour the water first, and slowly.\n", "utf-8")
    monkeypatch.chdir(home)
    monkeypatch.delenv("COURSEWRIGHT_SECRET", raising=False)
    monkeypatch.delenv("COURSEWRIGHT_DATABASE", raising=False)
    monkeypatch.setattr(SystemClock, "now", lambda self: MONDAY)
    monkeypatch.setenv("COURSEWRIGHT_SMTP", start_sink().url)
    assert run("publish") == 0
    for name in ("a", "b"):
        add = f"learners add {name}@example.org --track aspire --cohort c1 --start 2027-01-12"
        assert run(add) == 0
    return home


def state(home: Path) -> tuple[list[str], dict[str, bytes]]:
    with sqlite3.connect(home / "coursewright.db") as connection:
        dump = list(connection.iterdump())
    kept = {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and not path.name.startswith("coursewright.db")
    }
    return dump, kept


@pytest.mark.parametrize("line", [*DRY_RUNS.values(), *TESTS.values()])
def test_it_writes_nothing(home: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    if "--lost" in line:
        (home / "coursewright.key").unlink()
    before = state(home)
    code = run(line)
    said = capsys.readouterr()
    assert code in (0, 1), said.err
    assert said.out
    assert state(home) == before


@pytest.mark.parametrize("line", [one for one in DRY_RUNS.values() if "--lost" not in one])
def test_without_a_ledger_none_is_made(
    tmp_path: Path,
    compile_course: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    line: str,
) -> None:
    compile_course(tmp_path / "shorter", {"aspire": [("start", 0)], "expert": [("start", 0)]})
    compile_course(tmp_path / "build" / "email")
    (tmp_path / "people.csv").write_text("email\nnew@example.org\n", "utf-8")
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "a.md").write_text("# Tea\n\nPour the water first, and slowly.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSEWRIGHT_SECRET", raising=False)
    monkeypatch.delenv("COURSEWRIGHT_DATABASE", raising=False)
    before = sorted(tmp_path.rglob("*"))
    assert run(line) in (0, 2)
    assert sorted(tmp_path.rglob("*")) == before
