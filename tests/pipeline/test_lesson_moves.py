"""Moving and inserting lessons: files, days, modules and paths follow; links stay."""

import shutil
from pathlib import Path

import pytest

from coursewright import pipeline, read
from coursewright.errors import UsageError
from coursewright.pipeline.course_edits import CourseEdits
from coursewright.pipeline.lesson_moves import insert_lesson, move_lesson
from coursewright.read.course_folder import walk_folder
from scenes.scene import BASE


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of two modules: water and time, then milk, which links to water and shows it."""
    folder = Path(shutil.copytree(BASE, tmp_path / "course"))
    settings = folder / "course.yaml"
    module = "  - {id: M1, folder: 1-basics, title: The basics}\n"
    more = module + "  - {id: M2, folder: more/2-milk, title: Milk}\n"
    settings.write_text(settings.read_text().replace(module, more))
    (folder / "more" / "2-milk").mkdir(parents=True)
    (folder / "more" / "2-milk" / "01-milk.md").write_text(
        "---\nid: milk\nmodule: M2\ntitle: Milk\ntracks: [home, cafe]\nday: {home: 6, cafe: 7}\n"
        "subject: Milk\npreheader: Last.\n---\n"
        "See [water](lesson:water#fresh-and-hot).\n\n![A kettle](../../figures/kettle.svg)\n"
        "\nMilk goes in last, since it cools the tea and stops the leaf from giving more taste to "
        "the water in the pot.\n\n:::action\nWhen I pour, I will add milk last.\n:::\n"
    )
    return folder


def lessons(course: Path) -> list[tuple[str, dict[str, int]]]:
    found = read.read_course(course).course
    assert found is not None
    return [(one.path, dict(one.front.day)) for one in found.lessons]


def done(course: Path, edits: CourseEdits) -> None:
    edits.write(course)


def test_a_lesson_moves_within_its_module_and_days_stay_in_order(course: Path) -> None:
    files, _ = walk_folder(course)
    done(course, move_lesson(files, "water", after="time"))
    assert lessons(course) == [
        ("1-basics/01-time.md", {"home": 0, "cafe": 0}),
        ("1-basics/02-water.md", {"home": 3, "cafe": 3}),
        ("more/2-milk/01-milk.md", {"home": 6, "cafe": 7}),
    ]


def test_a_lesson_moves_to_another_module_with_its_paths_and_links(course: Path) -> None:
    assert pipeline.check(course).problems == ()
    files, _ = walk_folder(course)
    done(course, move_lesson(files, "milk", after="water"))
    assert [path for path, _ in lessons(course)] == [
        "1-basics/01-water.md",
        "1-basics/02-milk.md",
        "1-basics/03-time.md",
    ]
    text = (course / "1-basics" / "02-milk.md").read_text()
    assert "module: M1" in text
    assert "(../figures/kettle.svg)" in text
    assert "(lesson:water#fresh-and-hot)" in text
    codes = {one.code for one in pipeline.check(course).problems}
    assert codes == {"module-folder-missing"}  # it was the only lesson there


def test_moving_there_and_back_restores_every_byte(course: Path) -> None:
    before = {path: path.read_bytes() for path in course.rglob("*.md")}
    for after in ("time", ""):
        files, _ = walk_folder(course)
        first = "" if after else "M1"
        done(course, move_lesson(files, "water", after=after, first=first))
    assert {path: path.read_bytes() for path in course.rglob("*.md")} == before


def test_a_lesson_that_is_there_already_changes_nothing(course: Path) -> None:
    files, _ = walk_folder(course)
    assert not move_lesson(files, "time", after="water")


def test_an_inserted_lesson_takes_a_number_and_days(course: Path) -> None:
    files, _ = walk_folder(course)
    done(course, insert_lesson(files, "Sugar: how much?", after="water"))
    assert lessons(course) == [
        ("1-basics/01-water.md", {"home": 0, "cafe": 0}),
        ("1-basics/02-sugar-how-much.md", {"home": 3, "cafe": 3}),
        ("1-basics/03-time.md", {"home": 6, "cafe": 7}),
        ("more/2-milk/01-milk.md", {"home": 9, "cafe": 11}),
    ]
    problems = pipeline.check(course).problems
    assert [one for one in problems if one.severity == "error"] == []


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (("watr", "time", ""), "water"),
        (("water", "tim", ""), "time"),
        (("water", "", "M7"), "M"),
        (("water", "water", ""), "another"),
    ],
)
def test_a_wrong_name_is_refused_with_a_hint(
    course: Path, call: tuple[str, str, str], hint: str
) -> None:
    files, _ = walk_folder(course)
    with pytest.raises(UsageError) as refused:
        move_lesson(files, call[0], after=call[1], first=call[2])
    assert hint in str(refused.value.hint)
