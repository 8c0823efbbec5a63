"""A problem is shown with the words it means, whatever the line is like."""

from coursewright.preview.problem_list import shown
from coursewright.problems import Code, Severity
from coursewright.source import Source, Span

CODE = Code("a-fault", Severity.ERROR, "A fault.", "It is one.")


def parts(text: str, span: Span) -> tuple[str, str, str]:
    (one,) = shown([CODE.at(span, "told")], {"a.md": Source("a.md", text)})
    return one.before, one.marked, one.after


def test_the_words_are_marked() -> None:
    assert parts("one two three\n", Span("a.md", 1, 5, 1, 8)) == ("one ", "two", " three")


def test_a_span_over_lines_is_marked_to_the_end_of_its_first() -> None:
    assert parts("one two\nthree\n", Span("a.md", 1, 5, 2, 3)) == ("one ", "two", "")


def test_a_line_without_end_is_cut() -> None:
    before, marked, after = parts("x" * 1_000_000, Span("a.md", 1, 500_000, 1, 500_010))
    assert before.startswith("…")
    assert after.endswith("…")
    assert marked == "x" * 10
    assert len(before + after) < 400


def test_a_place_that_is_not_there_is_no_fault_of_ours() -> None:
    assert parts("one\n", Span("a.md", 9, 9, 9, 10)) == ("", "", "")
    assert shown([CODE.at(Span("b.md"), "told")], {})[0].marked == ""
