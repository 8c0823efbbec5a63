"""The table of LMSs: every row has its reason, reaches the player, and stands in the docs."""

import json
import re
from pathlib import Path

import pytest

from coursewright import read
from coursewright.errors import UsageError
from coursewright.packages.presets import PRESETS, preset_of
from coursewright.target import Options
from coursewright.targets.scorm import SCORM12
from coursewright.targets.scorm.audit import RULES

BASE = Path(__file__).parents[2] / "scenes" / "_base"
PAGE = Path(__file__).parents[3] / "docs" / "lms" / "rules.md"


def test_the_lmss_that_people_have_are_there() -> None:
    wanted = "generic moodle canvas blackboard cornerstone successfactors docebo workday totara"
    assert set(PRESETS) == {*wanted.split(), "scormcloud", "openedx", "journal", "strict"}
    assert all(row.reason for row in PRESETS.values())


def test_an_unknown_lms_is_wrong_use_with_a_near_name() -> None:
    with pytest.raises(UsageError) as caught:
        preset_of("mooddle")
    assert caught.value.hint == "Did you mean `moodle`?"


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_the_row_reaches_the_player(name: str) -> None:
    course = read.read_course(BASE).course
    assert course is not None
    rendered = SCORM12.render(course, Options(settings={"lms": name}))
    (page,) = (one for one in rendered.artifacts if one.path == "tea/index.html")
    block = re.search(rb'id="course-data">(.*?)</script>', page.data, re.DOTALL)
    assert block is not None
    data = json.loads(block[1])
    assert data["preset"] == PRESETS[name].for_player()
    assert rendered.report["lms"] == name


def lms_rows() -> str:
    lines = ["| `--lms` | what differs | why |", "| --- | --- | --- |"]
    plain = PRESETS["generic"].for_player()
    for row in PRESETS.values():
        own = row.for_player()
        differs = [
            f"{key} {value}" for key, value in own.items() if key != "name" and value != plain[key]
        ]
        lines.append(f"| `{row.name}` | {', '.join(differs) or 'nothing'} | {row.reason} |")
    return "\n".join(lines)


def rule_rows() -> str:
    return "\n".join(
        f"- `{name}`: {' '.join((rule.__doc__ or '').split())}" for name, rule in RULES.items()
    )


@pytest.mark.parametrize(("mark", "rows"), [("lms", lms_rows), ("rules", rule_rows)])
def test_the_page_says_what_the_code_says(
    mark: str, rows: object, request: pytest.FixtureRequest
) -> None:
    assert callable(rows)
    begin, end = f"<!-- made from code: {mark} -->\n", f"\n<!-- end: {mark} -->"
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(begin)
    told, _, after = rest.partition(end)
    if request.config.getoption("regen_all"):
        told = rows()
        PAGE.write_text(before + begin + told + end + after, "utf-8")
    assert told == rows()
