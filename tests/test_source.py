from hypothesis import given
from hypothesis import strategies as st

from coursewright.source import Source, Span


@given(st.text(alphabet="ab\n\u00e9\U0001f600", max_size=60), st.integers(0, 60))
def test_a_position_points_back_at_its_character(text: str, offset: int) -> None:
    source = Source("a.md", text)
    line, column = source.position(offset)

    if offset < len(text) and text[offset] != "\n":
        assert source.line(line)[column - 1] == text[offset]
    assert source.line(line).count("\n") == 0


def test_a_line_past_the_end_is_empty() -> None:
    source = Source("a.md", "one\ntwo")

    assert source.line(2) == "two"
    assert source.line(3) == ""
    assert source.line(0) == ""


def test_a_span_reads_as_editors_know_it() -> None:
    assert str(Source("a.md", "one\ntwo").span(5, 6)) == "a.md:2:2"
    assert str(Span.whole("a.md")) == "a.md:1:1"
