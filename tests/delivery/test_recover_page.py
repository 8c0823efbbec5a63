"""`docs/recover.md` is true: each of its commands runs, in the page's order, on a real ledger."""

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursewright.cli import main
from coursewright.cli.wallclock_system import SystemClock

PAGE = Path(__file__).parents[2] / "docs" / "recover.md"
MONDAY = 1799658000.0  # 11 January 2027, 10:00 in Berlin
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
DECIDES = ("status --held", "status --doubts", "status --failed")
"""These end with 1 when they list somebody."""
SETTLED = ("learners readmit ada", "status --sent 17")
"""These name somebody who is only in the page's own story."""


def page_commands() -> list[str]:
    text = PAGE.read_text("utf-8")
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    return [line for line in lines if line.startswith("coursewright ")]


def run(line: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(shlex.split(line)[1:])
    return int(left.value.code or 0)


@pytest.fixture
def home(
    tmp_path: Path, sequence: Path, start_sink: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder with a course, a ledger, its key, a mail server and its logs."""
    shutil.copytree(sequence.parent, tmp_path / "home" / "build" / "email")
    home = tmp_path / "home"
    monkeypatch.chdir(home)
    monkeypatch.delenv("COURSEWRIGHT_SECRET", raising=False)
    monkeypatch.setattr(SystemClock, "now", lambda self: MONDAY)
    sink = start_sink()
    monkeypatch.setenv("COURSEWRIGHT_SMTP", sink.url)
    people = "email\n" + "".join(f"p{n}@example.org\n" for n in range(20))
    (home / "people.csv").write_text(people, "utf-8")
    more = "--track aspire --cohort 2027-01 --start 2027-01-12"
    assert run("coursewright publish") == 0
    assert run(f"coursewright learners import people.csv {more}") == 0
    assert run("coursewright send --once") == 0
    (home / "accepted.log").symlink_to(sink.log)
    (home / "mail.log").touch()
    return home


def test_every_command_of_the_page_runs(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = page_commands()
    assert len(commands) > 25
    for line in commands:
        typed = line.replace("/var/log/mail.log", "mail.log")
        if "--lost" in typed:
            (home / "coursewright.key").unlink(missing_ok=True)
        code = run(typed)
        said = capsys.readouterr()
        if any(one in line for one in SETTLED):
            assert re.search(r"nobody here|no email of enrollment", said.err), line
            continue
        allowed = {0, 1} if any(one in line for one in DECIDES) else {0}
        assert code in allowed, (line, said.err)


def test_every_dry_run_of_the_page_leaves_the_ledger_as_it_was(home: Path) -> None:
    """Byte for byte, as SQLite's own dump tells it."""
    import sqlite3

    def dump() -> list[str]:
        connection = sqlite3.connect("coursewright.db")
        lines = list(connection.iterdump())
        connection.close()
        return lines

    before = dump()
    tried = [line for line in page_commands() if "--dry-run" in line and "--lost" not in line]
    assert len(tried) >= 10
    for line in tried:
        run(line.replace("/var/log/mail.log", "mail.log"))
        assert dump() == before, line
