"""What goes with a link that leads nowhere, and what stays."""

import pytest

from coursewright.errors import UsageError
from coursewright.sequence.omissions import Gap, Segment, leave_out, read_segments

DEAD = Gap("link.pause", "url", "")
LIVE = Gap("link.leave", "url", "mailto:a@example.org")


def without(*segments: Segment, html: bool = True) -> list[Segment]:
    return list(leave_out(segments, lambda gap: gap == DEAD, html=html))


def test_a_link_goes_with_the_dot_that_parted_it() -> None:
    dot = " &nbsp;·&nbsp; "
    first = ('<p><a href="', DEAD, f'">Pause</a>{dot}<a href="/x">X</a></p>')
    assert without(*first) == ['<p><a href="/x">X</a></p>']
    last = (f'<p><a href="/x">X</a>{dot}<a href="', DEAD, '" title="t"><b>P</b></a></p>')
    assert without(*last) == ['<p><a href="/x">X</a></p>']


def test_a_paragraph_of_dead_links_alone_goes() -> None:
    pair = ('<i></i><p class="s"><a href="', DEAD, '">A</a> · <a href="', DEAD, '">B</a></p><hr>')
    assert without(*pair) == ["<i></i><hr>"]


def test_a_paragraph_with_words_stays() -> None:
    assert without('<p>Or <a href="', DEAD, '">pause</a>.</p>') == ["<p>Or .</p>"]
    assert without('<p>Wait.<br/><a href="', DEAD, '">Pause</a></p>') == ["<p>Wait.</p>"]


def test_a_button_goes_with_its_table_and_no_more() -> None:
    inner = '<table role="presentation"><tr><td><a href="'
    row = without(f"<table><tr><td>{inner}", DEAD, '">Go</a></td></tr></table></td></tr></table>')
    assert row == ["<table><tr><td></td></tr></table>"]
    words = without(f"{inner}", DEAD, '">Go</a> now, or wait</td></tr></table>')
    assert words == ['<table role="presentation"><tr><td> now, or wait</td></tr></table>']


def test_what_lives_stays_as_it_is() -> None:
    assert without('<a href="', LIVE, '">Leave</a>') == ['<a href="', LIVE, '">Leave</a>']
    assert without("a", LIVE, "\n\n\n\n", html=False) == ["a", LIVE, "\n\n\n\n"]


def test_lines_that_announce_an_address_go_with_it() -> None:
    text = without("Words.\n\nStop the\ncourse:\n  ", DEAD, "\nHelp:\n  h\n", html=False)
    assert text == ["Words.\n\nHelp:\n  h\n"]
    ones = without("A:\n  a\nB:\n  ", DEAD, "\nC:\n  ", LIVE, "\n", html=False)
    assert ones == ["A:\n  a\nC:\n  ", LIVE, "\n"]


def test_a_dead_gap_within_a_line_leaves_the_line() -> None:
    assert without("See ", DEAD, " for more", html=False) == ["See  for more"]


def test_words_cannot_pass_for_a_gap() -> None:
    read = read_segments(["x\ufdd0-0\ufdd1y", {"slot": "a", "context": "url", "fallback": None}])
    assert read == ("x-0y", Gap("a", "url", ""))


def test_an_unknown_context_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown context"):
        read_segments([{"slot": "a", "context": "script"}])
