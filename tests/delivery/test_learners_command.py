import json
from pathlib import Path

import pytest

from coursewright.cli import main


@pytest.fixture
def at(sequence: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COURSEWRIGHT_SECRET", "sixteen characters or more".replace(" ", "-"))
    monkeypatch.setenv("COURSEWRIGHT_DATABASE", f"sqlite:///{tmp_path}/ledger.db")
    with pytest.raises(SystemExit) as left:
        main(["publish", "--sequence", str(sequence)])
    assert not left.value.code
    return []


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["learners", *arguments])
    return int(left.value.code or 0)


def test_a_person_is_led_through_all_commands(
    at: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    ada = "ada@example.org"
    assert run("add", ada, "--track", "aspire", "--start", "2027-01-11", "--name", "Ada", *at) == 0
    assert run("add", ada, "--track", "aspire", *at) == 0
    assert run("show", ada) == 0
    shown = capsys.readouterr().out
    assert "enrolled already" in shown
    assert "2027-01-13" in shown
    for command in (
        ["pause", ada],
        ["resume", ada],
        ["switch", ada, "--track", "expert"],
        ["pace", ada, "--schedule", "express"],
        ["remove", ada],
        ["pause", "--all"],
        ["resume", "--all"],
    ):
        assert run(*command) == 0, command
    assert run("export", ada) == 0
    kept = json.loads(capsys.readouterr().out.partition("goes on.")[2])
    assert [event["kind"] for event in kept["events"]] == [
        *("pause", "resume", "switch", "switch", "removed"),
    ]
    assert run("erase", ada, "--yes") == 0
    assert run("show", ada) == 2
    assert run("add", ada, "--track", "aspire", *at) == 2


def test_an_import_says_each_fault_with_its_line(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("email,track\na@example.org,aspire\nb@example.org,wizard\nc,aspire\n")
    assert run("import", str(people), *at) == 1
    shown = capsys.readouterr()
    assert "line 3, column 2: the course has no track 'wizard'" in shown.err
    assert "line 4, column 1: email" in shown.err
    assert "Nothing was changed" in shown.out
    assert run("import", str(people), "--skip-faulty", *at) == 1
    assert "1 enrolled" in capsys.readouterr().out
    assert run("import", str(people), "--dry-run", *at) == 1
    assert "0 would be enrolled, 1 known" in capsys.readouterr().out
    people.write_text("email,track\na@example.org,expert\n")
    assert run("import", str(people), *at) == 0
    assert "1 of those known are on another track" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong",
    [
        ["add", "nobody"],
        ["add", "a@example.org", "--track", "wizard"],
        ["show", "a@example.org"],
        ["pause"],
        ["switch", "a@example.org", "--track", "x"],
    ],
)
def test_wrong_use_is_refused(at: list[str], wrong: list[str]) -> None:
    assert run("add", "b@example.org", "--track", "expert", *at) == 0
    assert run(*wrong, *(at if wrong[0] == "add" else [])) == 2


def test_an_unknown_address_is_answered_with_a_hint(
    at: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("add", "augusta@example.org", "--track", "expert", *at) == 0
    assert run("show", "agusta@example.org") == 2
    assert "Did you mean `augusta`?" in capsys.readouterr().err
    assert run("show", "zz@elsewhere.example.org") == 2
    assert "learners add" in capsys.readouterr().err


def test_a_sponsor_is_named_shown_and_told_no_more(
    at: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    ada, boss = "ada@example.org", "boss@example.org"
    assert run("add", ada, "--track", "aspire", "--sponsor", boss, *at) == 0
    assert f"{boss} gets an update every two weeks" in capsys.readouterr().out
    assert run("show", ada) == 0
    assert f"sponsor: {boss} (active)" in capsys.readouterr().out
    assert run("show", boss) == 0
    assert "sponsor of enrolment" in capsys.readouterr().out
    assert run("sponsor", ada, "--is", "next@example.org") == 0
    assert run("sponsor", ada, "--is", "next@example.org") == 0
    told = capsys.readouterr().out
    assert "next@example.org gets the updates." in told
    assert "Nothing has changed." in told
    assert run("sponsor", ada, "--none") == 0
    assert "1 no longer notified." in capsys.readouterr().out
    for wrong in (["sponsor", ada], ["sponsor", ada, "--is", ada], ["sponsor", boss, "--is", "x"]):
        assert run(*wrong) == 2, wrong
