from coursewright.problems import Code, Severity, has_errors, near, sort_problems
from coursewright.source import Span

WARN = Code("so-so", Severity.WARNING, "So-so.", "It could be better.")
FAULT = Code("no-go", Severity.ERROR, "No go.", "It cannot work.")


def test_problems_come_in_the_order_of_their_places_and_once() -> None:
    late = FAULT.at(Span("b.md", 1), "late")
    early = WARN.at(Span("a.md", 9), "early")

    assert sort_problems([late, early, late]) == (early, late)


def test_a_warning_stops_a_build_only_under_strict() -> None:
    problems = [WARN.at(Span("a.md"), "hm")]

    assert not has_errors(problems)
    assert has_errors(problems, strict=True)
    assert has_errors([FAULT.at(Span("a.md"), "no")])


def test_near_names_are_offered() -> None:
    assert near("scenaro", ["scenario", "quiz"]) == "Did you mean `scenario`?"
    assert near("zzz", ["scenario", "quiz"]) is None
