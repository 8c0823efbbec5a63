"""What the types of a question share: attributes, prompt, lines to choose from."""

from typing import Any, cast

from coursewright import model as m
from coursewright.problems import Code, Severity
from coursewright.read.keys import key_of, take_key

from .spec import Filled

__all__ = ["CODES", "common", "side", "split_prompt"]

WITHOUT_OPTIONS = Code(
    "quiz-without-options",
    Severity.ERROR,
    "A question has nothing to choose, order, match or fill in.",
    "Learners could not answer it, so the lesson could never be finished.",
)
CODES = (WITHOUT_OPTIONS,)


def common(filled: Filled) -> dict[str, Any]:
    """Return the fields that every question has."""
    return {
        "id": filled.get("id"),
        "objective": filled.get("objective"),
        "cell": filled.get("cell"),
        "tracks": filled.get("tracks", ()),
        "weight": filled.get("weight", 1),
        "section": filled.get("section"),
        "span": filled.span,
    }


def split_prompt(filled: Filled, kind: type, sample: str) -> tuple[tuple[m.Block, ...], Any]:
    """Return the prompt, and the last block of the body when it is of the kind."""
    body = cast("tuple[m.Block, ...]", filled.body)
    if body and isinstance(body[-1], kind):
        if not body[:-1]:
            filled.lacks("The question itself is missing.", "Write it above its answers.")
        return body[:-1], body[-1]
    message = f"The question `{filled.get('id')}` does not end with answers."
    filled.reading.report(WITHOUT_OPTIONS, filled.marker, message, f"They look like {sample}.")
    return body, None


def side(cell: tuple[m.Inline, ...]) -> m.Step:
    """Return the text of a cell with its key."""
    line, key = take_key(cell)
    return m.Step(key_of(line, key), line, cell[0].span)
