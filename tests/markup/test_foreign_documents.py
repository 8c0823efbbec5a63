"""Whatever dialect a document is in: no mark of it reaches a learner without a problem."""

import re

import pytest
from lxml import html

from coursewright.markup.blockhtml import blocks_html
from coursewright.markup.view import View
from coursewright.model import Course
from coursewright.packages.player_page import PackagePlaces
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates
from foreign_documents import constructs, documents
from read.course_in_memory import PNG, read

MARKS = re.compile(
    r"\*\*|__|~~|==|\$\$|:::|\[\^|\^\[|!\[|\]\(|\]\[|\{\{|\}\}|\{%|\{:|\{\.|\{#|<!--|-->|</?\w+>|!!!"
    r"|\?\?\?|\[!|\[ \]|\[x\]|\[\[|\]\]|`|^\||\|$|\+\+|%%|@\w+\(|\\\w+\{|\\\[|\\\(|'''|^#+\S|:\w+:"
    r"|^===|<%|\uff0a\uff0a|^\uff03|\] ?\(|\)\[|^[-*\u2022]\S|\\newpage"
    r"|::|^--8|^\.\. |^import |\[TOC\]|^\(\w+\)=|^#\+|^@\w+$",
    re.MULTILINE,
)
TEMPLATES = Templates("lesson")
COUNT = 200


def shown(course: Course) -> str:
    """Return the words of the lesson that a learner sees; code is meant to hold signs."""
    lessons = frozenset(lesson.id for lesson in course.lessons)
    places = PackagePlaces(course, lessons)
    view = View(course, strings("en"), TEMPLATES, "site", places, ("home",), course.lessons[0])
    root = html.fragment_fromstring(f"<div>{blocks_html(course.lessons[0].body, view)}</div>")
    for code in root.xpath("//pre|//code|//math"):
        code.drop_tree()
    return str(root.text_content())


@pytest.mark.parametrize("document", [*constructs(), *documents(COUNT)])
def test_no_mark_reaches_a_learner_without_a_problem(document: str) -> None:
    result = read(document, {"f/a.png": PNG})
    if not result.problems:
        assert result.course is not None
        assert MARKS.findall(shown(result.course)) == []


def test_the_documents_are_neither_all_right_nor_all_wrong() -> None:
    clean = sum(not read(one, {"f/a.png": PNG}).problems for one in documents(COUNT))
    assert COUNT / 20 < clean < COUNT * 9 / 10
