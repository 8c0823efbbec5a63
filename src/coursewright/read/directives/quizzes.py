"""The directive `quiz`, in its six types."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from coursewright import model as m
from coursewright.problems import Code, Severity
from coursewright.read.keys import key_of, line_of, take_key

from .option_slips import option_slip
from .options import CODES as OPTION_CODES
from .options import OPTION, read_options, report_duplicates
from .spec import ID, SECTION, TRACKS, Attribute, Built, Filled, Spec

__all__ = ["CODES", "SPECS"]

WITHOUT_OPTIONS = Code(
    "quiz-without-options",
    Severity.ERROR,
    "A question has nothing to choose, order or match.",
    "Learners could not answer it, so the lesson could never be finished.",
)
CODES = (WITHOUT_OPTIONS, *OPTION_CODES)

_TYPES = ("single", "multiple", "truefalse", "order", "match", "text")


def _quiz(filled: Filled) -> Built | None:
    kind = filled.get("type")
    for name in filled.parts:
        if name not in _PARTS[kind]:
            message = f"A question of the type `{kind}` has no part `{name}`."
            place = filled.parts[name][0].span if filled.parts[name] else filled.marker
            filled.surplus(place, message)
    if kind not in ("single", "multiple", "truefalse") and filled.get("digest"):
        message = "Only a question with options can be in the short email."
        filled.surplus(filled.marker, message, "Remove `digest`, or set it on another question.")
    return _BUILD[kind](filled)


def _common(filled: Filled) -> dict[str, Any]:
    return {
        "id": filled.get("id"),
        "objective": filled.get("objective"),
        "cell": filled.get("cell"),
        "tracks": filled.get("tracks", ()),
        "section": filled.get("section"),
        "span": filled.span,
    }


def _split(filled: Filled, kind: type, sample: str) -> tuple[tuple[m.Block, ...], Any]:
    """Return the prompt, and the last block of the body when it is of the kind."""
    body = cast("tuple[m.Block, ...]", filled.body)
    if body and isinstance(body[-1], kind):
        if not body[:-1]:
            filled.lacks("The question itself is missing.", "Write it above its answers.")
        return body[:-1], body[-1]
    message = f"The question `{filled.get('id')}` does not end with answers."
    filled.reading.report(WITHOUT_OPTIONS, filled.marker, message, f"They look like {sample}.")
    return body, None


def _choice(filled: Filled) -> Built | None:
    if slip := option_slip(filled.reading, filled.marker.end_line + 1, filled.span.end_line - 1):
        filled.reading.report(OPTION, slip.span, slip.message, slip.hint)
        return None
    prompt, found = _split(filled, m.BulletList, "`- [x] The right one`")
    options = read_options(filled.reading, found) if found else ()
    if not options:
        return None
    digest = filled.get("digest", False)
    kind = filled.get("type")
    return m.Choice(type=kind, prompt=prompt, options=options, digest=digest, **_common(filled))


def _order(filled: Filled) -> Built | None:
    prompt, found = _split(filled, m.OrderedList, "`1. The first step`")
    if found is None:
        return None
    steps = tuple(step for item in found.items if (step := _step(filled, item)))
    report_duplicates(filled.reading, [(step.key, step.span) for step in steps])
    right, wrong = filled.parts.get("right", ()), filled.parts.get("wrong", ())
    return m.Order(prompt=prompt, steps=steps, right=right, wrong=wrong, **_common(filled))


def _step(filled: Filled, item: m.ListItem) -> m.Step | None:
    line, key = take_key(line_of(item))
    if line:
        return m.Step(key_of(line, key), line, item.span)
    filled.reading.report(OPTION, item.span, "A step must be one line of text.")
    return None


def _match(filled: Filled) -> Built | None:
    prompt, table = _split(filled, m.Table, "a table of two columns")
    if table is None:
        return None
    if len(table.head) != 2:
        message = f"This table has {len(table.head)} columns; a question of this type has two."
        filled.reading.report(OPTION, table.span, message)
        return None
    targets: dict[str, m.Step] = {}
    pairs = []
    for row in table.rows:
        if not row[0] or not row[1]:
            place = (row[0] or row[1] or (table,))[0].span
            filled.reading.report(OPTION, place, "Both cells of a row need text.")
            continue
        source, target = _side(row[0]), _side(row[1])
        targets.setdefault(target.key, target)
        pairs.append(m.Pair(source, target.key, source.span))
    report_duplicates(filled.reading, [(pair.source.key, pair.span) for pair in pairs])
    return m.Match(
        prompt=prompt,
        heads=(table.head[0], table.head[1]),
        pairs=tuple(pairs),
        targets=tuple(targets.values()),
        right=filled.parts.get("right", ()),
        wrong=filled.parts.get("wrong", ()),
        **_common(filled),
    )


def _side(cell: tuple[m.Inline, ...]) -> m.Step:
    line, key = take_key(cell)
    return m.Step(key_of(line, key), line, cell[0].span)


def _text(filled: Filled) -> Built | None:
    if not filled.body:
        filled.lacks("The question itself is missing.")
    if not filled.parts.get("model"):
        filled.lacks("There is no answer to compare with.", "Write it below `::model`.")
    look_for = _lines(filled, filled.parts.get("look-for", ()))
    prompt = cast("tuple[m.Block, ...]", filled.body)
    model = filled.parts.get("model", ())
    return m.OpenText(prompt=prompt, model=model, look_for=look_for, **_common(filled))


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
    "match": _match,
    "text": _text,
}
_PARTS: dict[str, tuple[str, ...]] = {
    "single": (),
    "multiple": (),
    "truefalse": (),
    "order": ("right", "wrong"),
    "match": ("right", "wrong"),
    "text": ("model", "look-for"),
}

SPECS = (
    Spec(
        "quiz",
        "A question, or an item of a pool.",
        _quiz,
        {
            "id": ID,
            "type": Attribute("choice", "The type of question.", required=True, choices=_TYPES),
            "objective": Attribute("id", "The objective that it assesses."),
            "cell": Attribute("text", "In a pool: the blueprint cell."),
            "tracks": TRACKS,
            "digest": Attribute("flag", "The one question in the short email."),
            "section": SECTION,
        },
        parts={
            "right": "Feedback if everything is correct (order, match).",
            "wrong": "Feedback otherwise (order, match).",
            "model": "A model answer (text).",
            "look-for": "A list of what a good answer contains (text).",
        },
        holds="prose",
        asks=True,
        boxes=True,
        places=("lesson", "job-aid", "pool"),
    ),
)
