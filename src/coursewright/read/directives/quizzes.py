"""The directive `quiz`, in all its types."""

from collections.abc import Callable, Sequence
from typing import cast

from coursewright import model as m
from coursewright.read.keys import key_of, line_of, take_key

from .hotspots import CODES as AREA_CODES
from .hotspots import hotspot
from .option_slips import option_slip
from .options import CODES as OPTION_CODES
from .options import OPTION, read_options, report_duplicates
from .quiz_gaps import CODES as GAP_CODES
from .quiz_gaps import gaps
from .quiz_numbers import CODES as NUMBER_CODES
from .quiz_numbers import number
from .quiz_parts import CODES as PART_CODES
from .quiz_parts import common, split_prompt
from .quiz_tables import match_pairs, matrix
from .spec import ID, SECTION, TRACKS, Attribute, Built, Filled, Spec

__all__ = ["CODES", "SPECS"]

CODES = (*PART_CODES, *OPTION_CODES, *AREA_CODES, *GAP_CODES, *NUMBER_CODES)


def _quiz(filled: Filled) -> Built | None:
    kind = filled.get("type")
    for name in filled.parts:
        if name not in _PARTS[kind]:
            message = f"A question of the type `{kind}` has no part `{name}`."
            place = filled.parts[name][0].span if filled.parts[name] else filled.marker
            filled.surplus(place, message)
    if kind not in _WITH_OPTIONS and filled.get("digest"):
        message = "Only a question with options can be in the short email."
        filled.surplus(filled.marker, message, "Remove `digest`, or set it on another question.")
    for name, types in _ONLY.items():
        if kind not in types and filled.get(name) is not None:
            message = f"`{name}` has no effect on a question of the type `{kind}`."
            filled.surplus(filled.marker, message, f"It belongs to: {', '.join(types)}.")
    return _BUILD[kind](filled)


def _choice(filled: Filled) -> Built | None:
    if slip := option_slip(filled.reading, filled.marker.end_line + 1, filled.span.end_line - 1):
        filled.reading.report(OPTION, slip.span, slip.message, slip.hint)
        return None
    prompt, found = split_prompt(filled, m.BulletList, "`- [x] The right one`")
    options = read_options(filled.reading, found) if found else ()
    if not options:
        return None
    return m.Choice(
        type=filled.get("type"),
        prompt=prompt,
        options=options,
        digest=filled.get("digest", False),
        shuffle=filled.get("shuffle", False),
        **common(filled),
    )


def _order(filled: Filled) -> Built | None:
    prompt, found = split_prompt(filled, m.OrderedList, "`1. The first step`")
    if found is None:
        return None
    steps = tuple(step for item in found.items if (step := _step(filled, item)))
    report_duplicates(filled.reading, [(step.key, step.span) for step in steps])
    right, wrong = filled.parts.get("right", ()), filled.parts.get("wrong", ())
    return m.Order(prompt=prompt, steps=steps, right=right, wrong=wrong, **common(filled))


def _step(filled: Filled, item: m.ListItem) -> m.Step | None:
    line, key = take_key(line_of(item))
    if line:
        return m.Step(key_of(line, key), line, item.span)
    filled.reading.report(OPTION, item.span, "A step must be one line of text.")
    return None


def _text(filled: Filled) -> Built | None:
    if not filled.body:
        filled.lacks("The question itself is missing.")
    if not filled.parts.get("model"):
        filled.lacks("There is no answer to compare with.", "Write it below `::model`.")
    look_for = _lines(filled, filled.parts.get("look-for", ()))
    prompt = cast("tuple[m.Block, ...]", filled.body)
    model = filled.parts.get("model", ())
    return m.OpenText(prompt=prompt, model=model, look_for=look_for, **common(filled))


def _lines(filled: Filled, blocks: Sequence[m.Block]) -> tuple[tuple[m.Inline, ...], ...]:
    lines = []
    for block in blocks:
        if not isinstance(block, m.BulletList):
            message = "`::look-for` needs a list."
            filled.surplus(block.span, message, "Lines are `- Something`.")
            continue
        for item in block.items:
            if line := line_of(item):
                lines.append(line)
            else:
                filled.surplus(item.span, "Each item of `::look-for` must be one line of text.")
    return tuple(lines)


_BUILD: dict[str, Callable[[Filled], Built | None]] = {
    "single": _choice,
    "multiple": _choice,
    "truefalse": _choice,
    "order": _order,
    "match": match_pairs,
    "matrix": matrix,
    "gaps": gaps,
    "number": number,
    "hotspot": hotspot,
    "text": _text,
}
_WITH_OPTIONS = ("single", "multiple", "truefalse", "hotspot")
_ONLY: dict[str, tuple[str, ...]] = {
    "shuffle": ("single", "multiple"),
    "exact": ("gaps",),
    "answer": ("number",),
    "tolerance": ("number",),
    "unit": ("number",),
}
_PARTS: dict[str, tuple[str, ...]] = {
    "single": (),
    "multiple": (),
    "truefalse": (),
    "order": ("right", "wrong"),
    "match": ("right", "wrong"),
    "matrix": ("right", "wrong"),
    "gaps": ("right", "wrong"),
    "number": ("right", "wrong"),
    "hotspot": (),
    "text": ("model", "look-for"),
}

SPECS = (
    Spec(
        "quiz",
        "A question, or an item of a pool.",
        _quiz,
        {
            "id": ID,
            "type": Attribute(
                "choice", "The type of question.", required=True, choices=tuple(_BUILD)
            ),
            "objective": Attribute("id", "The objective that it assesses."),
            "cell": Attribute("text", "In a pool: the blueprint cell."),
            "tracks": TRACKS,
            "digest": Attribute("flag", "The one question in the short email."),
            "section": SECTION,
            "weight": Attribute(
                "number", "In a pool: how much it counts; 1 if left out.", at_least=1, at_most=100
            ),
            "shuffle": Attribute(
                "flag", "Show the options in another order each time (single, multiple)."
            ),
            "exact": Attribute("flag", "Upper and lower case and accents count (gaps)."),
            "answer": Attribute("text", "The right number (number)."),
            "tolerance": Attribute("text", "How far an answer may be off: `0.5` or `5%` (number)."),
            "unit": Attribute("text", "The unit behind the field (number).", at_most=40),
        },
        parts={
            "right": "Feedback if everything is correct (order, match, matrix, gaps, number).",
            "wrong": "Feedback otherwise (order, match, matrix, gaps, number).",
            "model": "A model answer (text).",
            "look-for": "A list of what a good answer contains (text).",
        },
        holds="prose",
        asks=True,
        boxes=True,
        places=("lesson", "job-aid", "pool"),
    ),
)
