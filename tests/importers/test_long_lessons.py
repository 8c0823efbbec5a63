"""Long lessons are divided at their headings; links and definitions still lead where they did."""

from coursewright.importers.drafts import DraftCourse, DraftLesson, DraftModule
from coursewright.importers.long_lessons import divide_long_lessons
from coursewright.source import Span


def course(*bodies: str) -> DraftCourse:
    made = DraftCourse()
    lessons = [
        DraftLesson(f"L{n}", body, Span("a.md"), id=f"l{n}") for n, body in enumerate(bodies, 1)
    ]
    made.modules = [DraftModule("M", lessons)]
    divide_long_lessons(made)
    return made


def section(name: str, more: str = "") -> str:
    return f"## {name}\n\n{more}\n\n" + "word " * 1500 + "\n\n"


def test_a_short_lesson_stays_whole() -> None:
    assert [lesson.title for lesson in course("Text.").lessons] == ["L1"]


def test_a_long_lesson_is_divided_at_level_2_and_named() -> None:
    made = course(section("One") + section("Two") + section("Three"))
    assert [lesson.title for lesson in made.lessons] == [
        "L1 (1 of 3)",
        "L1 (2 of 3)",
        "L1 (3 of 3)",
    ]
    assert [lesson.id for lesson in made.lessons] == ["l1", "l1-2", "l1-3"]
    assert all(lesson.body.startswith("## ") for lesson in made.lessons)
    assert "it is now 3 lessons" in made.losses[0].message


def test_links_and_definitions_follow_the_headings() -> None:
    long = (
        section("One", "See [two](#two) and [site][ref].")
        + section("Two", "Back to [one](#one).")
        + "[ref]: https://example.org\n"
    )
    made = course(long, "Read [two](lesson:l1#two).")
    first, second, other = made.lessons
    assert "[two](lesson:l1-2#two)" in first.body
    assert "[ref]: https://example.org" in first.body
    assert "[ref]:" not in second.body
    assert "[one](lesson:l1#one)" in second.body
    assert other.body == "Read [two](lesson:l1-2#two)."


def test_code_and_boxes_are_never_divided() -> None:
    code = "```\n## not a heading\n```\n\n" + ':::callout{tone="note"}\n## in a box\n:::\n\n'
    made = course(section("One") + code + section("Two"))
    assert len(made.lessons) == 2
    assert "## not a heading" in made.lessons[0].body
    assert "## in a box\n:::" in made.lessons[0].body
