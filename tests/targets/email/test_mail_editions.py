"""Which parts of a lesson its mails show."""

import re

import pytest

from coursewright.model import Choice, FactRef, Heading, inlines, walk
from coursewright.targets.email.mail_editions import edition_of
from coursewright.targets.email.mail_view import short_cite
from coursewright.targets.email.mail_words import mail_words
from targets.email.sample_emails import small_course, small_mails, text_of

LESSON = "1-basics/01-water.md"


def lesson(body: str) -> str:
    head = small_course().sources[LESSON].text.split("---\n")
    return f"---\n{head[1]}---\n{body}"


def digest(body: str, track: str = "home") -> str:
    def change(files: dict[str, str]) -> None:
        files[LESSON] = lesson(body)

    return text_of(small_mails(change), f"{track}/01-water.txt")


IDEAS = "".join(f"## Idea {n}\n\nText of idea {n}.\n\n" for n in range(1, 7))


def test_the_short_mail_has_the_first_four_ideas() -> None:
    text = digest(IDEAS)
    assert all(f"Text of idea {n}." in text for n in (1, 2, 3, 4))
    assert "Idea 5" not in text


def marked_ideas(*marked: int) -> str:
    marks = {n: " {digest}" if n in marked else "" for n in range(1, 7)}
    return "".join(f"## Idea {n}{mark}\n\nText of idea {n}.\n\n" for n, mark in marks.items())


def ideas_of(body: str, most: int) -> list[int]:
    """Return which ideas the short email carries with a budget; each has six words."""

    def change(files: dict[str, str]) -> None:
        files[LESSON] = lesson(body)
        old = "  mail_words_min: 0\n"
        assert old in files["course.yaml"]
        new = f"{old}  mail_words_max: {most}\n"
        files["course.yaml"] = files["course.yaml"].replace(old, new)

    text = text_of(small_mails(change), "home/01-water.txt")
    assert "{digest}" not in text
    return [n for n in range(1, 7) if f"Text of idea {n}." in text]


def test_without_marks_the_first_ideas_are_carried_that_fit_the_budget() -> None:
    assert ideas_of(IDEAS, 500) == [1, 2, 3, 4]
    assert ideas_of(IDEAS, 0) == [1, 2, 3, 4]
    assert ideas_of(IDEAS, 18) == [1, 2, 3]
    assert ideas_of(IDEAS, 17) == [1, 2]
    assert ideas_of(IDEAS, 1) == [1]


def test_marked_ideas_are_carried_whatever_their_length_in_the_order_of_the_lesson() -> None:
    assert ideas_of(marked_ideas(5, 2), 1) == [2, 5]
    assert ideas_of(marked_ideas(6), 6) == [6]


def test_after_the_marked_ideas_others_follow_while_the_budget_allows() -> None:
    assert ideas_of(marked_ideas(6), 18) == [1, 2, 6]
    assert ideas_of(marked_ideas(1), 0) == [1, 2, 3, 4, 5, 6]


def test_a_fact_of_an_idea_that_is_left_out_comes_with_its_heading() -> None:
    text = digest(f"{IDEAS}## The last\n\nNot this.\n\n:::more\n{{{{fact F1}}}}\n:::\n")
    assert text.index("Text of idea 4.") < text.index("The last") < text.index("One tea house")
    assert "Not this." not in text


def test_what_only_the_whole_edition_shows_is_not_counted() -> None:
    picture = ":::figure\n![Alt](../figures/kettle.svg)\n::description\nA long one.\n:::\n"

    def change(files: dict[str, str]) -> None:
        files[LESSON] = lesson(f"## One\n\nText.\n\n{picture}")

    course = small_course(change)
    assert mail_words(edition_of(course, course.lessons[0], "home", "digest"), course) == 3


def test_depth_is_left_out_of_the_short_mail_only() -> None:
    def change(files: dict[str, str]) -> None:
        files[LESSON] = lesson("## One\n\nShort.\n\n:::more\nDeep.\n:::\n")

    mails = small_mails(change)
    assert "Deep." not in text_of(mails, "home/01-water.txt")
    assert "Deep." in text_of(mails, "home/full/01-water.txt")


def test_a_fact_of_the_lesson_is_shown_wherever_it_stands() -> None:
    late = digest(f"{IDEAS}## Last\n\nBefore. {{{{fact F1}}}} After.\n\nNot this.\n")
    deep = digest("## One\n\nText.\n\n:::more\nNot this.\n\n- In a list: {{fact F1}}\n:::\n")
    for text in (late, deep):
        assert "One tea house found that eighty degrees suit" in " ".join(text.split())
        assert "Not this." not in text


def test_a_fact_is_shown_once() -> None:
    text = digest("## One\n\nFirst. {{fact F1}}\n\n:::more\nAgain. {{fact F1}}\n:::\n")
    assert "Again." not in text


def test_blocks_for_other_tracks_are_not_in_a_mail() -> None:
    body = ':::for{tracks="home"}\nAt home.\n:::\n\n:::for{tracks="cafe"}\nFor guests.\n:::\n'
    assert "At home." in digest(body, "home")
    assert "For guests." not in digest(body, "home")
    assert "For guests." in digest(body, "cafe")


def quiz(name: str, mark: str = "") -> str:
    return (
        f':::quiz{{id="{name}" type="single" objective="L1.1" {mark}}}\nAsk {name}?\n'
        "- [x] Yes\n  > So.\n- [ ] No\n  > No.\n:::\n\n"
    )


def test_the_short_mail_asks_the_marked_question_else_the_first() -> None:
    assert "Ask Q1.1?" in digest(quiz("Q1.1") + quiz("Q1.2"))
    assert "Ask Q1.2?" not in digest(quiz("Q1.1") + quiz("Q1.2"))
    assert "Ask Q1.2?" in digest(quiz("Q1.1") + quiz("Q1.2", "digest"))
    assert "Ask Q1.1?" not in digest(quiz("Q1.1") + quiz("Q1.2", "digest"))
    assert "Ask Q1.3?" in digest(f"::::more\n{quiz('Q1.3')}::::\n")


def test_each_option_leads_to_its_page_and_nothing_is_given_away() -> None:
    text = digest(quiz("Q1.1"))
    assert text.count("https://learn.example.org/tea/a/q1.1/") == 2
    assert "So." not in text


def test_without_a_web_host_the_answers_stand_at_the_end() -> None:
    def change(files: dict[str, str]) -> None:
        files[LESSON] = lesson(quiz("Q1.1"))
        files["course.yaml"] = files["course.yaml"].replace(
            "web: 'https://learn.example.org/tea', ", ""
        )

    text = text_of(small_mails(change), "home/01-water.txt")
    assert "learn.example.org" not in text
    assert text.index("Ask Q1.1?") < text.index("A Correct.") < text.index("B Not yet.")


def test_the_blocks_of_an_edition_stand_on_their_own() -> None:
    course = small_course()
    for edition in ("digest", "full"):
        for one in course.lessons:
            blocks = edition_of(course, one, "home", edition)
            assert not [b for b in walk(blocks) if b.kind in ("for", "more")]
    first = edition_of(course, course.lessons[0], "home", "digest")
    assert [type(one) for one in first if isinstance(one, Heading | Choice)] == [Heading, Choice]
    assert any(isinstance(piece, FactRef) for piece in inlines(first))


def terms_mails(body: str, name: str = "01-water") -> tuple[str, str]:
    """Return text and bare HTML of a lesson in a course with a glossary."""

    def change(files: dict[str, str]) -> None:
        files["glossary.yaml"] = (
            '- {term: Pot, definition: "A vessel. It keeps warm.", also: [pots]}\n'
            '- {term: Lid, definition: "What closes it."}\n'
        )
        files[LESSON] = lesson(body)

    mails = small_mails(change)
    html = re.sub(r"<[^>]*>", "", text_of(mails, f"home/{name}.html"))
    return " ".join(text_of(mails, f"home/{name}.txt").split()), " ".join(html.split())


def test_a_term_is_explained_once_at_the_end_and_never_in_its_sentence() -> None:
    body = "## One\n\nWarm the [[pot]] first. Warm [[pots]], then close the [[lid]]. [@leaf2020]\n"
    for text in terms_mails(body):
        assert "Warm the pot first. Warm pots, then close the lid." in text
        assert text.count("A vessel. It keeps warm.") == text.count("What closes it.") == 1
        end = text.casefold().index("words in this lesson")
        pot, lid = text.index("Pot: A vessel."), text.index("Lid: What closes")
        assert text.index("Warm the pot") < end < pot < lid < text.casefold().rindex("sources")


def test_a_lesson_without_terms_has_no_list_of_terms() -> None:
    for text in terms_mails("## One\n\nWarm the pot first.\n"):
        assert "words in this" not in text.casefold()


def test_a_term_that_only_the_page_shows_is_not_explained_in_the_email() -> None:
    for text in terms_mails("## One\n\nText.\n\n:::more\nThe [[pot]].\n:::\n"):
        assert "A vessel" not in text


def test_the_digest_for_a_sponsor_explains_the_terms_of_its_cards() -> None:
    body = "## One\n\nText.\n\n:::coach-card\nLend them a [[pot]].\n:::\n"
    for text in terms_mails(body, "sponsor-01"):
        assert "Lend them a pot." in text
        assert text.casefold().index("words in this email") < text.index("Pot: A vessel.")


@pytest.mark.parametrize(
    ("cite", "short"),
    [
        (
            "BearingPoint (2014). “Leaders wanted.” Report, 12 pages.",
            "BearingPoint (2014). “Leaders wanted.”",
        ),
        (
            "Hill, L. A. (2007). Becoming the boss. HBR 85(1).",
            "Hill, L. A. (2007). Becoming the boss.",
        ),
        ('Doe, J. (2020, May). "Why wait?" Blog.', 'Doe, J. (2020, May). "Why wait?"'),
        ("A report without a year. Some more.", "A report without a year. Some more."),
    ],
)
def test_a_reference_is_cut_after_its_title_with_the_quotation_mark(cite: str, short: str) -> None:
    assert short_cite(cite) == short


def test_a_source_in_latin_letters_keeps_its_full_stop_in_arabic() -> None:
    def change(files: dict[str, str]) -> None:
        files["course.yaml"] = files["course.yaml"].replace("language: en", "language: ar")
        files["references.yaml"] = '- {id: who, status: seen, cite: "Five keys to food."}\n'
        files[LESSON] = lesson("## One\n\nWarm it. [@who]\n\n::recall\n")

    text = text_of(small_mails(change), "home/01-water.txt")
    assert "Five keys to food.\u200e" in text
