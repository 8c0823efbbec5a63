"""Hostile input ends in a problem with a place, in bounded time."""

import time

import pytest

from coursewright.model import text_of
from coursewright.read import ReadResult
from coursewright.read.read_limits import SIGNS
from read.course_in_memory import COURSE, FRONT, LESSON, read, told

MOST_SECONDS = 6.0
"""What one file may cost on a slow machine under load; alone each takes well below two."""


def timed(body: str, files: dict[str, str | bytes] | None = None) -> ReadResult:
    before = time.process_time()
    result = read(body, files)
    assert time.process_time() - before < MOST_SECONDS
    return result


def line(pattern: str, chars: int = 9_900) -> str:
    return pattern * (chars // len(pattern))


PATTERNS = (
    *(
        "*a_ ",
        "*a **a ",
        "*",
        "*_",
        "**x* ",
        "_a__b_",
        "[a](",
        "[",
        "![",
        "![a](",
        "]",
        "[a][",
        "[](",
    ),
    *("`a``b```", "<", "<a", "<!--", "<?", "<http:", "&", "&#", "{{", "{{a", "[[", "[@", "[@a;"),
    *("{", "\\", "![a](b){", "~", "\\\n", "a  \n", "[a](b ", "> ", "- ", "1. ", "|"),
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_long_line_of_signs_takes_no_time(pattern: str) -> None:
    timed(line(pattern))


@pytest.mark.parametrize("pattern", ["*a_ ", "*_", "![", "[@", "[[", "**x* "])
def test_as_many_signs_as_a_file_may_have_take_bounded_time(pattern: str) -> None:
    signs = sum(pattern.count(sign) for sign in "*_[]()!<>&{}|\\")
    paragraph = line(pattern, 8_000)
    many = (SIGNS - 100) // (paragraph.count(pattern) * signs)
    assert "file-too-big" not in str(told(timed("\n\n".join([paragraph] * many)).problems))


TOO_MUCH = {
    "*a_ " * 50_000: "line-too-long",
    "*a_\n" * 50_000: "file-too-big",
    "x" * 10_000_000: "file-too-big",
    ">" * 10_000 + " a": "nesting-too-deep",
    "- " * 9_000 + "a": "nesting-too-deep",
    "\n".join("  " * at + "- a" for at in range(300)): "nesting-too-deep",
    ":" * 10_000: "directive-stray-close",
    ":::more\n" * 4_000: "nesting-too-deep",
    ":::a\n" * 9_000: "too-many-problems",
    ":::callout[" + "[" * 9_000: "directive-malformed",
    "*a _b " * 700 + "b_ a* " * 700: "nesting-too-deep",
    "- a\n" * 9_000: "too-many-blocks",
    (
        "|" + "a|" * 70 + "\n|" + "-|" * 70 + "\n" + ("|" + "a|" * 70 + "\n") * 200
    ): "too-many-blocks",
    "a b\n" * 6_000: "text-too-long",
    "\ud800": "file-not-utf8",
}


@pytest.mark.parametrize(("body", "code"), TOO_MUCH.items(), ids=lambda one: one[:14])
def test_too_much_is_refused_by_name(body: str, code: str) -> None:
    data = (FRONT + body + "\n").encode("utf-8", "surrogatepass")
    result = timed("", {LESSON: data})
    for lesson in result.course.lessons if result.course else ():
        assert text_of(lesson.body) is not None  # a walk by calls does not end the program
    assert code in {one.code for one in result.problems}


@pytest.mark.parametrize(
    "body",
    [
        "[" * 9_000 + "]" * 9_000,
        "## a\n" * 9_000,
        "[a]: b\n" * 9_000,
        '[a]: b "\n' * 5_000,
        "```\n" * 9_001,
        "> a\n" * 9_000,
        "> a\nb\n" * 4_500,
        "    a\n" * 9_000,
        "\t" * 19_000 + "a",
        "\n" * 9_900,
        ("- > " * 6 + "a\n") * 500,
        "## " + "#" * 19_000,
        "## a" + " #" * 9_000,
        ":::a{" + "a=b " * 4_000 + "}",
    ],
    ids=lambda one: one[:10],
)
def test_what_is_much_but_allowed_takes_bounded_time(body: str) -> None:
    timed(body)


BOMBS = {
    "a: &a [x, x]\n" + "".join(f"b{at}: &b{at} [*a, *a]\n" for at in range(30)): "yaml-alias",
    "a: !!python/object/apply:os.system [id]\n": "yaml-tag",
    "[" * 10_000: "yaml-invalid",
    "- " * 9_000: "yaml-too-deep",
    "{a: " * 4_000: "yaml-too-deep",
    "[1,\n" * 4_000: "yaml-too-deep",
    "".join(f"k{at}: 1\n" for at in range(40_000)): "yaml-too-deep",
    "a: 1\n" * 20_000: "too-many-problems",
    "".join("k" * 900 + f"{at}: 1\n" for at in range(1_000)): "too-many-problems",
    "mastery: " + "9" * 5_000 + "\n": "field-type",
    "a: |\n" + " x\n" * 100_000: "field-unknown",
    "# " + "x" * 10_000_000: "file-too-big",
}


@pytest.mark.parametrize(("text", "code"), BOMBS.items(), ids=lambda one: one[:14])
def test_a_yaml_bomb_is_refused(text: str, code: str) -> None:
    result = timed("", {"course.yaml": text})
    assert code in {one.code for one in result.problems}


def test_many_missing_files_are_told_up_to_a_number() -> None:
    files: dict[str, str | bytes] = {f"f/{at}.png": b"" for at in range(3_000)}
    body = "".join(f"![a](../f/x{at}.png)\n\n" for at in range(4_000))
    assert len(timed(body, files).problems) < 500


def test_a_thousand_lessons_without_a_module_take_bounded_time() -> None:
    files: dict[str, str | bytes] = {
        f"x{at}/01-a.md": FRONT.replace("water", f"w{at}") for at in range(1_000)
    }
    result = timed("", files)
    assert 200 <= len(result.problems) <= 500


def test_all_text_together_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coursewright.read.parse_cache.TEXT_TOTAL", len(COURSE) + 10)
    assert told(read().problems) == ["file-too-big 1:1"]


def test_all_files_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coursewright.read.asset_files.ASSET_TOTAL", 10)
    result = read("[a](../f/a.txt) [b](../f/b.txt)\n", {"f/a.txt": "x" * 6, "f/b.txt": "x" * 6})
    assert told(result.problems) == ["file-too-big 7:17"]


@pytest.mark.parametrize(("most", "codes"), [(1, ["file-too-big 7:1"]), (2, [])])
def test_one_file_is_bounded_by_the_course(most: int, codes: list[str]) -> None:
    settings = f"{COURSE}media: {{file_mb: {most}}}\n"
    result = read("[a](../f/a.txt)\n", {"course.yaml": settings, "f/a.txt": "x" * 1_000_001})
    assert told(result.problems) == codes
