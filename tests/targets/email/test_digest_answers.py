"""What is asked of a learner who reads only the short emails."""

from dataclasses import replace
from functools import cache

from coursewright.model import Block, Course, Heading, walk
from coursewright.targets.email.digest_answers import check_answers
from coursewright.targets.email.mail_editions import sections_left_out
from targets.email.sample_emails import real_course, small_course

MOST_SECTIONS = 7


def cut_section(course: Course, cut: int) -> Course:
    """Return the course with all sections of its lessons marked but the one of this number."""

    def marked(body: tuple[Block, ...]) -> tuple[Block, ...]:
        out: list[Block] = []
        number = 0
        for block in body:
            if isinstance(block, Heading) and block.level <= 2:
                number += 1
                block = replace(block, digest=number != cut)
            out.append(block)
        return tuple(out)

    limits = replace(course.settings.limits, mail_words_max=1)
    return replace(
        course,
        settings=replace(course.settings, limits=limits),
        lessons=tuple(replace(one, body=marked(one.body)) for one in course.lessons),
    )


def without_sections(course: Course) -> Course:
    """Return the course with no recall item that names the section of its answer."""
    recall = {key: replace(item, section=None) for key, item in course.recall.items()}
    return replace(course, recall=recall)


def alarms(course: Course) -> set[str]:
    """Return the recall items that the check warns of."""
    lines = {item.span: item.id for item in course.recall.values()}
    found = check_answers(course)
    return {lines[one.span] for one in found if one.code == "digest-without-answer"}


@cache
def unanswered(cut: int) -> frozenset[str]:
    """Return the recall items whose section the emails lack when one of each lesson is cut."""
    course = cut_section(real_course(), cut)
    lost = set()
    for lesson in course.lessons:
        for track in lesson.front.tracks:
            ids = {one.id for one in sections_left_out(course, lesson, track)}
            lost |= {key for key in lesson.front.supplies if course.recall[key].section in ids}
    return frozenset(lost)


def test_every_recall_item_of_the_shipped_course_is_answered_by_its_emails() -> None:
    course = real_course()
    assert all(item.section for item in course.recall.values())
    assert alarms(course) == set()
    assert alarms(without_sections(course)) == set()


def test_an_item_that_names_its_section_is_found_whenever_that_section_is_cut() -> None:
    found = 0
    for cut in range(1, MOST_SECTIONS + 1):
        assert alarms(cut_section(real_course(), cut)) == unanswered(cut)
        found += len(unanswered(cut))
    assert found >= 40


def test_without_a_section_the_words_of_an_answer_raise_no_false_alarm() -> None:
    found = 0
    for cut in range(1, MOST_SECTIONS + 1):
        given = alarms(without_sections(cut_section(real_course(), cut)))
        assert given <= unanswered(cut)
        found += len(given)
    assert found >= 10


def test_a_question_of_a_recall_email_needs_its_section_too() -> None:
    def change(files: dict[str, str]) -> None:
        lesson = files["1-basics/01-water.md"]
        lesson = lesson.replace('id="Q1.1"', 'id="Q1.1" section="lime"')
        files["1-basics/01-water.md"] = lesson.replace(
            "## Fresh and hot",
            "## Fresh and hot {digest}\n\nText.\n\n## Lime\n\nBoil it out.\n\n###",
        )
        files["course.yaml"] = files["course.yaml"].replace(
            "  mail_words_min: 0\n", "  mail_words_min: 0\n  mail_words_max: 1\n"
        ) + (
            "recall_mails: [{offset: 7, items: {home: [R1], cafe: [R1]}, question: {home: Q1.1}}]\n"
        )

    course = small_course(change)
    assert any(
        isinstance(one, Heading) and one.id == "lime" for one in walk(course.lessons[0].body)
    )
    found = [one for one in check_answers(course) if one.code == "digest-without-answer"]
    assert [one.message.rpartition(" on ")[2] for one in found] == ["`home`, `cafe`.", "`home`."]


def test_a_section_that_the_email_links_to_is_not_told_as_left_out() -> None:
    def change(files: dict[str, str]) -> None:
        more = "".join(f"## Idea {n}\n\nText.\n\n" for n in range(2, 7))
        lesson = files["1-basics/01-water.md"]
        lesson = lesson.replace(":::quiz", f"{more}:::quiz", 1)
        files["1-basics/01-water.md"] = lesson.replace(
            "Water that has", "See [idea 5](#idea-5) on the page. Water that has"
        )

    (found,) = [one for one in check_answers(small_course(change)) if "leaves-out" in one.code]
    assert found.message == "The short email of `water` leaves out “Idea 6”."
