"""The figures of the course that ships: labels for a phone, words for all, a twin for mail."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from coursewright.shipped import shipped

SVG = "{http://www.w3.org/2000/svg}"
NARROWEST = 288  # pixels that a figure has on a phone 320 pixels wide
FIGURES = sorted((shipped("course") / "figures").glob("*.svg"))
DRAWN = [pytest.param(path, id=path.stem) for path in FIGURES]


@pytest.mark.parametrize("path", DRAWN)
def test_no_label_is_smaller_than_twelve_pixels_on_the_narrowest_phone(path: Path) -> None:
    root = ET.parse(path).getroot()  # noqa: S314 -- our own file
    width = float(root.attrib["viewBox"].split()[2])
    sizes = [float(element.attrib["font-size"]) for element in root.iter(f"{SVG}text")]
    assert all(size * NARROWEST / width >= 12 for size in sizes)


@pytest.mark.parametrize("path", DRAWN)
def test_a_figure_says_what_it_shows_and_turns_dark(path: Path) -> None:
    root = ET.parse(path).getroot()  # noqa: S314 -- our own file
    named = root.attrib["aria-labelledby"].split()
    words = {element.attrib.get("id"): element.text for element in root}
    assert all(words[one] for one in named)
    assert "prefers-color-scheme:dark" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DRAWN)
def test_a_figure_has_a_twin_for_mail_of_the_same_shape(path: Path) -> None:
    shape = re.search(r'viewBox="0 0 (\d+) (\d+)"', path.read_text(encoding="utf-8"))
    assert shape is not None
    data = path.with_suffix(".png").read_bytes()
    width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
    assert (width * int(shape[2]), width) == (height * int(shape[1]), max(width, 1104))
