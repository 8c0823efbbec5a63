"""Bytes become text, or a problem that says where they are none."""

import pytest

from coursewright.read.read_limits import LINE_CHARS, LINES, MARKDOWN_BYTES, SIGNS, YAML_BYTES
from coursewright.read.text_files import read_text


def found(data: bytes, path: str = "a.yaml") -> list[str]:
    source, problems = read_text(path, data)
    assert (source is None) == bool(problems)
    return [f"{one.code} {one.span.line}:{one.span.column}" for one in problems]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("a: ü\n".encode("utf-16"), ["file-not-utf8 1:1"]),
        ("a: b\n".encode("utf-16-be"), ["control-character 1:1"]),
        ("a: ü\n".encode("utf-32"), ["file-not-utf8 1:1"]),
        ("a: x\r\nü: ü\n".encode("latin-1"), ["file-not-utf8 2:1"]),
        ("é: ".encode() + b"\xfc\n", ["file-not-utf8 1:4"]),
        ("\ufeffé: ".encode() + b"\xfc\n", ["file-not-utf8 1:4"]),
        (b"a: \xed\xa0\x80\n", ["file-not-utf8 1:4"]),
        (b"a: \xc0\xaf\n", ["file-not-utf8 1:4"]),
        (b"a: \x00\n", ["control-character 1:4"]),
        (b"a\n\x1b[31m\n", ["control-character 2:1"]),
        ("a: \u0085".encode(), []),
        ("a: \u2028\u202e\n".encode(), []),
        (b"", []),
        (b"x" * LINE_CHARS, []),
        (b"\n" + b"x" * (LINE_CHARS + 1), ["line-too-long 2:1"]),
        (b"x" * 10_000_000, ["file-too-big 1:1"]),
        (b"x\n" * (YAML_BYTES // 2 + 1), ["file-too-big 1:1"]),
    ],
)
def test_bytes_that_are_no_text_are_told_where_they_stand(data: bytes, expected: list[str]) -> None:
    assert found(data) == expected


@pytest.mark.parametrize(
    "data",
    [b"x\n" * (MARKDOWN_BYTES // 2 + 1), b"\n" * (LINES + 1), b"*a\n[b\n" * (SIGNS // 2 + 1)],
)
def test_markdown_that_would_take_too_long_is_refused(data: bytes) -> None:
    assert set(found(data, "a.md")) == {"file-too-big 1:1"}


def test_line_ends_are_made_one_kind_and_the_mark_of_the_order_is_dropped() -> None:
    source, _ = read_text("a.md", b"\xef\xbb\xbfa\r\nb\rc\n")
    assert source is not None
    assert source.text == "a\nb\nc\n"
