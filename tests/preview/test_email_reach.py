"""What an email leaves out is named, for each lesson and track."""

from pathlib import Path

from coursewright.preview.email_reach import LessonReach, reach_of
from coursewright.preview.live_course import LiveCourse
from preview.running import LESSON, Client


def first(shop: LiveCourse) -> LessonReach:
    assert shop.state.course is not None
    return reach_of(shop.state.course, "stall", shop.problems)[0]


def test_each_lesson_of_the_track_is_there(shop: LiveCourse) -> None:
    assert shop.state.course is not None
    lines = reach_of(shop.state.course, "stall", ())
    assert [one.lesson.id for one in lines] == [
        lesson.id for lesson in shop.state.course.lessons_of("stall")
    ]
    assert all(0 < one.words <= one.all_words for one in lines)


def test_a_section_and_a_question_that_are_left_out_are_named(
    shop: LiveCourse, folder: Path, client: Client
) -> None:
    before = first(shop)
    file = folder / LESSON
    words = "Words that nobody needs in an email. " * 90
    quiz = ':::quiz{id="Q99" type="truefalse"}\nIs it?\n- [x] True\n- [ ] False\n:::\n'
    text = file.read_text("utf-8").replace("\n## ", "\n## Kept {digest}\n\nShort.\n\n## ", 1)
    text = text.replace(":::action", f"## Left out\n\n{words}\n\n{quiz}\n:::action", 1)
    file.write_text(text, "utf-8")
    shop.refresh()
    after = first(shop)
    assert ("left-out", "Left out") in after.sections
    assert after.questions == before.questions + 1
    assert after.marked
    assert not after.whole
    assert after.share < before.share
    page = client.get("/reach?track=stall").text
    assert "the section “" in page
    assert "Left out" in page
