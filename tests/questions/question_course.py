"""The course that docs/questions.md is about: every example of the page, as an author copies it."""

import re
from functools import cache

from coursewright.model import Course
from coursewright.read import ReadResult, read_files
from house.checkout import ROOT

__all__ = ["EXAMPLES", "question_course", "read_questions"]

EXAMPLES = re.findall(
    r"(?ms)^````markdown\n(.*?)^````$", (ROOT / "docs" / "questions.md").read_text("utf-8")
)
_SETTINGS = """\
id: tea-questions
title: Questions about tea
version: "1"
language: LANGUAGE
tracks:
  - {id: home, label: At home, choose: I make tea at home}
modules:
  - {id: M1, folder: m, title: Basics}
packages:
  - {id: tea, title: Tea, tracks: [home]}
limits: {assessment_items: 2}
"""
_LESSON = """\
---
id: ID
module: M1
title: TITLE
tracks: [home]
objectives:
  - {id: OBJECTIVE, bloom: apply, text: Make a good cup of tea.}
---
"""
_KETTLE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="400" height="300">
<rect width="400" height="300" fill="#eef2f4"/>
<path d="M80 70h200v200H80z" fill="#c9d6dc" stroke="#33444c" stroke-width="4"/>
<path d="M280 110l90-45 14 30-104 60z" fill="#c9d6dc" stroke="#33444c" stroke-width="4"/>
<path d="M100 70c0-40 160-40 160 0z" fill="#9fb2bb" stroke="#33444c" stroke-width="4"/>
<circle cx="180" cy="40" r="14" fill="#33444c"/>
<path d="M95 240h175" stroke="#b3541e" stroke-width="12"/>
</svg>
"""


def read_questions(language: str = "en") -> ReadResult:
    """Read the examples: those of lessons in one lesson, the pool's behind an assessment."""
    pool = next(text for text in EXAMPLES if text.startswith("---"))
    asked = "\n".join(text for text in EXAMPLES if text is not pool)
    lesson = _LESSON.replace("TITLE", "Tea").replace("OBJECTIVE", "L1.1").replace("ID", "tea", 1)
    test = _LESSON.replace("TITLE", "The test").replace("OBJECTIVE", "L2.1")
    files = {
        "course.yaml": _SETTINGS.replace("LANGUAGE", language),
        "m/01-tea.md": lesson + asked,
        "m/02-test.md": test.replace("ID", "test", 1)
        + '## Ready?\n\n::assessment{id="exam" pool="final"}\n',
        "pools/final.md": pool,
        "figures/kettle.svg": _KETTLE,
    }
    return read_files({path: text.encode() for path, text in files.items()})


@cache
def question_course(language: str = "en") -> Course:
    """Return the course."""
    course = read_questions(language).course
    assert course is not None
    return course
