"""`coursewright publish` and `plan --diff`, as an operator and as CI call them."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursewright.cli import main
from coursewright.cli.wallclock_system import SystemClock

Compile = Callable[..., Path]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


@pytest.fixture
def ledger_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COURSEWRIGHT_SECRET", "sixteen-characters-or-more")
    monkeypatch.setenv("COURSEWRIGHT_DATABASE", f"sqlite:///{tmp_path}/ledger.db")
    monkeypatch.setattr(SystemClock, "now", lambda self: 1799658000.0)
    return tmp_path / "ledger.db"


@pytest.fixture
def shorter(compile_course: Compile, tmp_path: Path) -> Path:
    """The small course without a lesson of each track."""
    roads = {"aspire": [("start", 0), ("coach", 7), ("boss", 9)], "expert": [("start", 0)]}
    return compile_course(tmp_path / "shorter", roads)


def content(ledger_file: Path) -> list[str]:
    with sqlite3.connect(ledger_file) as connection:
        return list(connection.iterdump())


def test_a_first_release_is_shown_then_published(
    ledger_file: Path, sequence: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--sequence", str(sequence))
    assert run("publish", "--dry-run", *where) == 0
    assert "field-notes would be the first" in capsys.readouterr().out
    assert not ledger_file.exists()
    assert run("plan", "--diff", *where) == 0
    assert "Nothing is published yet" in capsys.readouterr().out
    assert run("publish", *where) == 0
    assert run("publish", *where) == 0
    out = capsys.readouterr().out
    assert "Published field-notes." in out
    assert "Nothing has changed" in out


def test_a_changed_course_id_stops_the_command_until_it_is_decided(
    ledger_file: Path, sequence: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("publish", "--sequence", str(sequence)) == 0
    assert run("learners", "add", "a@example.org", "--track", "aspire") == 0
    data = json.loads(sequence.read_text("utf-8"))
    data["course"]["id"] = "other-notes"
    sequence.write_text(json.dumps(data), "utf-8")
    before = content(ledger_file)
    capsys.readouterr()
    where = ("--sequence", str(sequence))
    for command in (["publish"], ["publish", "--dry-run"], ["plan", "--diff"]):
        assert run(*command, *where) == 1, command
        out = capsys.readouterr().out
        assert "The ledger has no course other-notes." in out
        assert "course field-notes (1 learner): --rename-course field-notes gives it the" in out
        assert "none of these: --new-course" in out
    assert run("publish", "--dry-run", "--format", "json", *where) == 1
    assert json.loads(capsys.readouterr().out)["undecided"] == [
        {"what": "course", "id": "field-notes", "learners": 1}
    ]
    assert run("publish", "--dry-run", "--format", "markdown", *where) == 1
    assert "- none of these: --new-course" in capsys.readouterr().out
    assert run("publish", "--new-course", "--dry-run", *where) == 0
    assert "other-notes would be published for the first time" in capsys.readouterr().out
    rename = ("--rename-course", "field-notes")
    assert run("publish", *rename, "--dry-run", *where) == 0
    assert "Course field-notes renamed to other-notes" in capsys.readouterr().out
    assert content(ledger_file) == before, "nothing was written"
    assert run("publish", *rename, *where) == 0
    assert "Published other-notes." in capsys.readouterr().out
    assert run("status") == 0
    assert "other-notes: active" in capsys.readouterr().out


def test_a_lesson_that_vanishes_under_a_learner_stops_the_command(
    ledger_file: Path, sequence: Path, shorter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("publish", "--sequence", str(sequence)) == 0
    add = ("learners", "add", "a@example.org", "--track", "aspire", "--start", "2027-01-12")
    assert run(*add) == 0
    before = content(ledger_file)
    capsys.readouterr()
    assert run("publish", "--sequence", str(shorter)) == 1
    out = capsys.readouterr().out
    assert "Lesson stumble removed on track aspire: 1 learner will not get it" in out
    assert "lesson stumble (1 learner): declare `was: [stumble]`" in out
    assert run("plan", "--diff", "--sequence", str(shorter)) == 1
    assert run("publish", "--dry-run", "--retire", "stumble", "--sequence", str(shorter)) == 0
    assert content(ledger_file) == before, "neither of them wrote anything"
    assert run("publish", "--retire", "stumbled", "--sequence", str(shorter)) == 2
    assert "stumble" in capsys.readouterr().err
    assert run("publish", "--retire", "stumble", "--sequence", str(shorter)) == 0
    assert run("publish", "--back", "--format", "json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out.partition("Published")[2][13:])
    assert {change["kind"] for change in found["changes"]} == {"lesson-inserted"}
    assert run("publish", "--list") == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert run("publish", "--back") == 2, "the first release has none before it"


def test_ci_compares_two_builds_without_a_ledger(
    ledger_file: Path, sequence: Path, shorter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = ("--sequence", str(shorter), "--against", str(sequence))
    assert run("plan", "--diff", *both, "--format", "markdown") == 0
    assert "- Lesson stumble removed on track aspire" in capsys.readouterr().out
    assert run("plan", "--diff", *both, "--format", "json") == 0
    kinds = {change["kind"] for change in json.loads(capsys.readouterr().out)}
    assert kinds >= {"lesson-removed"}
    assert run("plan", "--diff", "--sequence", str(sequence), "--against", str(sequence)) == 0
    assert "No learner gets anything else" in capsys.readouterr().out
    assert not ledger_file.exists()


@pytest.mark.parametrize(
    "wrong",
    [["--move-track", "aspire"], ["--end-track", "aspir"], ["--course", "other"], ["--back"]],
)
def test_wrong_use_is_refused(ledger_file: Path, sequence: Path, wrong: list[str]) -> None:
    assert run("publish", "--sequence", str(sequence), *wrong) in (0, 2)
    assert run("publish", "--sequence", str(sequence)) == 0
    changed = json.loads(sequence.read_text("utf-8"))
    changed["messages"][0]["subject"] = "Another"
    sequence.write_text(json.dumps(changed), "utf-8")
    assert run("publish", "--sequence", str(sequence), *wrong) == 2
