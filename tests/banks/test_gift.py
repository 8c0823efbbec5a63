"""GIFT: read back by us and by the grammar of others; files as people write them are read."""

from decimal import Decimal

import pytest

from banks.sample_bank import bank, same
from coursewright.banks.gift import write_gift
from coursewright.banks.gift_reader import read_gift
from coursewright.banks.items import BankChoice, BankGap, BankGaps, BankMatch, BankNumber, BankText
from coursewright.errors import UsageError
from judges import script


def only(text: str):  # type: ignore[no-untyped-def] # of any kind
    read = read_gift(text, "bank.txt")
    assert not read.losses
    (item,) = read.items
    return item


def test_a_bank_comes_back_but_for_what_gift_lacks() -> None:
    data, losses = write_gift(bank())
    back = read_gift(data.decode(), "x")
    lacks = {
        "Q4": "ordering",
        "Q5": "feedback for matching",
        "Q6": "model",
        "Q9": "pictures",
        "Q10": "feedback for matching",
        "Q11": "matrix with several columns",
        "Q12": "one gap for a question",
        "Q13": "units",
        "Q14": "pictures",
        "Q15": "one gap for a question",
        "Q16": "upper and lower case",
    }
    said: dict[str, str] = {}
    for loss in losses:
        name, _, message = loss.message.partition(": ")
        said.setdefault(name, message)
    assert said.keys() == lacks.keys()
    assert [name for name, words in lacks.items() if words not in said[name]] == []
    assert back.losses == ()
    for before, after in zip(bank().items, back.items, strict=True):
        if before.id not in lacks:
            assert same(after) == same(before)
    order, match = back.items[3], back.items[4]
    assert isinstance(order, BankMatch)
    assert [target for _, target in order.pairs] == ["1", "2", "3"]
    assert same(match, "right", "wrong") == same(bank().items[4], "right", "wrong")
    read = {item.id: item for item in back.items}
    words, heat, case = read["Q12"], read["Q13"], read["Q16"]
    assert isinstance(words, BankMatch)
    assert words.pairs == (("(1)", "two"), ("(2)", "loose"))
    assert words.extra == ("bagged", "powdered")
    assert isinstance(heat, BankNumber)
    assert heat.prompt == "How hot? (°C)"
    assert (heat.right, heat.wrong) == ("Good.", "Below boiling.")
    assert isinstance(case, BankGaps)
    assert same(case, "exact") == same(bank().items[15], "exact")


def test_the_grammar_of_others_reads_the_same_questions() -> None:
    data, _ = write_gift(bank())
    read = script("gift.mjs", data.decode())
    assert isinstance(read, list)
    kinds = [question["type"] for question in read if question["type"] != "Category"]
    wanted = ["MC", "MC", "TF", "Matching", "Matching", "Essay", "Short", "Numerical", "MC"]
    newer = ["Matching", "MC", "Matching", "Numerical", "MC", "Matching", "Short"]
    assert kinds == wanted + newer
    water, teas = [question for question in read if question["type"] == "MC"][:2]
    assert water["id"] == "Q1"
    assert [choice["isCorrect"] for choice in water["choices"]] == [False, True, False]
    assert water["choices"][1]["text"]["text"] == "Water ~ 90"
    assert water["choices"][1]["feedback"]["text"] == "Yes {right}."
    assert [choice["weight"] for choice in teas["choices"]] == [50, -100, 50]
    number = next(question for question in read if question["type"] == "Numerical")
    assert (number["choices"]["number"], number["choices"]["range"]) == (80, 5)


def test_a_missing_word_with_choices_is_a_choice() -> None:
    item = only("Mahatma was {~Ghandi =Gandhi ~Ghandy#Nearly} as a name.")
    assert isinstance(item, BankChoice)
    assert item.prompt == "Mahatma was _____ as a name."
    assert [option.correct for option in item.options] == [False, True, False]
    assert item.options[2].feedback == "Nearly"


def test_a_missing_word_to_choose_is_a_gap_with_a_list() -> None:
    item = only("Tea is {=warm#Yes ~cold#No ~hot#No} here.")
    assert isinstance(item, BankGaps)
    assert item.prompt == "Tea is [[1]] here."
    assert item.gaps == (BankGap(("warm",), ("cold", "hot")),)
    assert (item.right, item.wrong) == ("Yes", "No")


def test_weights_make_several_correct_options() -> None:
    item = only("Two? {~%50%One ~%-100%Two ~%50%Three#Yes ####For all}")
    assert isinstance(item, BankChoice)
    assert item.multiple
    assert [option.correct for option in item.options] == [True, False, True]
    assert item.feedback == "For all"


@pytest.mark.parametrize(
    ("inner", "value", "tolerance"),
    [
        ("#3:0.5", "3", "0.5"),
        ("#1..5", "3", "2"),
        ("#=1822:0 =%50%1822:2", "1822", "0"),
        ("#-2.5", "-2.5", "0"),
        ("#=0.1:0.01#Yes ~#No", "0.1", "0.01"),
    ],
)
def test_numbers_and_ranges(inner: str, value: str, tolerance: str) -> None:
    item = read_gift(f"How many? {{{inner}}}", "x").items[0]
    assert isinstance(item, BankNumber)
    assert (item.value, item.tolerance) == (Decimal(value), Decimal(tolerance))


@pytest.mark.parametrize("word", ["T", "TRUE", "true", "F", "FALSE"])
def test_true_and_false(word: str) -> None:
    item = only(f"Grant is in a tomb.{{{word}#No#Yes}}")
    assert isinstance(item, BankChoice)
    assert item.truefalse
    assert item.options[0].correct is (word[0].upper() == "T")
    right = next(option for option in item.options if option.correct)
    assert right.feedback == "Yes"


def test_short_answers_matches_and_essays() -> None:
    short = only("Who? {=Five =5#Good}")
    assert isinstance(short, BankGaps)
    assert short.gaps[0].answers == ("Five", "5")
    match = only("Match. {=Canada -> Ottawa =Italy -> Rome = -> Bern}")
    assert isinstance(match, BankMatch)
    assert match.extra == ("Bern",)
    assert isinstance(only("Write. {}"), BankText)


def test_escapes_html_categories_names_and_comments() -> None:
    text = (
        "$CATEGORY: $course$/top/Tea//Coffee/Hot\n\n// a note [id:abc]\n"
        "::A\\:name:: [html]<p>1 \\= 1\\n{no} and <b>x</b>?</p>{=a\\~b ~c}"
    )
    item = read_gift(text.replace("{no}", "\\{no\\}"), "x").items[0]
    assert item.category == ("top", "Tea/Coffee", "Hot") or item.category == ("Tea/Coffee", "Hot")
    assert (item.id, item.title) == ("abc", "A:name")
    assert item.prompt.startswith("<p>1 = 1")
    assert "{no}" in item.prompt
    assert isinstance(item, BankChoice)
    assert item.options[0].text == "a~b"


def test_a_blank_line_within_braces_does_not_end_a_question() -> None:
    item = only("Which?\n{\n=a\n\n~b\n}\n")
    assert isinstance(item, BankChoice)
    assert len(item.options) == 2


def test_an_open_brace_loses_one_question_only() -> None:
    read = read_gift("::A:: One {=a ~b\n\n::B:: Two {=a ~b}\n\nJust a text.\n", "bank.txt")
    assert [item.title for item in read.items] == ["B"]
    assert [(loss.place.line, loss.place.path) for loss in read.losses] == [
        (1, "bank.txt"),
        (5, "bank.txt"),
    ]


def test_more_questions_than_the_limit_are_refused() -> None:
    with pytest.raises(UsageError, match="more than 5,000 questions"):
        read_gift("Is it so? {T}\n\n" * 100_000, "bank.txt")
