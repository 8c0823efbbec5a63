import json
from pathlib import Path

import pytest

from coursewright.cli import main


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


def test_plan_prints_the_dates(sequence: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--sequence", str(sequence), "--start", "2027-01-11", "--track", "expert")
    assert run("plan", *at, "--timezone", "Asia/Tokyo", "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["utc"][:16] for row in rows[:2]] == ["2027-01-11T00:00", "2027-01-13T00:00"]


def test_a_cohort_with_a_faulty_line_is_planned_but_for_it(
    sequence: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("email,track\na@example.org,aspire\nnobody,aspire\n")
    at = ("--sequence", str(sequence), "--start", "2027-01-11", "--cohort", str(people))
    assert run("plan", *at) == 1
    shown = capsys.readouterr()
    assert "line 3, column 1: email" in shown.err
    assert "a@example.org" in shown.out


def test_a_cohort_too_big_for_memory_is_refused(
    sequence: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("coursewright.cli.plan._MOST_PEOPLE", 2)
    people = tmp_path / "people.csv"
    people.write_text("name,track\n" + "x,aspire\n" * 3)
    at = ("--sequence", str(sequence), "--start", "2027-01-11", "--cohort", str(people))
    assert run("plan", *at) == 2
    assert "Split the file" in capsys.readouterr().err


def test_names_in_any_script_come_out_of_every_form_and_no_cell_is_a_formula(
    sequence: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text('name,track\n"=cmd|calc","aspire"\nأحمد 🌱,aspire\n', "utf-8")
    at = ("--sequence", str(sequence), "--start", "2027-01-11", "--cohort", str(people))
    for style in ("table", "csv", "json", "ics"):
        assert run("plan", *at, "--format", style) == 0
        out = capsysbinary.readouterr().out.decode()
        assert "أحمد 🌱" in out or style == "ics", style
        if style == "csv":
            assert "'=cmd|calc" in out
            assert not [line for line in out.splitlines() if line.startswith("=")]


def test_wrong_use_is_said(sequence: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("plan", "--sequence", str(sequence)) == 2
    assert run("plan", "--sequence", "nowhere.json", "--start", "2027-01-11") == 2
    assert "build --target email" in capsys.readouterr().err


def test_all_tracks_go_into_a_folder_in_every_form_and_twice_the_same(
    sequence: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--sequence", str(sequence), "--start", "2027-01-11")
    out = tmp_path / "build" / "schedule"
    assert run("plan", *at, "--out", str(out)) == 0
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    assert set(first) >= {"aspire.ics", "aspire.csv", "aspire.json", "expert.ics"}
    assert run("plan", *at, "--out", str(out)) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first
    capsys.readouterr()
    assert run("plan", *at, "--track", "expert", "--format", "csv") == 0
    assert capsys.readouterr().out.encode() == first["expert.csv"]


def test_a_cohort_is_printed_not_written(sequence: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("email,track\na@example.org,aspire\n")
    at = ("--sequence", str(sequence), "--start", "2027-01-11", "--cohort", str(people))
    assert run("plan", *at, "--out", str(tmp_path / "out")) == 2
    assert not (tmp_path / "out").exists()
