from coursewright.model import Block, Branch, Checklist, Quiz, walk
from coursewright.model.roles import (
    asked,
    entry_ids,
    learner_ids,
    marks,
    questions,
    references,
)
from sample_course import sample_course


def _walked() -> list[Block]:
    course = sample_course()
    bodies = [lesson.body for lesson in course.lessons]
    bodies += [aid.body for aid in course.job_aids.values()]
    return [block for body in bodies for block in walk(body)]


BLOCKS = tuple(_walked())


def test_every_question_and_branch_is_asked_and_has_an_id_of_its_own() -> None:
    found = list(asked(BLOCKS))
    assert {type(one) for one in found} == {
        type(block) for block in BLOCKS if isinstance(block, Quiz | Branch)
    }
    assert len(found) == sum(isinstance(block, Quiz | Branch) for block in BLOCKS)
    assert set(questions(BLOCKS)) == {one for one in found if not isinstance(one, Branch)}


def test_what_keeps_a_state_is_named_once_and_by_its_kind() -> None:
    named = {(kind, id_) for kind, id_, _ in learner_ids(BLOCKS)}
    kinds = {kind for kind, _ in named}
    assert {"question", "branch", "likert", "assessment", "checklist", "reflect"} <= kinds
    assert {kind for kind, _, _ in entry_ids(BLOCKS)} == {"field", "table"}
    kinds = {kind for kind, _, _ in references(BLOCKS)}
    assert kinds == {"job aid", "survey", "readiness check", "pool"}


def test_each_line_of_a_checklist_can_be_marked() -> None:
    lines = [
        f"{one.id}/{item.key}" for one in BLOCKS if isinstance(one, Checklist) for item in one.items
    ]
    found = [key for kind, key in marks(BLOCKS) if kind == "check"]
    assert lines
    assert found == lines
