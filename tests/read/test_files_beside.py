"""Pools, job aids, recall items and the YAML files beside the lessons become the model."""

import pytest

from coursewright.model import Choice, Field, Paragraph
from coursewright.read import read_course
from coursewright.shipped import shipped
from read.course_in_memory import course_of, read, told

QUIZ = ':::quiz{id="A" type="single" cell="C1" tracks="home"}\nAsk\n- [x] Yes\n- [ ] No\n:::\n'
POOL = "---\nid: final\ntitle: Final\nmastery: 70\n---\nWelcome.\n\n" + QUIZ


def test_a_pool_has_an_introduction_and_items() -> None:
    result = read(files={"pools/final.md": POOL})
    assert result.problems == ()
    pool = course_of(result).pools["final"]
    assert (pool.title, pool.mastery) == ("Final", 70)
    assert [type(one) for one in pool.intro] == [Paragraph]
    (item,) = pool.items
    assert isinstance(item, Choice)
    assert (item.cell, item.tracks) == ("C1", ("home",))


def test_a_job_aid_is_named_by_its_file() -> None:
    text = "---\nid: JA1\ntitle: Agenda\n---\n::field[First *step*]{id=first lines=2}\n"
    result = read(files={"job-aids/the-agenda.md": text})
    assert result.problems == ()
    aid = course_of(result).job_aids["JA1"]
    assert (aid.slug, aid.path, aid.tracks) == ("the-agenda", "job-aids/the-agenda.md", ())
    (field,) = aid.body
    assert isinstance(field, Field)
    assert (field.id, field.lines) == ("first", 2)


def test_recall_items_have_a_question_and_an_answer() -> None:
    text = "## Water\n\n:::recall-item{id=R1}\nHow hot?\n::answer\nHot.\n:::\n"
    result = read(files={"recall.md": text})
    assert result.problems == ()
    item = course_of(result).recall["R1"]
    assert (len(item.question), len(item.answer)) == (1, 1)


FAULTS = {
    "pools/a.md": (POOL + "More.\n", "content-unexpected 13:1"),
    "pools/b.md": (POOL.replace("70", "170"), "field-value 4:10"),
    "pools/c.md": (POOL + "\n:::scenario\nx\n:::\n", "directive-misplaced 14:1"),
    "job-aids/a.md": ("---\nid: A\n---\n", "field-missing 2:1"),
    "job-aids/b.md": ("---\n---\n", "file-empty 1:1"),
    "job-aids/c.md": ("---\nid: A\ntitle: B\n---\n::field{id=a}\n", "content-missing 5:1"),
    "recall.md": ("Words\n", "content-unexpected 1:1"),
}


@pytest.mark.parametrize("path", FAULTS)
def test_a_fault_is_told_where_it_stands(path: str) -> None:
    text, expected = FAULTS[path]
    problems = tuple(one for one in read(files={path: text}).problems if one.span.path == path)
    assert told(problems) == [expected]


def test_two_pools_with_one_id_are_told() -> None:
    result = read(files={"pools/a.md": POOL, "pools/b.md": POOL})
    assert told(result.problems) == ["entry-twice 1:1"]


def test_the_shipped_course_has_no_fault() -> None:
    result = read_course(shipped("course"))
    assert result.problems == ()
    assert result.course is not None
    assert len(result.course.lessons) >= 5
