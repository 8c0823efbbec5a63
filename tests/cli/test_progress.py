"""Progress: one line on a terminal, only for what takes its time, and gone at the end."""

import io
import sys

import pytest

from coursewright.cli import progress
from coursewright.cli.progress import Progress


class Terminal(io.StringIO):
    def __init__(self, *, tty: bool = True) -> None:
        super().__init__()
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


def told(
    monkeypatch: pytest.MonkeyPatch, *, late: bool, tty: bool = True, quiet: bool = False
) -> str:
    terminal = Terminal(tty=tty)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_PATIENCE", 0 if late else 60)
    with Progress(quiet=quiet) as shown:
        if shown._show:
            shown._timer.join(0.5 if late else 0)
        shown.started("read")
        shown.finished("read")
        shown.progress("read", 1, 4)
        shown.started("rules")
    return terminal.getvalue()


def test_what_is_quick_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, late=False) == ""


def test_what_takes_long_shows_the_step_and_the_count(monkeypatch: pytest.MonkeyPatch) -> None:
    said = told(monkeypatch, late=True)
    assert "  1/4 rules ..." in said
    assert said.endswith("\r\x1b[K")


def test_a_pipe_and_a_quiet_call_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, late=True, tty=False) == ""
    assert told(monkeypatch, late=True, quiet=True) == ""
