"""Names of files: what each is, and what will not do everywhere."""

import pytest

from coursewright.read.file_kinds import kind_of
from read.course_in_memory import FRONT, PNG, course_of, read, told


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("course.yaml", "course"),
        ("recall.md", "recall"),
        ("pools/final.md", "pool"),
        ("job-aids/agenda.md", "job-aid"),
        ("job-aids/README.md", "other"),
        ("1-basics/07-two-ways.md", "lesson"),
        ("part/1-basics/07-two-ways.md", "lesson"),
        ("07-two-ways.md", "other"),
        ("1-basics/notes.md", "other"),
        ("1-basics/facts.yaml", "other"),
    ],
)
def test_a_path_says_what_a_file_is(path: str, kind: str) -> None:
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    "name",
    ["a:b.png", "con.png", "a?.png", "a .png ", "a.", "x" * 300, "a\\b.png"],
)
def test_names_that_some_systems_cannot_hold_are_warned_of(name: str) -> None:
    assert told(read(files={f"f/{name}": PNG}).problems) == ["path-not-portable 1:1"]


def test_composed_and_decomposed_names_are_the_same_file() -> None:
    for written, on_disk in (("\u00e9", "e\u0301"), ("e\u0301", "\u00e9")):
        result = read(f"![A pot](../f/{written}.png)\n", files={f"f/{on_disk}.png": PNG})
        assert told(result.problems) == []
        assert result.course is not None
        assert list(result.course.assets) == ["f/\u00e9.png"]


def test_names_that_differ_in_case_only_are_warned_of() -> None:
    found = read(files={"f/a.png": PNG, "F/A.png": PNG}).problems
    assert told(found) == ["path-case-clash 1:1"]
    assert str(found[0].severity) == "warning"


@pytest.mark.parametrize("name", ["f/\ud800.png", "f/a\nb.png", "f/\u202egnp.exe"])
def test_names_that_are_no_text_are_refused(name: str) -> None:
    assert told(read(files={name: PNG}).problems) == ["path-not-text 1:1"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("course.yml", "course.yaml"), ("fact.yaml", "facts.yaml"), ("notes.md", "Read are")],
)
def test_a_file_that_is_not_read_is_told(name: str, hint: str) -> None:
    (problem,) = read(files={name: "x: y\n"}).problems
    assert problem.code == "file-unknown"
    assert hint in (problem.hint or "")


def test_pages_for_people_are_left_alone() -> None:
    assert read(files={"README.md": "x", "m/README.md": "x", "LICENSE": "x"}).problems == ()


LESSON = FRONT.replace("id: water", "id: milk") + "Text.\n"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("n/02-milk.md", LESSON, "lesson-outside-module 1:1"),
        ("m/02-milk.md", LESSON.replace("module: M1", "module: M2"), "lesson-module-differs 3:9"),
        ("m/01-milk.md", LESSON, "lesson-number-twice 1:1"),
        ("m/milk.md", LESSON, "lesson-file-name 1:1"),
    ],
)
def test_a_lesson_that_lies_wrong_is_told(path: str, text: str, expected: str) -> None:
    assert expected in told(read(files={path: text}).problems)


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("milk.md", "01-milk.md"),
        ("07 Milk or Not.md", "07-milk-or-not.md"),
        ("02-milk.MD", "02-milk.md"),
        ("02-milk.markdown", "02-milk.md"),
        ("3_milk.mdx", "3-milk.md"),
        ("...md", "01-lesson.md"),
    ],
)
def test_a_lesson_by_a_wrong_name_is_told_a_right_one(name: str, better: str) -> None:
    (problem,) = (p for p in read(files={f"m/{name}": LESSON}).problems if "lesson" in p.code)
    assert problem.code == "lesson-file-name"
    assert f"`{better}`" in (problem.hint or "")
    assert kind_of(f"m/{better}") == "lesson"


def test_a_module_without_its_folder_is_told() -> None:
    from read.course_in_memory import COURSE

    more = COURSE + "  - {id: M2, folder: mm, title: More}\n"
    found = read(files={"course.yaml": more}).problems
    assert told(found) == ["module-folder-missing 9:22"]
    assert "`m`" in (found[0].hint or "")


def test_a_folder_without_course_yaml_is_told() -> None:
    from coursewright.read import read_files

    result = read_files({"a.png": PNG})
    assert result.course is None
    assert told(result.problems) == ["course-file-missing 1:1"]


def test_lessons_stand_in_the_order_of_modules_then_numbers() -> None:
    from read.course_in_memory import COURSE

    course = COURSE.replace("  - {id: M1", "  - {id: M2, folder: a, title: Before}\n  - {id: M1")
    files = {
        "course.yaml": course,
        "a/10-x.md": FRONT.replace("water", "x").replace("M1", "M2"),
        "a/9-y.md": FRONT.replace("water", "y").replace("M1", "M2"),
        "m/002-z.md": FRONT.replace("water", "z"),
    }
    result = read(files=dict(files))
    assert result.problems == ()
    assert [one.id for one in course_of(result).lessons] == ["y", "x", "water", "z"]
    assert [one.number for one in course_of(result).lessons] == [9, 10, 1, 2]
