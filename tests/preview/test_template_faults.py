"""A broken template or brand shows in every pane, with its file and line, and once."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from coursewright.preview.live_course import LiveCourse
from coursewright.preview.preview_app import preview_app
from coursewright.shipped import shipped
from preview.running import Client

PANES = ["/map", "/lesson/clean-hands", "/inbox", "/lms", "/plan", "/reach", "/problems"]
Start = Callable[[str, str], Client]


@pytest.fixture
def start(folder: Path, tmp_path: Path) -> Start:
    """Preview the small course with one file of templates."""

    def started(name: str, text: str) -> Client:
        file = tmp_path / "brand" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        shop = LiveCourse(folder, [tmp_path / "brand"])
        shop.refresh()
        shop.judge()
        app, _ = preview_app(shop, boot="test", port=8000, today=lambda: date(2027, 1, 11))
        return Client(app)

    return started


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("email/blocks/scenario.mjml.j2", "\n{% if x %}\n", 1),
        ("email/blocks/scenario.mjml.j2", "<p>\n{{ no_such_name }}</p>\n", 2),
        ("lesson/blocks/scenario.html.j2", "<p>\n\n{{ no_such_name }}</p>\n", 3),
        ("site/lesson.html.j2", "{% endif %}\n", 1),
        ("brand.yaml", "light:\n  ink: red\n", 2),
        ("brand.yaml", "light: [\n", 2),
        ("preview/map.html.j2", "<p>\n{% endif %}", 2),
        ("preview/learners.yaml", "- {id: a}\n", 1),
    ],
)
@pytest.mark.parametrize("pane", PANES)
def test_every_pane_names_file_and_line_once(
    start: Start, pane: str, name: str, text: str, line: int
) -> None:
    answer = start(name, text).get(pane)
    assert answer.status_code == 200
    places = re.findall(rf">\.\./brand/{re.escape(name)}:(\d+)", answer.text)
    assert places == [places[0]]
    assert line <= int(places[0]) <= line + 1


def test_a_broken_template_of_a_pane_is_named_when_it_is_filled(start: Start) -> None:
    answer = start("preview/map.html.j2", "<p>\n{{ no_such_name }}").get("/map")
    assert answer.status_code == 200
    assert "../brand/preview/map.html.j2:2" in answer.text
    assert "Safe Food at the Stall" in answer.text


def test_a_broken_brand_leaves_the_panes_dressed(start: Start) -> None:
    client = start("brand.yaml", "light:\n  ink: red\n")
    answer = client.get("/look.css")
    assert answer.status_code == 200
    assert "--ink:#" in answer.text
    assert client.get("/inbox").status_code == 200


def test_good_templates_are_no_problem(start: Start) -> None:
    name = "email/blocks/scenario.mjml.j2"
    client = start(name, (shipped("templates") / name).read_text("utf-8"))
    assert "../brand/" not in client.get("/problems").text


def test_interface_text_that_a_language_lacks_is_shown(start: Start, folder: Path) -> None:
    settings = folder / "course.yaml"
    text = settings.read_text("utf-8")
    assert "language: en" in text
    settings.write_text(text.replace("language: en", "language: sv"), "utf-8")
    assert "interface-text-missing" in start("brand.yaml", "").get("/problems").text
