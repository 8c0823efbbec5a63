"""`learners import`: what was recognized is shown before anything is written."""

import json
from pathlib import Path

import pytest

from coursewright.cli import main
from delivery.rosters.test_workbooks import workbook


@pytest.fixture
def at(sequence: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COURSEWRIGHT_SECRET", "sixteen-characters-or-more")
    monkeypatch.setenv("COURSEWRIGHT_DATABASE", f"sqlite:///{tmp_path}/ledger.db")
    with pytest.raises(SystemExit) as left:
        main(["publish", "--sequence", str(sequence)])
    assert not left.value.code
    return ["--track", "aspire"]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["learners", *arguments])
    return int(left.value.code or 0)


def test_a_dry_run_shows_how_the_list_was_read(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "teilnehmer.csv"
    text = (
        "sep=;\r\nE-Mail-Adresse;Vorname;Nachname;Startdatum;Abteilung;Status\r\n"
        "anna@example.org;Anna;Müller;13/01/2027;Vertrieb;\r\n"
        "bert@example.org;Bert;;03/02/2027;;\r\n"
        "cid@example.org;Cid;;;;abgemeldet\r\n"
        "anna@example.org;Anna;Müller;13/01/2027;Vertrieb;\r\n"
        "пётр@example.org;Пётр;;;;\r\n"
    )
    path.write_bytes(text.encode("utf-16"))
    assert run("import", str(path), "--dry-run", *at) == 0
    said = capsys.readouterr().out
    for words in (
        "UTF-16 LE with a byte order mark, separated by semicolon; the header is line 2.",
        "column 1: email from 'E-Mail-Adresse'",
        "column 2: first_name from 'Vorname'",
        "column 4: start from 'Startdatum'",
        "column 6: who is not enrolled (status)",
        "kept as attributes: Abteilung",
        "day first (line 3: 13/01/2027)",
        "3 would be enrolled",
        "1 not enrolled: marked as unsubscribed.",
        "1 not enrolled: repeat an earlier row.",
        "1 need a mail server with SMTPUTF8, for example пётр@example.org.",
    ):
        assert words in said
    assert run("show", "anna@example.org") == 2, "nothing was written"
    capsys.readouterr()
    assert run("import", str(path), *at) == 0
    assert "Read as" not in capsys.readouterr().out
    assert run("export", "bert@example.org") == 0
    kept = json.loads(capsys.readouterr().out)
    assert kept["enrolments"][0]["start_on"] == "2027-02-03"
    assert run("show", "cid@example.org") == 2


def test_dates_that_could_be_two_are_asked_about_and_the_option_answers(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("email,start\nanna@example.org,03/04/2027\n", "utf-8")
    assert run("import", str(path), *at) == 1
    assert "line 2, column 2: start: '03/04/2027' could be" in capsys.readouterr().err
    assert run("import", str(path), "--dates", "dmy", *at) == 0
    capsys.readouterr()
    assert run("export", "anna@example.org") == 0
    kept = json.loads(capsys.readouterr().out)
    assert kept["enrolments"][0]["start_on"] == "2027-04-03"


def test_a_workbook_is_imported_and_its_faults_have_row_and_column(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "people.xlsx"
    rows = (["Name", "E-mail", "Track"], ["Ada", "ada@example.org", "wizard"], ["Bo", "bo", ""])
    path.write_bytes(workbook(*rows))
    assert run("import", str(path), *at) == 1
    said = capsys.readouterr().err
    assert "line 2, column 3: the course has no track 'wizard'" in said
    assert "line 3, column 2: email: 'bo' is not an address" in said


def test_an_encoding_may_be_named_and_a_wrong_one_is_refused(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("email,name\npetr@example.org,Пётр Ильин\n".encode("cp1251"))
    assert run("import", str(path), *at) == 2
    assert "--encoding cp1251" in capsys.readouterr().err
    assert run("import", str(path), "--encoding", "cp1251", *at) == 0
    assert run("import", str(path), "--encoding", "cp99", *at) == 2


def test_a_misspelled_column_stops_the_import_and_skip_faulty_keeps_it(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("email,tiemzone\nanna@example.org,Europe/Berlin\n", "utf-8")
    assert run("import", str(path), *at) == 1
    said = capsys.readouterr()
    assert "line 1, column 2: the column 'tiemzone' looks like `timezone`" in said.err
    assert "Nothing was changed" in said.out
    assert run("import", str(path), "--skip-faulty", *at) == 1
    assert "1 enrolled" in capsys.readouterr().out
