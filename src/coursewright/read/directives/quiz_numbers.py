"""Questions of the type `number`: a value, how far an answer may be off, a unit."""

import re
from decimal import Decimal
from typing import cast

from coursewright import model as m
from coursewright.problems import Code, Severity

from .quiz_parts import common
from .spec import Built, Filled

__all__ = ["CODES", "number"]

NUMBER = Code(
    "number-malformed",
    Severity.ERROR,
    "The answer or the tolerance of a `number` question is not a number.",
    "No answer of a learner could be compared with it.",
)
CODES = (NUMBER,)

# SCORM 2004 RTE 4.1.1.7: real(10,7); a report cuts what is longer.
_NUMBER = re.compile(r"-?\d{1,7}(?:[.,]\d{1,7})?")


def number(filled: Filled) -> Built | None:
    """Return a question that asks for a number."""
    if not filled.body:
        filled.lacks("The question itself is missing.")
    answer = _read(filled, "answer", filled.get("answer", ""))
    given = filled.get("tolerance", "0").strip()
    tolerance = _read(filled, "tolerance", given.removesuffix("%").strip())
    if answer is None or tolerance is None:
        return None
    if tolerance < 0:
        filled.reading.report(
            NUMBER, filled.marker, "`tolerance` is below zero.", "Drop the minus."
        )
    if given.endswith("%"):
        tolerance = (abs(answer) * tolerance / 100).normalize()
    return m.Number(
        prompt=cast("tuple[m.Block, ...]", filled.body),
        answer=answer,
        tolerance=abs(tolerance),
        unit=filled.get("unit", ""),
        right=filled.parts.get("right", ()),
        wrong=filled.parts.get("wrong", ()),
        **common(filled),
    )


def _read(filled: Filled, name: str, text: str) -> Decimal | None:
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    if _NUMBER.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if text:
        message = f"`{name}` is `{text[:40]}`, which is not a number."
    else:
        message = f"The question `{filled.get('id')}` has no `{name}`."
    hint = 'Write a number without spaces, such as answer="2.5"; at most 7 digits on each side.'
    filled.reading.report(NUMBER, filled.marker, message, hint)
    return None
