"""A template reaches nothing but what it is given, and cannot hang or fill the memory."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from coursewright.errors import TemplateFileError
from coursewright.presentation.allowance import LIMIT
from coursewright.presentation.templates import Templates
from presentation.hostile_templates import HOSTILE, NEAR_MISSES, render

pytestmark = pytest.mark.timeout(1000)  # the first test waits for a process with a hundred of them
PROGRAM = Path(__file__).with_name("hostile_templates.py")


@pytest.fixture(scope="module")
def outcomes() -> dict[str, dict[str, Any]]:
    """Render each hostile template in a process of its own, whose memory is limited."""
    done = subprocess.run(
        [sys.executable, str(PROGRAM)], capture_output=True, check=False, text=True, timeout=900
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, Any]] = {}
    for line in done.stdout.splitlines():
        found |= json.loads(line)
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_is_a_fault_with_its_place(
    outcomes: dict[str, dict[str, Any]], name: str
) -> None:
    found = outcomes[name]
    assert found.get("file") == "a.txt.j2", found
    assert found["line"] in (1, 2)
    assert "MemoryError" not in found["reason"]
    assert found["peak"] < 300_000, "kilobytes"


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_what_a_page_may_do_is_done(name: str) -> None:
    text, result = NEAR_MISSES[name]
    assert render(text) == result


def test_a_render_inside_a_render_spends_from_the_same_allowance(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "inner.txt.j2").write_text("{% for i in range(9999) %}{% endfor %}")
    (folder / "outer.txt.j2").write_text("{% for i in range(9999) %}{{ again() }}{% endfor %}")
    templates = Templates("mail", [tmp_path])
    calls: list[int] = []

    def again() -> str:
        calls.append(1)
        return templates.render("inner.txt.j2")

    with pytest.raises(TemplateFileError, match="more work than any page needs"):
        templates.render("outer.txt.j2", again=again)
    assert len(calls) < LIMIT // 9999
    assert templates.render("inner.txt.j2") == "", "the next render has an allowance of its own"
