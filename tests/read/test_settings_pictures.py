"""The cover and the pictures of modules are files of the course, or faults with a place."""

import pytest

from read.course_in_memory import COURSE, course_of, read, told

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"/>'


def _with(cover: str, figure: str) -> dict[str, str | bytes]:
    settings = COURSE.replace(
        "title: Basics}", f'title: Basics, figure: {{src: "{figure}", alt: One}}}}'
    )
    settings += f'cover: {{src: "{cover}", alt: All}}\n'
    return {"course.yaml": settings, "f/all.svg": SVG, "f/one.svg": SVG}


def test_pictures_of_the_settings_are_files_of_the_course() -> None:
    result = read(files=_with("./f/all.svg", "f/../f/one.svg"))
    assert result.problems == ()
    course = course_of(result)
    assert sorted(course.assets) == ["f/all.svg", "f/one.svg"]
    (module,) = course.settings.modules
    assert course.settings.cover is not None
    assert module.figure is not None
    assert (course.settings.cover.src, module.figure.src) == ("f/all.svg", "f/one.svg")


@pytest.mark.parametrize(
    ("cover", "figure", "fault"),
    [
        ("f/al.svg", "f/one.svg", "file-missing 9:14"),
        ("f/all.svg", "f/two.svg", "file-missing 8:54"),
        ("../all.svg", "f/one.svg", "path-out-of-course 9:14"),
        ("https://example.org/all.svg", "f/one.svg", "link-refused 9:14"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_told_where_it_is_named(
    cover: str, figure: str, fault: str
) -> None:
    assert told(read(files=_with(cover, figure)).problems) == [fault]
