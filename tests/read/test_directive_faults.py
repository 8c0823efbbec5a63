"""What can be wrong with a block is told, where it stands; the rest of the lesson is still read."""

import pytest

from coursewright.model import Scenario
from read.course_in_memory import PNG, lesson_of, read, told

# The front matter has six lines: the text begins on line 7.
FAULTS = {
    ":::scenarios\nx\n:::": "directive-unknown 7:1",
    ":::quiz{id=a type=text}\nx\n::modle\ny\n:::": "directive-unknown 9:1",
    "::weak": "directive-unknown 7:1",
    ":::scenario{id='a}\nx\n:::": "directive-malformed 7:13",
    ":::callout[a\nx\n:::": "directive-malformed 7:11",
    ":::scenario x\nx\n:::": "directive-malformed 7:13",
    ":::callout{tone=note tone=note}\nx\n:::": "directive-malformed 7:22",
    ":::scenario\nx": "directive-unclosed 7:1",
    ":::recall\nx": "directive-unclosed 7:1",
    "x\n\n:::": "directive-stray-close 9:1",
    ":::scenario\nx\n:::\n::::": "directive-stray-close 10:1",
    "::::tabs\nx\n::::": "content-unexpected 8:1",
    "::::tabs\n::::": "content-missing 7:1",
    "::::tabs\n:::panel\nx\n:::\n::::": "content-missing 8:1",
    ":::panel[a]\nx\n:::": "directive-misplaced 7:1",
    ":::more\n:::scenario\nx\n:::\n:::": "directive-colons 8:1",
    "- a\n\n  :::scenario\n  x\n  :::": "directive-misplaced 9:3",
    "> :::scenario": "directive-misplaced 7:1",
    "::::scenario\n:::action\nWhen x, I will y.\n:::\n::::": "directive-misplaced 8:1",
    "::::figure\n:::more\nx\n:::\n::::": "directive-misplaced 8:1",
    ":::node{id=a}\nx\n:::": "directive-misplaced 7:1",
    "::field[a]{id=a}": "directive-misplaced 7:1",
    ":::recall-item{id=a}\nx\n::answer\ny\n:::": "directive-misplaced 7:1",
    ":::recall\n:::": "directive-misplaced 7:1",
    "::scenario": "directive-misplaced 7:1",
    ":::scenario{tracks=home}\nx\n:::": "attribute-unknown 7:13",
    ":::for\nx\n:::": "attribute-missing 7:1",
    ":::callout{tone=notes}\nx\n:::": "attribute-value 7:12",
    "::likert{id=a survey='a b'}": "attribute-value 7:15",
    ":::reflect{id}\nx\n:::": "attribute-value 7:12",
    ":::table{row-headers=yes}\n| a |\n| - |\n:::": "attribute-value 7:10",
    ":::video[a]{src=../f.mp4 seconds=0}\n:::": "attribute-value 7:26",
    ":::scenario[x]\nx\n:::": "label-unexpected 7:12",
    ":::example\n::weak\nx\n:::": "part-missing 7:1",
    ":::example\n::weak\n::strong\nx\n:::": "part-missing 8:1",
    ":::example\n::weak\nx\n::weak\ny\n::strong\nz\n:::": "part-twice 10:1",
    ":::example\nq\n::weak\nx\n::strong\ny\n:::": "content-unexpected 8:1",
    ":::scenario\n:::": "content-missing 7:1",
    ":::figure\nx\n:::": "content-missing 7:1",
    ":::figure\n![a](../a.png)\nx\n\ny\n:::": "content-unexpected 11:1",
    ":::table\nx\n:::": "content-missing 7:1",
    ":::table\n| a |\n| - |\n\nx\n:::": "content-unexpected 11:1",
    ":::video{src=../f.mp4}\n:::": "content-missing 7:1",
    ":::checklist{id=a}\nx\n\n- y\n:::": "content-unexpected 8:1",
    ":::checklist{id=a}\n- y\n\n  z\n:::": "content-unexpected 8:1",
    '::::branch{id="a"}\nx\n::::': "content-unexpected 8:1",
    "::::branch{id=a}\n:::node{id=a}\n- [x](#b)\n:::\n::::": "branch-leads-nowhere 9:1",
    "::::branch{id=a}\n:::node{id=a}\nx\n:::\n:::node{id=a}\ny\n:::\n::::": (
        "branch-node-twice 11:1"
    ),
    "::::branch{id=a}\n:::node{id=a}\n- [x](#a)\n- y\n:::\n::::": "option-malformed 10:1",
    ':::quiz{id=a type="single"}\nx\n:::': "quiz-without-options 7:1",
    ':::quiz{id=a type="single"}\n- [x] y\n:::': "content-missing 7:1",
    ':::quiz{id=a type="single"}\nx\n- y\n- [ ] z\n:::': "option-malformed 9:1",
    ':::quiz{id=a type="single"}\nx\n- [x]\n- [ ] z\n:::': "option-malformed 9:1",
    ':::quiz{id=a type="single"}\nx\n- [x] y\n\n  z\n:::': "option-malformed 11:3",
    ':::quiz{id=a type="single"}\nx\n- [x] y\n- [ ] y\n:::': "option-twice 10:1",
    ':::quiz{id=a type="order"}\nx\n1. y\n   - z\n2. w\n:::': "option-malformed 9:1",
    ":::quiz{id=a type=match}\nx\n\n| a |\n| - |\n| b |\n:::": "option-malformed 10:1",
    ":::quiz{id=a type=match}\nx\n\n| a | b |\n| - | - |\n| c | |\n:::": "option-malformed 12:3",
    ":::quiz{id=a type=text}\nx\n:::": "content-missing 7:1",
    ":::quiz{id=a type=text}\nx\n::model\ny\n::look-for\nz\n:::": "content-unexpected 12:1",
    ":::quiz{id=a type=text}\nx\n::model\ny\n::right\nz\n:::": "content-unexpected 12:1",
    ":::quiz{id=a type=order}\nx\n:::": "quiz-without-options 7:1",
    ":::quiz{id=a type=match}\nx\n:::": "quiz-without-options 7:1",
    ":::quiz{id=a type=single}\n:::": "content-missing 7:1",
    ":::quiz{id=a type=text}\n::model\ny\n:::": "content-missing 7:1",
    ":::quiz{id=a type=text}\nx\n::model\ny\n::look-for\n- > z\n:::": "content-unexpected 12:1",
    ":::checklist{id=a}\nx\n:::": "content-missing 7:1",
    ":::scenario{a": "directive-malformed 7:13",
    "::::more\n:::scenario\nx\n::::": "directive-unclosed 8:1",
    ":::quiz{id=a type=order digest}\nx\n1. y\n2. z\n:::": "content-unexpected 7:1",
}


@pytest.mark.parametrize(("body", "expected"), FAULTS.items(), ids=lambda one: one[:24])
def test_a_fault_is_told_where_it_stands(body: str, expected: str) -> None:
    result = read(body + "\n", {"f.mp4": b"\0\0\0\x18ftypmp42", "a.png": PNG})
    assert expected in told(result.problems)
    assert len(result.problems) <= 3


def test_near_names_are_offered() -> None:
    hints = {
        ":::scenaro\nx\n:::": "`scenario`",
        ":::quiz{id=a type=singel}\nx\n- [x] a\n:::": "`single`",
        ":::quiz{id=a typ=single}\nx\n- [x] a\n:::": "`type`",
        "::::branch{id=a}\n:::node{id=end}\n- [x](#ende)\n:::\n::::": "`end`",
    }
    for body, word in hints.items():
        assert any(word in (one.hint or "") for one in read(body).problems)


def test_an_unclosed_block_keeps_what_it_holds() -> None:
    result = read(":::scenario\nWords\n")
    (block,) = lesson_of(result).body
    assert isinstance(block, Scenario)
    assert (block.span.line, block.span.end_line) == (7, 8)


QUIZ = ':::quiz{id=a type="truefalse"}\nx\n- [x] True\n  > y\n- [ ] False\n  > n\n:::\n'


def test_what_follows_an_unclosed_block_is_not_to_blame() -> None:
    body = f":::scenario\nWords\n\n{QUIZ}\n:::action\nWhen I am home, I will rest.\n:::\n"
    assert told(read(body).problems) == ["directive-unclosed 7:1"]


@pytest.mark.parametrize("opener", [":::scenario[x", ":::scenario{x'}", ":::2"])
def test_what_closes_a_block_that_is_badly_opened_is_no_second_fault(opener: str) -> None:
    assert [one.code for one in read(f"{opener}\nWords\n:::\n").problems] == ["directive-malformed"]


def test_a_slip_in_an_attributes_name_is_one_fault() -> None:
    body = ':::quiz{id=a typ="truefalse"}\nx\n- [x] True\n  > y\n- [ ] False\n  > n\n:::\n'
    assert told(read(body).problems) == ["attribute-unknown 7:14"]


def test_what_a_slip_of_the_pen_should_have_been_is_said() -> None:
    hints = {
        ":::quiz{id=a}\nx\n- [x] a\n:::": "One of: single, multiple",
        ":::quiz{id=“a” type=single}\nx\n- [x] a\n:::": 'straight quotes: `id="..."`',
    }
    for body, words in hints.items():
        assert any(words in (one.hint or "") for one in read(body).problems), body


def test_what_stands_in_an_unknown_block_is_read_for_its_own_faults() -> None:
    result = read("::::box\n:::quizz\nSee [this](javascript:x).\n:::\n::::\n")
    assert told(result.problems) == [
        "directive-unknown 7:1",
        "directive-unknown 8:1",
        "link-refused 9:5",
    ]


def test_colons_in_code_open_nothing() -> None:
    result = read("```\n:::scenario\n```\n\n    :::more\n\n`:::`\n")
    assert result.problems == ()
    assert [block.kind for block in lesson_of(result).body] == [
        "code-block",
        "code-block",
        "paragraph",
    ]


def test_blocks_nested_too_deep_are_left_out() -> None:
    opens = [":" * (20 - at) + "more" for at in range(12)]
    closes = [":" * (20 - at) for at in reversed(range(12))]
    result = read("\n".join([*opens, "x", *closes]) + "\n")
    assert "nesting-too-deep 15:1" in told(result.problems)
