"""Texts of questions: only harmless elements stay, well formed, whatever comes in."""

import pytest
from lxml import etree

from coursewright.banks.rich_text import has_markup, plain_text, xhtml


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a & b", "a &amp; b"),
        ("<b>x</b><script>y</script>", "<strong>x</strong>"),
        ('<a href="javascript:x">y</a>', "<a>y</a>"),
        ('<p onclick="x" style="y">z', "<p>z</p>"),
        ("<font>w</font>", "w"),
        ('<img src="a.png">', '<img src="a.png" alt=""/>'),
    ],
)
def test_what_stays_of_a_fragment(text: str, made: str) -> None:
    assert xhtml(text) == made


def test_words_with_a_line_for_each_block() -> None:
    assert plain_text("<p>a  <b>b</b></p><ul><li>c</li><li>d &lt; e</li></ul>") == "a b\nc\nd < e"
    assert not has_markup("<p>one paragraph</p>")
    assert has_markup("<p>a</p><p>b</p>")


@pytest.mark.parametrize("depth", [200, 5_000, 100_000])
def test_deep_nesting_does_no_harm(depth: int) -> None:
    made = xhtml("<div>" * depth + "x &amp; y")
    assert etree.XML(f"<r>{made}</r>") is not None
    assert plain_text("<div>" * depth + "x")[-1:] in ("x", "")
