"""`coursewright words`: files to fill in, faults named, nothing overwritten."""

from collections.abc import Callable
from pathlib import Path

from .conftest import CommandResult

Run = Callable[..., CommandResult]


def test_the_files_of_a_language_are_written_once(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "brand"
    first = run("words", "sv", "--templates", folder)
    assert (first.code, "Added lines" in first.out) == (0, True)
    files = [folder / "strings" / "sv.yaml", folder / "service" / "strings" / "sv.yaml"]
    before = [file.read_bytes() for file in files]
    again = run("words", "sv", "--templates", folder)
    assert (again.code, again.out.count("Nothing to add.")) == (0, 2)
    assert [file.read_bytes() for file in files] == before


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    assert run("words", "sv", "--templates", tmp_path / "brand", "--dry-run").code == 0
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_key_is_named_and_ends_with_code_1(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "strings" / "sv.yaml"
    file.parent.mkdir()
    file.write_text("player.nexx: Nästa\n", "utf-8")
    result = run("words", "sv", "--templates", tmp_path)
    assert result.code == 1
    assert "strings/sv.yaml:1:1: there is no interface text `player.nexx`" in result.out
    assert "Did you mean `player.next`" in result.out


def test_without_a_language_the_command_lists_those_that_have_text(run: Run) -> None:
    lines = [line.split() for line in run("words").out.splitlines()]
    assert [line[0] for line in lines][:3] == ["ar", "de", "en"]
    assert all(line[1] == line[3] for line in lines if len(line[0]) == 2)


def test_a_path_is_no_language(run: Run, tmp_path: Path) -> None:
    assert run("words", "../sv", "--templates", tmp_path).code == 2
    assert list(tmp_path.iterdir()) == []
