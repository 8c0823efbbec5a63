"""What is shown is the newest that can be shown, and it is made once."""

import gc
import threading
import tracemalloc
from pathlib import Path

import pytest

from coursewright.errors import UsageError
from coursewright.model import Course
from coursewright.preview.live_course import LiveCourse

LESSON = "1-stall/01-clean-hands.md"


def title(shop: LiveCourse) -> str:
    assert shop.state.course is not None
    return shop.state.course.lessons[0].title


def save(folder: Path, old: str, new: str) -> None:
    file = folder / LESSON
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_a_save_is_a_new_version(shop: LiveCourse, folder: Path) -> None:
    before = shop.state.version
    save(folder, "Clean hands, at the right moments", "Another title")
    shop.refresh()
    assert shop.state.version == before + 1
    assert title(shop) == "Another title"


def test_a_file_that_cannot_be_read_is_shown_as_it_was(shop: LiveCourse, folder: Path) -> None:
    save(folder, "title:", "title: [")
    state = shop.refresh()
    assert state.stale == (LESSON,)
    assert title(shop) == "Clean hands, at the right moments"
    assert LESSON in {one.span.path for one in state.problems}
    save(folder, "title: [", "title:")
    state = shop.refresh()
    assert state.stale == ()
    assert state.read == ()


def test_another_file_is_renewed_while_one_is_broken(shop: LiveCourse, folder: Path) -> None:
    (folder / "course.yaml").write_text("id: [", "utf-8")
    shop.refresh()
    save(folder, "Clean hands, at the right moments", "Still renewed")
    state = shop.refresh()
    assert state.stale == ("course.yaml",)
    assert title(shop) == "Still renewed"


def test_a_folder_without_a_course_shows_one_as_soon_as_there_is_one(tmp_path: Path) -> None:
    shop = LiveCourse(tmp_path)
    shop.refresh()
    assert shop.state.course is None
    assert shop.make("x", lambda course: course.id).fault


def test_a_deleted_file_is_gone(shop: LiveCourse, folder: Path) -> None:
    assert shop.state.course is not None
    count = len(shop.state.course.lessons)
    (folder / LESSON).unlink()
    shop.refresh()
    assert shop.state.course is not None
    assert len(shop.state.course.lessons) == count - 1


def test_a_thing_is_made_once_however_many_ask(shop: LiveCourse) -> None:
    made: list[str] = []
    gate = threading.Barrier(4)

    def work(course: Course) -> str:
        made.append(course.id)
        return course.id

    def ask() -> None:
        gate.wait()
        assert shop.make("key", work).value == "safe-food-en"

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["safe-food-en"]


@pytest.mark.parametrize("error", [UsageError("no such thing"), KeyError("track")])
def test_what_cannot_be_made_now_is_shown_as_it_was(
    shop: LiveCourse, error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.make("key", lambda _: "good")
    shop.refresh()

    def fail(_: Course) -> str:
        raise error

    made = shop.make("key", fail)
    assert made.value == "good"
    assert made.fault
    shop.refresh()
    assert shop.make("key", lambda _: "better").fault == ""
    capsys.readouterr()


def test_rules_and_targets_are_heard_after_reading(folder: Path) -> None:
    save(folder, 'subject: "Four moments for clean hands"', 'subject: "FREE MONEY, ACT NOW!!"')
    shop = LiveCourse(folder)
    state = shop.refresh()
    assert not state.settled
    assert state.problems == ()
    state = shop.judge()
    assert state.settled
    assert "mail-smells-of-spam" in {one.code for one in state.problems}


def test_memory_stays_flat_over_many_saves(shop: LiveCourse, folder: Path) -> None:
    file = folder / LESSON
    text = file.read_text("utf-8")

    def save_often(times: int) -> int:
        for turn in range(times):
            file.write_text(f"{text}\nTurn {turn}.\n", "utf-8")
            shop.refresh()
            shop.make(("lesson", turn % 5), lambda course: course.lessons[0].body)
            shop.make("big", lambda _: bytes(100_000))
        shop.judge()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = save_often(20)
        after = save_often(100)
    finally:
        tracemalloc.stop()
    assert after - before < 200_000


def test_what_is_made_of_templates_alone_is_kept_until_one_changes(shop: LiveCourse) -> None:
    made: list[int] = []

    def work() -> int:
        made.append(1)
        return len(made)

    assert shop.dress("look", work) == shop.dress("look", work) == 1
    shop.refresh(templates=False)
    assert shop.dress("look", work) == 1
    shop.refresh()
    assert shop.dress("look", work) == 2
