"""Every piece of a lesson knows the characters that it was made of."""

from collections.abc import Iterator

import pytest

from coursewright.model import Break, Choice, TermRef, Text, inlines, walk
from coursewright.read import ReadResult, read_course
from coursewright.shipped import shipped
from read.course_in_memory import LESSON, PNG, blocks, cut, lesson_of, read


def pieces(result: ReadResult) -> Iterator[tuple[str, str]]:
    source = result.sources[LESSON]
    for block in walk(lesson_of(result).body):
        yield block.kind, cut(source, block.span)
    for piece in inlines(lesson_of(result).body):
        if not isinstance(piece, Break):
            yield piece.kind, cut(source, piece.span)


INLINE = {
    "a **strong** word": ("strong", "**strong**"),
    "a __strong__ word": ("strong", "__strong__"),
    "an *emphatic* word": ("emphasis", "*emphatic*"),
    "***both***": ("emphasis", "***both***"),
    "some `code` here": ("code", "`code`"),
    "a [link](https://example.org/a) here": ("link", "[link](https://example.org/a)"),
    "<https://example.org/>": ("link", "<https://example.org/>"),
    "é😀 [@hill; @kbrs] é": ("citation", "[@hill; @kbrs]"),
    'Dear {{ learner.first_name | "you" }}!': ("placeholder", '{{ learner.first_name | "you" }}'),
    "It is {{fact F60}} so": ("fact", "{{fact F60}}"),
    "an [[ally|old ally]]": ("term", "[[ally|old ally]]"),
    "x ![alt](../a.png){decorative=true} y": ("image", "![alt](../a.png){decorative=true}"),
    "x ![alt](../a.png) y": ("image", "![alt](../a.png)"),
}
AROUND = {
    "alone": "{}\n",
    "second line": "First\n{}\n",
    "indented": "First\n   {}\n",
    "in a quotation": "> {}\n",
    "lazily": "> First\n{}\n",
    "in a list": "- First\n- {}\n",
    "deep": "1. First\n\n   > - Second\n   >   {}\n",
    "in a heading": "## {} ##\n",
    "underlined": "{}\n---\n",
    "in a block": ":::scenario\n{}\n:::\n",
    "in a label": ":::callout[{}]\nText\n:::\n",
    "in a table": "| a | b |\n| --- | --- |\n| x\\|y | {} |\n",
    "in a table's head": "| a | {} |\n| --- | --- |\n| x | y |\n",
    "in a quoted table": "> a | {}\n> --- | ---\n> x | y\n",
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
@pytest.mark.parametrize(("line", "expected"), INLINE.items(), ids=lambda one: str(one)[:12])
def test_a_piece_of_a_line_marks_its_own_characters(
    around: str, line: str, expected: tuple[str, str]
) -> None:
    if "|" in line and "|" in around:
        line = line.replace("|", "\\|")
        expected = (expected[0], expected[1].replace("|", "\\|"))
    result = read(around.format(line), {"a.png": PNG})
    assert expected in set(pieces(result))


def test_the_second_line_of_a_piece_is_found_again() -> None:
    result = read(">   one **two\n>   three** four\n")
    assert ("strong", "**two\n>   three**") in set(pieces(result))


@pytest.mark.parametrize(
    ("kind", "text"),
    [("term", "[[line\nof sight]]"), ("citation", "[@hill;\n@kbrs]"), ("fact", "{{fact\nF60}}")],
)
def test_a_sign_that_an_editor_wrapped_is_still_one(kind: str, text: str) -> None:
    result = read(f"The {text} leads up.\n")
    assert (kind, text) in set(pieces(result))
    assert (
        "line of sight"
        in {piece.term for piece in inlines(lesson_of(result).body) if isinstance(piece, TermRef)}
        or kind != "term"
    )


def test_words_around_an_escape_mark_what_the_author_typed() -> None:
    (paragraph,) = blocks("\\*a\\* &amp; b\n")
    (text,) = inlines([paragraph])
    assert isinstance(text, Text)
    assert text.text == "*a* & b"
    assert (text.span.column, text.span.end_column) == (1, 14)


def test_windows_line_ends_and_a_byte_order_mark_move_no_place() -> None:
    plain = read("First\n\nA *word*\n")
    other = "\ufeff---\r\n" + plain.sources[LESSON].text.removeprefix("---\n").replace("\n", "\r\n")
    assert set(pieces(read(files={LESSON: other}))) == set(pieces(plain))


def test_every_word_of_the_shipped_course_stands_where_its_span_says() -> None:
    result = read_course(shipped("course"))
    assert result.course is not None
    count = 0
    for lesson in result.course.lessons:
        source = result.sources[lesson.path]
        for piece in inlines(lesson.body):
            if isinstance(piece, Text) and "\\" not in cut(source, piece.span):
                assert cut(source, piece.span) == piece.text
                count += 1
    assert count > 500


def test_a_block_marks_all_its_lines_and_no_empty_one() -> None:
    result = read("- one\n- two\n\n  three\n\n\n\nAfter\n")
    assert ("bullets", "- one\n- two\n\n  three") in set(pieces(result))


def test_an_option_and_its_feedback_mark_their_lines() -> None:
    body = ':::quiz{id="q" type="single"}\nAsk\n- [x] Yes {#y}\n  > Good.\n- [ ] No\n:::\n'
    result = read(body)
    (quiz,) = lesson_of(result).body
    assert isinstance(quiz, Choice)
    source = result.sources[LESSON]
    first = quiz.options[0]
    assert cut(source, first.span) == "- [x] Yes {#y}\n  > Good."
    assert cut(source, first.text[0].span) == "Yes"
    assert cut(source, first.feedback[0].span) == "Good."
    assert cut(source, quiz.span) == body.strip()
