"""The reader takes nothing on trust: sizes, depth, places and strange text; never a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiled_course import body, write_course
from coursewright.errors import CoursewrightError, UsageError
from coursewright.sequence.filling import fill, settle
from coursewright.sequence.format import LIMITS
from coursewright.sequence.placeholders import Placeholder
from coursewright.sequence.reader import load_message, read_message, read_sequence
from coursewright.sequence.release import judge_release, load_release


def message(**more: Any) -> bytes:
    return json.dumps({"format": 2} | body("A") | more).encode()


def nested(depth: int) -> list[Any]:
    segments: list[Any] = ["x"]
    for _ in range(depth):
        segments = [{"group": segments}]
    return segments


def test_a_fault_is_told_with_its_place() -> None:
    bad = [{"group": ["a", {"placeholder": "x", "context": "script"}], "needs": ["link.next"]}]
    with pytest.raises(UsageError, match=r"`text\[0\]\.group\[1\]` stands in an unknown context"):
        read_message(message(text=bad))


def test_an_older_format_is_refused_with_what_to_do(sequence: Path) -> None:
    data = json.loads(sequence.read_text("utf-8")) | {"format": 1}
    with pytest.raises(UsageError, match="format 1; this version reads 2") as caught:
        read_sequence(data)
    assert "Build the course again" in str(caught.value.hint)


@pytest.mark.parametrize(
    "text",
    [
        nested(LIMITS.depth + 1),
        ["x"] * (LIMITS.segments + 1),
        [{"group": ["x"] * 15_000}, {"group": ["x"] * 15_000}],
        [{"series": [{"group": nested(LIMITS.depth)}]}],
    ],
)
def test_a_text_that_is_too_long_or_too_deep_is_refused(text: Any) -> None:
    with pytest.raises(UsageError):
        read_message(message(text=text))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"format": 2, "html": ' + b"[" * 200_000,
        b'{"format": 2, "subject": [], "html": [], "text": [' + b'{"group": [' * 900,
        b'{"format": ' + b"9" * 5000 + b"}",
        b'{"format": NaN}',
        b'{"format": 2, "format": true}',
    ],
)
def test_bytes_that_are_no_message_are_refused(data: bytes) -> None:
    with pytest.raises(UsageError):
        read_message(data)


def test_half_a_pair_of_surrogates_is_replaced() -> None:
    texts = read_message(message(text=["a\ud800b", {"placeholder": "x\udfff", "context": "text"}]))
    assert texts.text == ("a\ufffdb", Placeholder("x\ufffd", "text"))


def test_a_placeholder_is_escaped_for_the_part_that_it_stands_in() -> None:
    sly = [{"placeholder": "learner.name", "context": "text", "fallback": ""}]
    texts = read_message(message(html=sly, text=[sly[0] | {"context": "html"}]))
    values = {"learner.name": "<b>\n& co"}
    assert fill(settle(texts.html, ()), values) == "&lt;b&gt;\n&amp; co"
    assert fill(settle(texts.text, ()), values) == "<b> & co"


def test_fields_of_a_later_version_are_ignored() -> None:
    assert read_message(message(mood="good")) == read_message(message())


def test_two_tracks_may_not_share_a_message_that_is_too_big(tmp_path: Path) -> None:
    path = write_course(tmp_path, mail=lambda name: body(name) | {"text": ["x" * 2**21]})
    with pytest.raises(UsageError, match="bigger than"):
        load_message(tmp_path, load_release(path).messages[0])


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["group", "series", "separator", "needs", "placeholder", "context", "fallback"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(anything)
def test_whatever_a_message_holds_it_is_read_or_refused(value: Any) -> None:
    for name in ("subject", "html", "text"):
        try:
            texts = read_message(message(**{name: value}))
        except UsageError:
            continue
        fill(settle(texts.html, ("link.next",)), {"link.next": "https://x.example/"})


@settings(deadline=None)
@given(st.data())
def test_whatever_a_sequence_holds_it_is_read_or_refused(data: st.DataObject) -> None:
    value: Any = SEQUENCE
    place: Any = json.loads(json.dumps(value))
    root = place
    for _ in range(data.draw(st.integers(0, 4))):
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or data.draw(st.booleans()):
            place[key] = data.draw(anything)
            break
        place = place[key]
    try:
        release = judge_release(root)
    except CoursewrightError:
        return
    assert release.hash
    assert isinstance(release.digests, dict)


SEQUENCE: Any = None


@pytest.fixture(scope="module", autouse=True)
def _sequence(tmp_path_factory: pytest.TempPathFactory) -> None:
    global SEQUENCE
    SEQUENCE = json.loads(write_course(tmp_path_factory.mktemp("c")).read_text("utf-8"))
