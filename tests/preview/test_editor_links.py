"""Links open the right file at the right line, and never anything but an editor."""

from pathlib import Path

import pytest

from coursewright.errors import UsageError
from coursewright.preview.editor_links import EDITORS, editor_link
from coursewright.source import Span

HERE = Path("/courses/my course")
PLACE = Span("1-a/01 x.md", 7, 3, 7, 9)


def test_the_default_opens_the_line_in_vscode() -> None:
    link = editor_link("vscode", HERE)(PLACE)
    assert link == "vscode://file/courses/my%20course/1-a/01%20x.md:7:3"


def test_a_file_beside_the_course_is_found() -> None:
    link = editor_link("zed", HERE)(Span("../brand/brand.yaml", 2, 1, 2, 4))
    assert link == "zed://file/courses/brand/brand.yaml:2:1"


def test_an_address_of_ones_own_is_filled() -> None:
    link = editor_link("mine://open?file={path}&at={line}", HERE)(PLACE)
    assert link == "mine://open?file=/courses/my%20course/1-a/01%20x.md&at=7"


@pytest.mark.parametrize("name", ['a"b.md', "a&b#c?d.md", "a<b>.md", "a%20b.md", "é ü.md"])
def test_a_name_cannot_leave_its_place_in_the_address(name: str) -> None:
    link = editor_link("idea", HERE)(Span(name, 1, 1, 1, 1))
    head, _, tail = link.partition("/courses/my%20course/")
    assert head == "idea://open?file="
    assert tail.endswith("&line=1&column=1")
    assert not set(tail.removesuffix("&line=1&column=1")) & set("\"<>&#? '")


def test_none_makes_no_link() -> None:
    assert editor_link("none", HERE)(PLACE) == ""


@pytest.mark.parametrize("name", [*EDITORS])
def test_each_known_editor_names_path_and_line(name: str) -> None:
    link = editor_link(name, HERE)(PLACE)
    assert name == "none" or ("01%20x.md" in link and "7" in link)


@pytest.mark.parametrize(
    "wanted",
    [
        "vscod",
        "javascript:alert('{path}')",
        "JavaScript:{path}",
        "data:text/html,{path}",
        "file://{path}",
        "mine://open",
        "mine://{path}:{row}",
        "mine://{path} {line}",
    ],
)
def test_what_is_no_editor_is_refused(wanted: str) -> None:
    with pytest.raises(UsageError):
        editor_link(wanted, HERE)
