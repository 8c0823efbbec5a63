"""Where a rule must hold its tongue, and where two of them meet."""

import pytest

from coursewright.rules import overlap_with
from coursewright.rules.word_budgets import reading_grade

from .conftest import TIME, WATER, Codes, made

ACTION = "When I fill the kettle today, I will use fresh water."


@pytest.mark.parametrize(
    "words",
    [
        "Whenever the kettle sings, I will look up.",
        "“When the kettle sings, I will look up.”",
        "*When* the kettle sings,\nI **will** look up.",
        "Before I pour, I will smell the leaf.",
        "If a guest comes, then I will ask first.",
    ],
)
def test_an_action_may_have_any_cue(codes: Codes, words: str) -> None:
    assert codes((WATER, ACTION, words)) == []


@pytest.mark.parametrize(
    "words", ["I will look up.", "When the kettle sings, look up.", "When the kettle sings."]
)
def test_an_action_needs_cue_and_deed(codes: Codes, words: str) -> None:
    assert codes((WATER, ACTION, words)) == ["action-form"]


def test_other_languages_are_not_held_to_english_forms(codes: Codes) -> None:
    changes = [
        ("course.yaml", "language: en", "language: ar"),
        (WATER, ACTION, "عندما أملأ الغلاية، سأستعمل ماءً جديدًا."),
        (WATER, "Good [[water]]", "[here](https://example.org) [[water]]"),
    ]
    assert codes(*changes) == []


def test_each_track_may_have_an_action_of_its_own(codes: Codes) -> None:
    two = ':::action{tracks="home"}\nWhen I am home, I will rest.\n:::\n\n:::action{tracks="cafe"}'
    assert codes((WATER, ":::action", two)) == []


def test_an_action_within_a_block_for_a_track_counts_for_it(codes: Codes) -> None:
    action = ":::action\nWhen I fill the kettle today, I will use fresh water.\n:::\n"
    inner = f'::::for{{tracks="home"}}\n{action}::::\n\n::::for{{tracks="cafe"}}\n{action}::::\n'
    assert codes((WATER, action, inner)) == []


def test_a_supporting_objective_needs_no_question(codes: Codes) -> None:
    more = "objectives:\n  - {id: L1.9, bloom: apply, text: Wait., supporting: true}"
    assert codes((WATER, "objectives:", more)) == []


def test_a_schedule_with_days_of_its_own_needs_none_in_lessons(codes: Codes) -> None:
    days = ("course.yaml", "min_gap_days: 2}", "days: [0, 2]}")
    assert codes(days, (WATER, "day: {home: 0, cafe: 0}\n", "")) == []


def test_a_limit_of_zero_leaves_it_open(codes: Codes) -> None:
    changes = [
        ("course.yaml", "words_min: 20", "words_min: 0"),
        ("course.yaml", "words_max: 200", "words_max: 0"),
    ]
    assert codes(*changes) == []


def test_the_longest_key_is_no_matter_in_few_questions(codes: Codes) -> None:
    assert (
        codes((WATER, "Water just off the boil", "Water that is just off the boil, no more")) == []
    )


def test_a_link_for_those_who_have_the_lesson_is_sound(codes: Codes) -> None:
    only_cafe = (
        TIME,
        "tracks: [home, cafe]\nday: {home: 3, cafe: 3}",
        "tracks: [cafe]\nday: {cafe: 3}",
    )
    recall = (TIME, "{home: [R1], cafe: [R1]}", "{cafe: [R1]}")
    for_cafe = ':::for{tracks="cafe"}\nThen [time](lesson:time).\n:::\n\n## Fresh and hot'
    assert codes(only_cafe, recall, (WATER, "## Fresh and hot", for_cafe)) == []
    for_all = "Then [time](lesson:time).\n\n## Fresh and hot"
    assert codes(only_cafe, recall, (WATER, "## Fresh and hot", for_all)) == ["link-to-other-track"]


def test_a_long_chain_of_prerequisites_is_walked_without_end(codes: Codes) -> None:
    lessons = {
        f"1-basics/{number:02}-a.md": (
            f"---\nid: a{number}\nmodule: M1\ntitle: A\ntracks: [home]\n"
            f"day: {{home: {number * 3}}}\n"
            f"subject: A\npreheader: B\nprerequisites: [a{number + 1}]\n---\n"
            f"{'word ' * 20}\n\n:::action\nWhen it is {number}, I will go on.\n:::\n"
        )
        for number in range(3, 99)
    }
    last = lessons["1-basics/98-a.md"]
    lessons["1-basics/98-a.md"] = last.replace("[a99]", "[a3]")
    found = codes(more=lessons)
    assert found.count("prerequisite-circle") == 1
    assert found.count("prerequisite-later") == 0


def test_short_words_read_easily_and_long_ones_do_not() -> None:
    easy = reading_grade("The cat sat on the mat. It was warm. We like tea.")
    hard = reading_grade(
        "Organisational considerations notwithstanding, practitioners characterise "
        "infrastructural heterogeneity as disadvantageous."
    )
    assert easy < 2
    assert hard > 20
    assert reading_grade("") == 0


def test_known_texts_get_about_their_known_grade() -> None:
    """The Gettysburg Address is given as grade 10 to 13 by common tools."""
    text = (
        "Four score and seven years ago our fathers brought forth on this continent, a new nation, "
        "conceived in Liberty, and dedicated to the proposition that all men are created equal. "
        "Now we are engaged in a great civil war, testing whether that nation, or any nation so "
        "conceived and so dedicated, can long endure. We are met on a great battle-field."
    )
    assert 8 < reading_grade(text) < 14


def test_overlap_looks_past_case_marks_and_line_ends() -> None:
    course = made()
    assert [*overlap_with(course, "THE PHONE, rings -- while\nthe cup draws.")] == []
    found = [*overlap_with(course, "THE PHONE, rings -- while the\ntea draws; nobody")]
    assert [one.span.path for one in found] == [TIME]
    assert "“the phone rings while the tea draws nobody”" in found[0].message


def test_overlap_with_nothing_finds_nothing() -> None:
    assert [*overlap_with(made(), "")] == []
    assert [*overlap_with(made(), "one two three")] == []
