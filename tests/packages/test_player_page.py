"""The page of a package: whole, small, inert until its script runs, and closed to the outside."""

import gzip
import json
import re
from html import unescape
from typing import Any

from coursewright.model import Course
from coursewright.packages.player_page import package_page
from coursewright.read import read_files
from coursewright.target import Options
from sample_course import FILES, sample_course

DATA: dict[str, Any] = {"course": {"id": "sample", "title": "</script><b>"}}


def _page(course: Course | None = None, *tracks: str) -> dict[str, bytes]:
    files = package_page(course or sample_course(), tracks or ("blue", "green"), DATA, Options())
    return {file.path: file.data for file in files}


def test_every_file_that_the_page_names_is_there_and_none_else() -> None:
    files = _page()
    named: set[str] = set()
    for path, data in files.items():
        if path.endswith(".html"):
            up = path.count("/")
            for href in re.findall(r'(?:href|src)="([^"#:]+)"', data.decode()):
                assert href.startswith("../" * up)
                named.add(unescape(href).removeprefix("../" * up))
    assert named | {"index.html"} == set(files)


def test_a_module_opens_once_with_its_picture_and_the_course_with_its_cover() -> None:
    html = _page()["index.html"].decode()
    assert html.count('<div class="opener">') == 1
    assert html.index('data-lesson="second"') < html.index("Half way &amp; on.")
    chooser = html[html.index('id="cw-tracks"') : html.index('id="cw-certificate"')]
    assert 'alt="Both roads"' in chooser


def test_a_package_of_one_track_holds_no_words_of_another() -> None:
    html = _page(None, "blue")["index.html"].decode()
    assert "Only the green road sees this" not in html
    assert "cw-tracks" not in html
    assert "data-tracks" not in html


def test_data_cannot_end_the_element_it_stands_in() -> None:
    html = _page()["index.html"].decode()
    found = re.search(r'<script type="application/json" id="course-data">(.*?)</script>', html)
    assert found is not None
    assert json.loads(found[1])["course"]["title"] == "</script><b>"


def test_the_page_has_no_handler_and_asks_for_nothing_outside() -> None:
    html = _page()["index.html"].decode()
    assert not re.search(r"<[^>]+\son\w+=", html)
    assert not re.search(r'src="(?:https?:)?//', html)
    assert not re.search(r'href="(?:https?:)?//(?!example\.org|learn\.|www\.youtube\.com)', html)


def test_the_strings_that_the_script_asks_for_come_with_the_page() -> None:
    files = _page()
    data = re.search(rb'id="course-data">(.*?)</script>', files["index.html"])
    assert data is not None
    words = json.loads(data[1])["view"]["words"]
    script = files["player.js"].decode()
    asked = {int(place) for place in re.findall(r"\bt\((\d+)[,)]", script)}
    assert asked <= set(range(len(words)))
    assert len(words) > 40
    assert not re.search(r'\bt\("', script)


def test_conditions_of_the_readiness_check_are_data() -> None:
    data = re.search(rb'id="course-data">(.*?)</script>', _page()["index.html"])
    assert data is not None
    rules = json.loads(data[1])["view"]["checks"]["ready"]
    assert rules[2]["when"] == [[["P", None, "<", 2], ["E", "P", ">=", 1]]]
    assert rules[3] == {"id": "both", "when": []}


def test_the_player_with_all_blocks_and_types_weighs_at_most_24_kilobytes() -> None:
    standard = {"standard.js": 'export { createLms } from "./lms/scorm2004.js";\n'}
    files = package_page(
        sample_course(), ("blue", "green"), DATA, Options(), replaced=standard
    )  # every block, and the larger of the standards
    scripts = {file.path: len(gzip.compress(file.data, 9)) for file in files if ".js" in file.path}
    assert scripts["player.js"] <= 24 * 1024


def test_a_script_for_a_block_comes_only_with_the_block() -> None:
    files = FILES | {"b/03-last.md": FILES["b/03-last.md"].replace("::assessment", "Not")}
    course = read_files({path: text.encode() for path, text in files.items()}).course
    assert "start_assessment" in _page()["player.js"].decode()
    assert "start_assessment" not in _page(course)["player.js"].decode()


def test_rules_for_what_is_not_there_are_left_out_of_the_style() -> None:
    style = _page()["style.css"].decode()
    assert ".quiz" in style
    assert ".site-nav ul" not in style
    assert ".m-three" not in style
