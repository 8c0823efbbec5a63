"""The map tells what a course holds and what it lacks."""

from pathlib import Path

from coursewright.preview.course_map import map_of
from coursewright.preview.live_course import LiveCourse

LESSON = "1-stall/01-clean-hands.md"


def test_each_lesson_stands_in_its_module(shop: LiveCourse) -> None:
    assert shop.state.course is not None
    made = map_of(shop.state.course, (), "stall")
    assert [phase.module.id for phase in made.phases] == ["M1", "M2"]
    assert made.lessons == sum(len(phase.lines) for phase in made.phases) == 6
    first = made.phases[0].lines[0]
    assert (first.lesson.id, first.minutes) == ("clean-hands", 4)
    assert made.words > first.words > 100


def test_an_objective_names_what_assesses_it(shop: LiveCourse, folder: Path) -> None:
    assert shop.state.course is not None
    goal = map_of(shop.state.course, (), "").phases[0].lines[0].goals[0]
    assert goal.items
    assert not goal.missing
    for file in [*folder.rglob("*.md")]:
        file.write_text(file.read_text("utf-8").replace('objective="L1"', 'objective="L2"'))
    shop.refresh()
    made = map_of(shop.state.course, (), "")
    assert made.missing == 1
    assert made.phases[0].lines[0].goals[0].missing


def test_recall_is_told_at_both_ends(shop: LiveCourse) -> None:
    assert shop.state.course is not None
    lines = [
        line for phase in map_of(shop.state.course, (), "stall").phases for line in phase.lines
    ]
    asks = {(line.lesson.id, item, source) for line in lines for item, source in line.asks}
    asked = {(later, item, line.lesson.id) for line in lines for item, later in line.asked_by}
    assert asks == asked != set()


def test_faults_are_counted_for_each_lesson(shop: LiveCourse, folder: Path) -> None:
    def faults() -> list[tuple[int, int]]:
        state = shop.judge()
        assert state.course is not None
        made = map_of(state.course, state.problems, "")
        return [line.faults for line in made.phases[0].lines]

    before = faults()
    file = folder / LESSON
    file.write_text(file.read_text("utf-8").replace('objective="L1"', 'objective="L77"'), "utf-8")
    shop.refresh()
    assert faults()[0][0] > before[0][0]
    assert faults()[1:] == before[1:]
