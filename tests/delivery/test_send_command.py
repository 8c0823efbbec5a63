import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursewright.cli import main
from coursewright.cli.wallclock_system import SystemClock


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


@pytest.fixture
def at(sequence: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COURSEWRIGHT_SECRET", "sixteen-characters-or-more")
    monkeypatch.setenv("COURSEWRIGHT_DATABASE", f"sqlite:///{tmp_path}/ledger.db")
    # A Monday at ten, whenever the test runs.
    monkeypatch.setattr(SystemClock, "now", lambda self: 1799658000.0)
    where = ["--sequence", str(sequence)]
    assert run("publish", *where) == 0
    assert run("learners", "add", "a@example.org", "--track", "aspire") == 0
    return where


def test_what_is_due_is_shown_sent_and_reported(
    at: list[str], start_sink: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    sink = start_sink()
    capsys.readouterr()
    assert run("send", "--dry-run", *at) == 0
    assert "a@example.org  welcome:welcome" in capsys.readouterr().out
    assert run("send", "--once", "--smtp", sink.url, "--rate", "50/s", *at) == 0
    assert "1 sent" in capsys.readouterr().out
    assert run("send", "--test", "me@example.org", "--smtp", sink.url, *at) == 0
    assert len(set(sink.accepted)) == 2
    assert "Its links belong to no learner" in capsys.readouterr().out
    assert run("status", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["results"][0]["n"] == 1
    assert run("status") == 0
    told = capsys.readouterr().out
    assert "1 active" in told
    assert "Due now: 0\nNext: 2027-01-" in told
    assert run("send", "--once", "--smtp", sink.url, *at) == 0
    assert "Nothing is due. The next email is due at 2027-01-" in capsys.readouterr().out
    assert run("send", "--dry-run", *at) == 0
    assert "0 would be sent. The next email is due at 2027-01-" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong",
    [
        ["--smtp", "http://x"],
        ["--rate", "fast"],
        ["--dkim", "nothing"],
        ["--test", "nobody"],
        ["--idempotency", "X"],
        ["--smtp", "smtp://127.0.0.1:1", "--connections", "2"],
    ],
)
def test_wrong_use_and_a_server_that_is_away_end_with_2(at: list[str], wrong: list[str]) -> None:
    assert run("send", "--once", *wrong, *at) == 2


def test_the_doctor_says_what_is_missing(
    at: list[str], start_sink: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    sink = start_sink()
    assert run("doctor", "--no-dns", "--smtp", sink.url, *at) == 0
    assert run("doctor", "--no-dns", "--smtp", "smtp://127.0.0.1:1", *at) == 1
    assert "BAD   mail server" in capsys.readouterr().out


def test_a_sequence_that_was_named_and_is_not_there_is_refused(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("send", "--dry-run", "--sequence", str(tmp_path / "gone.json")) == 2
    assert "there is no file" in capsys.readouterr().err


def test_a_ledger_without_a_course_says_what_to_do_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSEWRIGHT_DATABASE", f"sqlite:///{tmp_path}/empty.db")
    assert run("send", "--dry-run") == 2
    told = capsys.readouterr().err
    assert "there is no ledger" in told
    assert "coursewright publish" in told
