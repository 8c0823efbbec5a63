"""SubRip captions become WebVTT word for word; what a browser would skip is reported by line."""

import pytest

from coursewright.markup.addresses import asset_address
from coursewright.read.captions import check_vtt, read_srt
from media_files import SRT
from read.course_in_memory import course_of, read

VTT = """\
WEBVTT

00:00:00.000 --> 00:00:02.500
Water begins to <i>sing</i>.

00:00:02.500 --> 00:00:05.000
Tea &amp; &lt;milk&gt;
on a second line
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_and_end_of_line_gives_the_same_captions(encoding: str, end: str) -> None:
    made = read_srt(SRT.replace("\n", end).encode(encoding))
    assert (made.vtt.decode(), made.faults, made.guessed) == (VTT, [], False)


def test_windows_1252_is_read_and_said_to_be_a_guess() -> None:
    made = read_srt("1\n00:00:01,000 --> 00:00:02,000\nThé à 3 € «vert»\n".encode("cp1252"))
    assert "Thé à 3 € «vert»" in made.vtt.decode()
    assert made.guessed
    assert made.faults == []


def test_bytes_of_no_encoding_are_a_fault() -> None:
    (fault,) = read_srt(b"1\n00:00:01,000 --> 00:00:02,000\n\x81\x8d\n").faults
    assert fault.line == 1
    assert "not text" in fault.what


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('<font color="#ff0000">Red</font>', "Red"),
        ("<B>Bold</B>", "<b>Bold</b>"),
        ("{\\an8}Above", "Above"),
        ("a --> b", ""),
        ("3 < 4 && 5 > 4", "3 &lt; 4 &amp;&amp; 5 &gt; 4"),
        ("42", "42"),
    ],
)
def test_marks_of_webvtt_stay_and_all_else_is_text(text: str, shown: str) -> None:
    made = read_srt(f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n".encode())
    if shown:
        assert made.vtt.decode().split("\n")[3] == shown
        assert made.faults == []
    else:
        assert [fault.line for fault in made.faults] == [3]


def test_a_caption_at_the_top_stays_there() -> None:
    made = read_srt(b"1\n00:00:01,000 --> 00:00:02,000\n{\\an8}Above\n")
    assert b"00:00:01.000 --> 00:00:02.000 line:0\nAbove" in made.vtt


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1\n00:00:01,000 -> 00:00:02,000\nOne dash\n", 2),
        ("1\n00:00:01 --> 00:00:02\nNo milliseconds\n", 2),
        ("1\n00:61:01,000 --> 00:62:02,000\nMinutes\n", 2),
        ("1\n00:00:02,000 --> 00:00:02,000\nNo time at all\n", 2),
        ("1\n00:00:02,000 --> 00:00:01,000\nBackwards\n", 2),
        ("1\n00:00:01,000 --> 00:00:02,000\nOne\n\nstray\n", 5),
        ("1\n00:00:05,000 --> 00:00:06,000\nLater\n\n2\n00:00:01,000 --> 00:00:02,000\nFirst\n", 6),
        ("1\n00:00:01,000 --> 00:00:02,000\nBe\x07ll\n", 3),
        ("Only words.\n", 1),
        ("", 1),
    ],
)
def test_a_broken_caption_is_named_with_its_line(text: str, line: int) -> None:
    assert [fault.line for fault in read_srt(text.encode()).faults] == [line]


def test_numbers_may_be_missing_and_captions_may_follow_without_a_blank_line() -> None:
    text = "00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:02.000 --> 00:00:03.000\nTwo\n"
    made = read_srt(text.encode())
    assert made.faults == []
    assert made.vtt.decode().split("\n")[3::3] == ["One", "Two"]


def test_a_long_file_of_faults_is_bounded() -> None:
    assert len(read_srt(b"1\nx --> y\nz\n\n" * 5000).faults) == 20


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:02.000 line:0\nHello\n", []),
        ("WEBVTT - a title\n\nNOTE a remark\n\nintro\n00:01.000 --> 00:02.000\nHello\n", []),
        ("WEBVTT\n\nSTYLE\n::cue { color: red }\n\n100:00:01.000 --> 100:00:02.000\nHi\n", []),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nCommas\n", [3]),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nBackwards\n", [3]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n\nstray words\n", [6]),
    ],
)
def test_webvtt_is_checked_for_what_browsers_skip(text: str, lines: list[int]) -> None:
    assert [fault.line for fault in check_vtt(text)] == lines


def test_a_course_publishes_subrip_as_webvtt() -> None:
    files: dict[str, str | bytes] = {"f/a.mp4": b"\0\0\0\x18ftypmp42", "f/A talk.srt": SRT}
    body = ':::video[A film]{src="../f/a.mp4" captions="../f/A talk.srt"}\n:::\n'
    result = read(body, files)
    assert result.problems == ()
    asset = course_of(result).assets["f/A talk.srt"]
    assert (asset.data.decode(), asset.media_type) == (VTT, "text/vtt")
    assert asset_address("f/A talk.srt").endswith(".vtt")
