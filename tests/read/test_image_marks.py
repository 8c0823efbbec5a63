"""The braces behind a picture: a width, decoration, or both; a slip is named and not guessed."""

import pytest

from coursewright.model import Figure, ImageWidth
from read.course_in_memory import PNG, lesson_of, read, told


@pytest.mark.parametrize(
    ("braces", "width", "decorative"),
    [
        ("{width=50%}", ImageWidth(50, "%"), False),
        ('{width="50%"}', ImageWidth(50, "%"), False),
        ("{width=300px}", ImageWidth(300, "px"), False),
        ("{ width=300 }", ImageWidth(300, "px"), False),
        ("{decorative=true width=20%}", ImageWidth(20, "%"), True),
        ("{width=20% decorative}", ImageWidth(20, "%"), True),
        ("", None, False),
    ],
)
def test_a_picture_has_the_width_that_was_written(
    braces: str, width: ImageWidth | None, decorative: bool
) -> None:
    result = read(f"![Alt](../f/a.png){braces}\n", {"f/a.png": PNG})
    (figure,) = lesson_of(result).body
    assert isinstance(figure, Figure)
    assert (figure.image.width, figure.image.decorative) == (width, decorative)
    assert result.problems == ()


@pytest.mark.parametrize("width", ["0", "0%", "101%", "2001px", "5cm", "50em", "-3", "1e2", "half"])
def test_a_width_that_cannot_be_used_is_named(width: str) -> None:
    result = read(f"![Alt](../f/a.png){{width={width}}}\n", {"f/a.png": PNG})
    assert told(result.problems) == ["image-width 7:1"]


@pytest.mark.parametrize("braces", ["{size=big}", "{width=50% .wide}", "{height=50px}", "{=}"])
def test_anything_else_in_the_braces_is_named(braces: str) -> None:
    result = read(f"![Alt](../f/a.png){braces}\n", {"f/a.png": PNG})
    assert told(result.problems) == ["image-attribute-unknown 7:1"]
