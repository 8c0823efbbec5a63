"""Questions of the type `hotspot`: a picture, and answers that each name a place in it."""

import re
from dataclasses import replace
from typing import get_args

from coursewright import model as m
from coursewright.model.quiz import Area, Shape
from coursewright.problems import Code, Severity
from coursewright.read.keys import line_of

from .options import read_options
from .quiz_parts import common, split_prompt
from .spec import Built, Filled

__all__ = ["CODES", "hotspot"]

AREA = Code(
    "hotspot-malformed",
    Severity.ERROR,
    "A question about a picture lacks the picture, or an answer lacks its place in it.",
    "Learners could not point at the answer.",
)
CODES = (AREA,)

_SHAPES = "|".join(get_args(Shape))
_AREA = re.compile(rf"\s*\b({_SHAPES})=[\"“]([^\"“”]*)[\"”]\s*(?=\}}\s*$)")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,4})?")
_HINT = (
    'Percent of the picture: {rect="x y width height"}, {circle="x y radius"} or {poly="x y ..."}.'
)


def hotspot(filled: Filled) -> Built | None:
    """Return a choice whose options are places in the picture above them."""
    prompt, found = split_prompt(filled, m.BulletList, '`- [x] The lid {rect="10 5 30 20"}`')
    if found is None:
        return None
    if not prompt or not isinstance(prompt[-1], m.Figure):
        message = f"The question `{filled.get('id')}` has no picture above its answers."
        hint = "Write `![What it shows](picture.svg)` as a paragraph of its own."
        filled.reading.report(AREA, filled.marker, message, hint)
        return None
    taken = [_take_area(filled, item) for item in found.items]
    options = read_options(filled.reading, replace(found, items=tuple(item for item, _ in taken)))
    areas = {item.span: area for item, area in taken}
    placed = tuple(replace(one, area=areas[one.span]) for one in options)
    if not placed or not all(one.area for one in placed):
        return None
    several = sum(one.correct for one in placed) > 1
    return m.Choice(
        type="multiple" if several else "single",
        prompt=prompt,
        options=placed,
        digest=filled.get("digest", False),
        **common(filled),
    )


def _take_area(filled: Filled, item: m.ListItem) -> tuple[m.ListItem, Area | None]:
    """Return an answer without the place that it ends with, and the place."""
    line = line_of(item, alone=False)
    last = line[-1] if line else None
    found = _AREA.search(last.text) if isinstance(last, m.Text) else None
    if not found or not isinstance(last, m.Text):
        filled.reading.report(AREA, item.span, "This answer has no place in the picture.", _HINT)
        return item, None
    words = found[2].replace(",", " ").replace("%", " ").split()
    numbers = tuple(float(word) for word in words if _NUMBER.fullmatch(word))
    shape: Shape = next(one for one in get_args(Shape) if one == found[1])
    if len(numbers) != len(words) or not _fits(shape, numbers):
        message = f'`{shape}="{found[2][:60]}"` is not a place in the picture.'
        filled.reading.report(AREA, last.span, message, _HINT)
        return item, None
    rest = (last.text[: found.start()] + last.text[found.end() :]).replace("{}", "").rstrip()
    text = (*line[:-1], replace(last, text=rest)) if rest else line[:-1]
    opening = m.Paragraph(text, item.children[0].span)
    return replace(item, children=(opening, *item.children[1:])), Area(shape, numbers)


def _fits(shape: Shape, numbers: tuple[float, ...]) -> bool:
    """Tell whether the numbers make a place with some size inside the picture."""
    if not numbers or max(numbers) > 100:
        return False
    if shape == "rect":
        if len(numbers) != 4:
            return False
        left, top, width, height = numbers
        return width > 0 and height > 0 and left + width <= 100 and top + height <= 100
    if shape == "circle":
        return len(numbers) == 3 and numbers[2] > 0
    return len(numbers) >= 6 and len(numbers) % 2 == 0
