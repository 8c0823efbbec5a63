"""The pages for administrators: one for each LMS, alike, with commands that the tool has."""

import re
from pathlib import Path

import pytest

from coursewright.packages.presets import PRESETS
from coursewright.targets.scorm import SCORM12, SCORM2004_3, SCORM2004_4

FOLDER = Path(__file__).parents[3] / "docs" / "lms"
INDEX = (FOLDER / "README.md").read_text("utf-8")
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name not in {"README.md", "rules.md"})
TARGETS = {target.name for target in (SCORM12, SCORM2004_3, SCORM2004_4)}
HEADINGS = [
    "Which file",
    "Upload",
    "Settings to choose",
    "Check that it works",
    "Attempts and completion",
    "Where the report is and how to read it",
    "Known limits",
    "Sources",
]
BUILD = re.compile(r"(?m)^coursewright build(.*)$")


def options(command: str) -> dict[str, str]:
    return dict(re.findall(r"--(target|lms) ([\w-]+)", command))


def page_text(path: Path) -> str:
    return path.read_text("utf-8")


def test_every_lms_of_the_tool_has_one_page() -> None:
    behaviors = {"generic", "journal", "strict"}
    commands = [options(BUILD.findall(page_text(path))[0]) for path in PAGES]
    named = [command["lms"] for command in commands if "lms" in command]
    assert sorted(named) == sorted(PRESETS.keys() - behaviors)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_has_the_same_headings_as_every_other(path: Path) -> None:
    assert re.findall(r"(?m)^## (.+)$", page_text(path)) == HEADINGS


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_uploads_what_its_command_builds(path: Path) -> None:
    (command,) = BUILD.findall(page_text(path))
    target = options(command)["target"]
    assert target in TARGETS
    assert f"Upload `build/{target}/<package>.zip`" in page_text(path)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_index_names_the_page_with_its_command(path: Path) -> None:
    (command,) = BUILD.findall(page_text(path))
    (row,) = [
        line for line in INDEX.splitlines() if line.startswith("| [") and f"({path.name})" in line
    ]
    assert f"`{command.strip()}`" in row


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_says_who_tried_it_and_gives_sources_with_a_date(path: Path) -> None:
    opening = page_text(path).split("## ")[0]
    tried = "We tried this in" in opening
    assert tried or "Not tried by us in this LMS" in opening
    (row,) = [
        line for line in INDEX.splitlines() if line.startswith("| [") and f"({path.name})" in line
    ]
    assert row.split("|")[4].strip().startswith("yes" if tried else "no")
    sources = page_text(path).split("## Sources")[1]
    assert re.search(r"Read on \w+ \d+, 20\d\d:", sources)
    assert "https://" in sources
