"""The cover and the pictures of modules need words too."""

import pytest

from .conftest import Codes

VERSION, MODULE = 'version: "1.0"', "title: The basics}"


@pytest.mark.parametrize(
    ("alt", "code"),
    [('""', "image-without-alt"), ("kettle.svg", "alt-is-file-name"), ("A kettle", None)],
)
@pytest.mark.parametrize("place", ["cover", "figure"])
def test_a_picture_of_the_settings_has_words(
    codes: Codes, place: str, alt: str, code: str | None
) -> None:
    picture = f"{{src: figures/kettle.svg, alt: {alt}}}"
    cover = ("course.yaml", VERSION, f"{VERSION}\ncover: {picture}")
    figure = ("course.yaml", MODULE, f"title: The basics, figure: {picture}}}")
    assert codes(cover if place == "cover" else figure) == ([code] if code else [])
