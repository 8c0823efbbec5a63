"""The command `push`: what it prints, what it returns, what it writes, and what it never tells."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coursewright.cli import main

from .conftest import Account
from .courses import write_course
from .fake_api import FakeApi, Request, served
from .fake_products import FakeListmonk
from .fake_sequences import FakeMautic

Run = Callable[..., int]


@pytest.fixture
def api() -> Iterator[FakeListmonk]:
    fake = FakeListmonk()
    with served(fake):
        yield fake


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return write_course(tmp_path / "build" / "email", tracks=("a",))


@pytest.fixture
def push(api: FakeApi, course: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process; return its exit code."""
    monkeypatch.setenv("LISTMONK_URL", api.url)
    monkeypatch.setenv("LISTMONK_AUTH", "user:secret-token")

    def run(*options: str) -> int:
        with pytest.raises(SystemExit) as left:
            main(["push", "listmonk", "--from", str(course), *options])
        assert isinstance(left.value.code, int)
        return left.value.code

    return run


def test_a_dry_run_shows_the_differences_and_writes_nothing(
    push: Run, api: FakeListmonk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert push("--dry-run") == 0
    out = capsys.readouterr().out
    assert out.count("create ") == 5
    assert "a/two (lesson)" in out
    assert not api.writes
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_the_record_lies_beside_the_build_folder(push: Run, tmp_path: Path) -> None:
    assert push() == 0
    assert (tmp_path / "push" / "listmonk.json").is_file()
    assert push("--state", str(tmp_path / "other.json"), "--dry-run") == 0


def test_json_names_each_object(push: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert push("--json") == 0
    rows = json.loads(capsys.readouterr().out)["differences"]
    assert [row["change"] for row in rows] == ["create"] * 5
    assert rows[1]["key"] == "email:a/one"
    assert push("--json") == 0
    assert {row["change"] for row in json.loads(capsys.readouterr().out)["differences"]} == {"same"}


def test_an_email_edited_by_hand_stops_the_push_until_told(
    push: Run, api: FakeListmonk, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    push()
    api.edit()
    write_course(course, ("one", "two"), tracks=("a",), words="new")
    wrote = len(api.writes)
    assert push() == 1
    assert "--overwrite" in capsys.readouterr().err
    assert len(api.writes) == wrote
    assert push("--dry-run") == 1
    assert push("--overwrite") == 1  # the lesson that vanished still needs a decision
    assert "By hand" not in json.dumps(api.snapshot())
    assert push("--prune") == 0
    assert push() == 0


def test_a_wrong_key_is_an_error_without_the_key(
    push: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LISTMONK_AUTH", "user:wrong-secret")
    assert push() == 2
    error = capsys.readouterr().err
    assert "LISTMONK_AUTH" in error
    assert "wrong-secret" not in error


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("LISTMONK_AUTH", "", "LISTMONK_AUTH is not set"),
        ("LISTMONK_URL", "http://lists.example.org", "must start with https://"),
        ("LISTMONK_URL", "https://user:pass@lists.example.org", "contains a user name"),
        ("LISTMONK_URL", "ftp://127.0.0.1", "must start with https://"),
        ("LISTMONK_AUTH", "user:tok\u00e9n", "contains a character"),
    ],
)
def test_settings_that_are_not_safe_are_refused(
    push: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    words: str,
) -> None:
    monkeypatch.setenv(name, value)
    assert push() == 2
    assert words in capsys.readouterr().err


def test_a_record_of_something_else_is_refused(
    push: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "s.json"
    for text in ("{", "[]", '{"format": 1, "objects": {"email:a/one": {"id": 5}}}', "[" * 9999):
        state.write_text(text, "utf-8")
        assert push("--state", str(state)) == 2
        assert "not a record" in capsys.readouterr().err
    head = {"format": 1, "product": "kit", "account": "x", "course": "c", "objects": {}}
    state.write_text(json.dumps(head), "utf-8")
    assert push("--state", str(state)) == 2
    assert "belongs to the product 'kit'" in capsys.readouterr().err


def test_a_killed_process_leaves_a_record_that_the_next_push_goes_on_from(
    api: FakeListmonk, course: Path, tmp_path: Path
) -> None:
    """The process gets SIGKILL while the mailer answers its third create."""
    command = [sys.executable, "-m", "coursewright", "push", "listmonk", "--from", str(course)]
    environment = {**os.environ, "LISTMONK_URL": api.url, "LISTMONK_AUTH": "user:secret-token"}
    environment |= {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    process: list[subprocess.Popen[bytes]] = []

    def kill(request: Request, _: int) -> str:
        if request.method == "POST" and len(api.writes) == 3:
            process[0].send_signal(signal.SIGKILL)
            process[0].wait()
        return ""

    api.fail = kill
    process.append(subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL))
    assert process[0].wait(timeout=120) == -signal.SIGKILL
    api.fail = lambda _, __: ""
    assert subprocess.run(command, env=environment, check=False).returncode == 0
    names = [name for name, _, _ in api.snapshot()]
    assert len(names) == len(set(names)) == 6  # five emails and listmonk's own template


def test_two_pushes_at_once_are_refused(
    push: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fcntl = pytest.importorskip("fcntl")
    (tmp_path / "push").mkdir()
    with (tmp_path / "push" / ".listmonk.json.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert push() == 2
    assert "another push" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "waits", "words"),
    [("2000", [], "asks to wait 2000 seconds"), ("0", [0.0] * 5, "status 429")],
)
def test_a_mailer_that_never_relents_stops_the_push(
    api: FakeListmonk, course: Path, tmp_path: Path, asked: str, waits: list[float], words: str
) -> None:
    from coursewright.errors import SurroundingsError

    api.fail, api.retry_after = (lambda _, __: "429"), asked
    account = Account("listmonk", api, tmp_path / "s.json")
    with pytest.raises(SurroundingsError, match=words):
        account.push(course)
    assert account.waits == waits


def test_mautic_gets_one_chain_of_emails_for_a_track(course: Path, tmp_path: Path) -> None:
    api = FakeMautic()
    with served(api):
        Account("mautic", api, tmp_path / "s.json").push(course)
    (campaign,) = api.rows["campaigns"].values()
    emails = {id_: row["name"].split()[1] for id_, row in api.rows["emails"].items()}
    events = campaign["events"]
    assert [emails[event["properties"]["email"]] for event in events] == [
        "a/welcome]",
        "a/one]",
        "a/two]",
        "a/three]",
        "a/completion]",
    ]
    assert [event["parent"] for event in events] == [None, *(e["id"] for e in events[:-1])]
    assert [(event["triggerInterval"], event["triggerIntervalUnit"]) for event in events] == [
        (0, "d"),
        (1, "h"),
        (1, "d"),
        (1, "d"),
        (1, "d"),
    ]
    assert events[2]["triggerHour"] == "07:30"
    assert events[2]["triggerRestrictedDaysOfWeek"] == [1, 5]
    assert campaign["isPublished"] is False
