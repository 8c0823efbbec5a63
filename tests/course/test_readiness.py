"""The readiness check of the course that ships: over all answers, it leans toward neither path."""

import re
from collections import Counter
from itertools import product

import pytest

from coursewright.model import Course
from coursewright.model.when import first_rule, scale_of
from coursewright.read import read_course
from coursewright.shipped import shipped

LEADER, EXPERT, BOTH = "aspire", "expert", "both"
POINTS = range(1, 6)


@pytest.fixture(scope="module")
def course() -> Course:
    read = read_course(shipped("course")).course
    assert read is not None
    return read


def averages(count: int) -> Counter[float]:
    """How many ways of answering `count` statements lead to each average."""
    return Counter(sum(answers) / count for answers in product(POINTS, repeat=count))


def result(course: Course, scores: dict[str, float]) -> str:
    rule = first_rule(course.readiness["readiness"], scores)
    assert rule is not None
    return rule.id


def path(course: Course, shown: str) -> str:
    rules = {rule.id: rule for rule in course.readiness["readiness"].rules}
    return rules[shown].track or shown


@pytest.fixture(scope="module")
def shown(course: Course) -> Counter[tuple[float, float, float, str]]:
    """Every combination of averages, the result it is shown, and the answers that lead to it."""
    sizes = Counter(
        scale_of(one.id) for one in course.readiness["readiness"].statements if not one.yes_no
    )
    found: Counter[tuple[float, float, float, str]] = Counter()
    for (p, ps), (c, cs), (e, es) in product(
        *(averages(sizes[scale]).items() for scale in ("P", "C", "E"))
    ):
        found[p, c, e, result(course, {"P": p, "C": c, "E": e})] += ps * cs * es
    return found


def test_all_answers_are_gone_through(shown: Counter[tuple[float, float, float, str]]) -> None:
    assert shown.total() == 5**10


def test_two_strong_pulls_and_some_evidence_mean_to_try_both(
    shown: Counter[tuple[float, float, float, str]],
) -> None:
    strong = {name for p, c, e, name in shown if p >= 3.75 and c >= 3.75 and e >= 3}
    assert strong == {BOTH}


def test_nobody_with_a_weak_pull_or_little_evidence_is_told_to_try_both(
    shown: Counter[tuple[float, float, float, str]],
) -> None:
    told = [(p, c, e) for p, c, e, name in shown if name == BOTH]
    assert min(min(p, c) for p, c, _ in told) >= 3.75
    assert min(e for _, _, e in told) >= 3


@pytest.mark.parametrize("e", [1, 2, 2.75, 3, 4, 5])
def test_whoever_swaps_the_two_pulls_is_shown_the_mirrored_result(course: Course, e: float) -> None:
    mirrored = {
        "leader": "expert",
        "leader-test-first": "expert-test-first",
        "expert": "leader",
        "expert-test-first": "leader-test-first",
    }
    steps = [
        1 + number / 12 for number in range(49)
    ]  # the averages of three and of four statements
    for p, c in product(steps, repeat=2):
        one = result(course, {"P": p, "C": c, "E": e})
        assert result(course, {"P": c, "C": p, "E": e}) == mirrored.get(one, one), (p, c)


def test_no_more_answers_lead_to_leading_than_to_expertise(
    course: Course, shown: Counter[tuple[float, float, float, str]]
) -> None:
    paths: Counter[str] = Counter()
    for (_, _, _, name), count in shown.items():
        paths[path(course, name)] += count
    tilt = (paths[LEADER] - paths[EXPERT]) / shown.total()
    assert abs(tilt) < 0.03


def test_the_printed_check_has_the_same_results_and_limits(course: Course) -> None:
    aid = (shipped("course") / "job-aids" / "readiness-check.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\d\. \*\*(.+?)\*\*(.*)$", aid, re.MULTILINE)
    said = {title.rsplit(": ", 1)[1].rstrip("."): title + rest for title, rest in lines}
    assert set(said) == {"try both", "leader path", "expert path", "start small"}
    assert "P and C are both 3.75 or more, and E is 3 or more" in said["try both"]
    for own, other in (("P", "C"), ("C", "P")):
        line = said["leader path" if own == "P" else "expert path"]
        assert f"{own} is 3 or more, and at least half a point above {other}" in line
        assert "If E is below 3, test first" in line
    statements = [one.text for one in course.readiness["readiness"].statements]
    assert [text for text in statements if text not in aid] == []
