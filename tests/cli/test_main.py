"""The command line as a whole: help, exit codes, errors in one place, nothing loaded too early."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import pytest

from coursewright import __version__
from coursewright.cli import coursewright
from coursewright.cli.commands import COMMANDS

from .conftest import CommandResult

Run = Callable[..., CommandResult]
COMMAND = [sys.executable, "-m", "coursewright"]


def command(name: str) -> click.Command:
    module, _, attribute = COMMANDS[name][0].partition(":")
    found = getattr(import_module(module), attribute)
    assert isinstance(found, click.Command)
    return found


def test_the_version_is_told(run: Run) -> None:
    assert run("--version") == CommandResult(0, f"coursewright {__version__}\n", "")


def test_the_list_of_commands_loads_none_of_them() -> None:
    code = (
        "import sys; from coursewright.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print([n for n in sys.modules if n.startswith('coursewright.')])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = told.stdout.splitlines()[-1]
    assert "coursewright.model" not in loaded
    assert "coursewright.cli.check" not in loaded


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_what_the_list_says(name: str) -> None:
    found = command(name)
    assert found.name == name
    assert found.get_short_help_str(120) == COMMANDS[name][1]


def leaves(name: str, found: click.Command) -> list[tuple[str, click.Command]]:
    if isinstance(found, click.Group):
        return [
            leaf for sub in found.commands.values() for leaf in leaves(f"{name} {sub.name}", sub)
        ]
    return [(name, found)]


@pytest.mark.parametrize(
    ("path", "found"),
    [leaf for name in COMMANDS for leaf in leaves(name, command(name))],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_command_has_examples_and_each_option_its_words(
    path: str, found: click.Command
) -> None:
    assert f"coursewright {path}" in (found.epilog or "") + (found.help or "")
    options = [one for one in found.params if isinstance(one, click.Option)]
    assert [one.name for one in options if not one.help] == []


def test_a_misspelt_command_gets_a_hint(run: Run) -> None:
    told = run("chekc")
    assert told.code == 2
    assert "Did you mean `check`?" in told.err


def test_a_missing_folder_is_named_with_what_to_do(run: Run, tmp_path: Path) -> None:
    told = run("check", tmp_path / "nowhere")
    assert told.code == 2
    assert told.out == ""
    assert "nowhere does not exist" in told.err
    assert "hint: Name the folder that contains course.yaml." in told.err


def test_an_unknown_target_is_wrong_use(run: Run, course: Path) -> None:
    told = run("build", course, "--target", "scorm13")
    assert told.code == 2
    assert "there is no target 'scorm13'" in told.err


def test_a_reader_that_goes_away_is_no_error(broken: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    told = subprocess.run(
        [*COMMAND, "check", str(broken), "--target", "scorm12"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert told.stderr == b""
    assert told.returncode == 141


def test_control_c_stops_without_a_traceback(course: Path) -> None:
    pipe = course / "glossary.yaml"
    pipe.unlink()
    code = (
        "import signal, os; from coursewright import cli, pipeline\n"
        "pipeline.check = lambda *a: os.kill(os.getpid(), signal.SIGINT) or input()\n"
        f"cli.main(['check', {str(course)!r}])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, text=True, input=""
    )
    assert told.returncode == 128 + signal.SIGINT
    assert told.stderr.strip() == "Stopped."


def test_a_terminal_that_knows_no_unicode_gets_escapes(broken: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    told = subprocess.run(
        [*COMMAND, "check", str(broken), "--target", "scorm12"],
        capture_output=True,
        check=False,
        env=environment,
    )
    assert told.returncode == 1
    assert told.stderr == b""
    assert b"\\u2026" in told.stdout


def test_help_comes_at_once() -> None:
    """Under a second on any machine: what it takes to start Python and click, not the reader."""
    best = 9.0
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([*COMMAND, "--help"], check=True, capture_output=True)
        best = min(best, time.perf_counter() - start)
    assert best < 1.0


def test_the_name_of_the_command_is_told_however_it_is_called() -> None:
    assert coursewright.name == "coursewright"
    told = subprocess.run([*COMMAND, "--help"], check=True, capture_output=True, text=True)
    assert told.stdout.startswith("Usage: coursewright [OPTIONS] COMMAND")
