import json
from pathlib import Path

import pytest

from coursewright.cli import main


@pytest.fixture
def at(sequence: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COURSEWRIGHT_SECRET", "sixteen characters or more".replace(" ", "-"))
    monkeypatch.setenv("COURSEWRIGHT_DATABASE", f"sqlite:///{tmp_path}/ledger.db")
    return ["--sequence", str(sequence)]


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
    assert "line 3: the course has no track 'wizard'" in shown.err
    assert "line 4: email" in shown.err
    assert "Nothing was changed" in shown.out
    assert run("import", str(people), "--skip-faulty", *at) == 1
    assert "1 enrolled" in capsys.readouterr().out
    assert run("import", str(people), "--dry-run", *at) == 1
    assert "0 would be enrolled, 1 known" in capsys.readouterr().out


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
