"""A rule is tried only where it can begin, and the result is as if all of them were tried."""

from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.read import md_parser

PIECES = [
    *"!#$%&*+-:<=>@[]\\^_`{}~()\n wa1",
    *("www.a.de", "ww", "https://a.de", "a@b.de", "mailto:", "{{a}}", "[[a]]", "[@a]", "^[a]"),
    *("[^1]", "![a](b)", "{width=5%}", "$x^2$", "\\(x^2\\)", "<b>", "<https://a.de>", "&amp;"),
    *("**", "~~", "H~2~O", "`a`"),
]


def tokens(text: str) -> list[object]:
    return [(one.type, one.content, one.attrs, one.meta) for one in md_parser.parse_line(text, {})]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_rules_that_are_passed_over_would_not_have_matched(text: str) -> None:
    inline = md_parser.markdown().inline
    quick = tokens(text)
    kept = dict(vars(inline))
    rules = tuple(inline.ruler.getRules(""))
    vars(inline).update(_rules={}, _other=rules)
    inline.add_terminator_char("W")  # makes the library's own pattern again, with each `w`
    try:
        slow = tokens(text)
    finally:
        vars(inline).update(kept)
        inline._extra_terminator_chars.discard("W")
    assert quick == slow
