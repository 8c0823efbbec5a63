"""A relay that refuses, as an operator meets it: messages, ways out, exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursewright.cli import main
from coursewright.cli.wallclock_system import SystemClock
from coursewright.delivery.ledger.database import open_ledger
from coursewright.delivery.ledger.status_report import report
from coursewright.delivery.sender.transport import read_server, without_secret
from coursewright.delivery.service.metrics import metrics
from coursewright.errors import UsageError

NOW = 1799658000.0  # a Monday at ten, whenever the test runs


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/ledger.db"


@pytest.fixture
def at(sequence: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSEWRIGHT_SECRET", "sixteen-characters-or-more")
    monkeypatch.setenv("COURSEWRIGHT_DATABASE", url)
    monkeypatch.setattr(SystemClock, "now", lambda self: NOW)
    assert run("publish", "--sequence", str(sequence)) == 0
    where = ["--sequence", str(sequence)]
    for name in ("a", "b", "c", "d"):
        address = f"{name}@{name}.example"
        assert run("learners", "add", address, "--track", "aspire") == 0
    return where


def test_a_relay_that_refuses_is_seen_stops_all_and_is_released(
    at: list[str], url: str, start_sink: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    refuses = start_sink("--stage", "rcpt", "--answer", "550 5.7.1 relaying denied")
    capsys.readouterr()
    assert run("send", "--once", "--smtp", refuses.url, *at) == 2
    said = capsys.readouterr().err
    assert "the mail server refuses us: 550 5.7.1 relaying denied" in said
    assert "coursewright latch release" in said
    assert run("status") == 1
    said = capsys.readouterr().out
    assert "STOPPED: sending is stopped since 2027-01-11 09:00 UTC until you release it" in said
    assert "Due now: 4, held back" in said
    assert run("status", "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["latches"][0]["kind"] == "policy"
    assert told["wants_a_person"]
    ledger = open_ledger(url)
    shown = metrics(report(ledger, NOW))
    ledger.close()
    assert f'coursewright_latched_since_seconds{{kind="policy",scope="all"}} {int(NOW)}' in shown
    sink = start_sink()
    assert run("send", "--once", "--smtp", sink.url, *at) == 1
    assert "Sending is stopped" in capsys.readouterr().err
    assert not sink.accepted
    assert run("latch", "list") == 1
    assert run("latch", "release", "--dry-run") == 0
    assert "Would release 1" in capsys.readouterr().out
    assert run("latch", "release", "7") == 2
    assert run("latch", "release") == 0
    assert "Released 1" in capsys.readouterr().out
    assert run("latch", "list") == 0
    assert run("send", "--once", "--smtp", sink.url, *at) == 0
    assert len(set(sink.accepted)) == 4
    assert run("status") == 0


def test_a_day_s_limit_is_no_failure_and_says_when_it_goes_on(
    at: list[str], start_sink: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    sink = start_sink()
    capsys.readouterr()
    words = ["send", "--once", "--smtp", sink.url]
    assert run(*words, "--rate", "600/m", "--rate", "3/d", *at) == 0
    assert "A limit is reached. More may go at 2027-01-12" in capsys.readouterr().out
    assert run(*words, *at) == 0, "the limit is kept"
    assert len(set(sink.accepted)) == 3
    assert run("status") == 0
    said = capsys.readouterr().out
    assert "Limit: 600/m\n" in said
    assert "Limit: 3/d, 3 used" in said
    assert run(*words, "--rate", "none", *at) == 0
    assert len(set(sink.accepted)) == 4


@pytest.mark.parametrize(
    "given",
    [
        "http://me:hunter2@mail.example.org",
        "smtp://me:hunter2@mail.example.org:99999",
        "smtp://me:hunter2@mail.example.org:port",
        "smtps://me:hun@ter2@[::1",
        "smtp://me:hunter2@mail.example.org",
        "me:hunter2@mail.example.org",
    ],
)
def test_no_message_repeats_a_password(
    at: list[str], given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run("send", "--once", "--smtp", given, *at) == 2
    said = capsys.readouterr()
    assert "ter2" not in said.out + said.err
    assert "ter2" not in without_secret(given)
    with pytest.raises(UsageError) as told:
        read_server(given)
    assert told.value.__cause__ is None
    server = read_server("smtps://me:hunter2@mail.example.org")
    assert "hunter2" not in repr(server)


def test_plain_smtp_to_another_host_says_so(
    at: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run("doctor", "--no-dns", "--smtp", "smtp://mail.invalid", *at) == 1
    said = capsys.readouterr()
    assert "over smtp://, encrypted only if the server" in said.err
    assert run("doctor", "--no-dns", "--smtp", "smtp://127.0.0.1:1", *at) == 1
    assert "over smtp://" not in capsys.readouterr().err


def test_the_name_to_greet_with_is_a_setting(
    at: list[str], start_sink: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    sink = start_sink()
    words = ["doctor", "--no-dns", "--smtp", sink.url, *at]
    capsys.readouterr()
    assert run(*words, "--ehlo", "mail.example.org") == 0
    assert "greeted as mail.example.org" in capsys.readouterr().out
    assert run(*words, "--ehlo", "mail example\r\nRCPT") == 1
    assert "not a name to greet with" in capsys.readouterr().out


def test_the_doctor_warns_of_files_that_others_can_read(
    at: list[str], tmp_path: Path, start_sink: Callable[..., Any], capsys: Any
) -> None:
    sink = start_sink()
    (tmp_path / "ledger.db").chmod(0o644)
    (tmp_path / "coursewright.key").write_text("sixteen-characters-or-more\n")
    (tmp_path / "coursewright.key").chmod(0o640)
    capsys.readouterr()
    assert run("doctor", "--no-dns", "--smtp", sink.url, *at) == 0
    said = capsys.readouterr().out
    assert "ledger.db has mode 644: others can read it. chmod 600" in said
    assert "coursewright.key has mode 640" in said
    (tmp_path / "ledger.db").chmod(0o600)
    (tmp_path / "coursewright.key").chmod(0o600)
    for name in ("-wal", "-shm"):
        path = tmp_path / f"ledger.db{name}"
        if path.exists():
            path.chmod(0o600)
    assert run("doctor", "--no-dns", "--smtp", sink.url, *at) == 0
    assert "ledger.db has mode" not in capsys.readouterr().out


def test_a_provider_brings_host_port_and_limits(
    at: list[str], start_sink: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    sink = start_sink()
    capsys.readouterr()
    assert run("send", "--once", "--provider", "ses", *at) == 2
    assert "Name it with --smtp" in capsys.readouterr().err
    assert run("send", "--once", "--provider", "ses", "--smtp", sink.url, *at) == 0
    assert len(set(sink.accepted)) == 4
    assert run("status") == 0
    assert "Limit: 14/s\nLimit: 50000/d, 4 used" in capsys.readouterr().out
