"""Single values: text, numbers, yes or no, dates. The field decides, so `no` may be Norway."""

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from coursewright.problems import Code, Severity

from .reading import Reading
from .yaml_nodes import Node, Scalar

__all__ = ["CODES", "FIELD_TYPE", "FIELD_VALUE", "READERS", "check_text", "is_nothing"]

FIELD_TYPE = Code(
    "field-type",
    Severity.ERROR,
    "A value has the wrong type for its field.",
    "It cannot be used, so the field would be empty.",
)
FIELD_VALUE = Code(
    "field-value",
    Severity.ERROR,
    "A value is not allowed in its field.",
    "An LMS, a mailer or a browser would reject it or misread it later.",
)
CODES = (FIELD_TYPE, FIELD_VALUE)

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_WHOLE = re.compile(r"[+-]?[0-9]{1,12}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,12})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Written as an escape in quotes these pass the check of the file's own characters.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CURLY = {"\u201c": "\u201d", "\u201e": "\u201c", "\u00ab": "\u00bb"}
_CUT = re.compile(r"[ \t]+(#\d.*?)[ \t]*$")  # `Lesson #1`, and no comment
_YES_NO = {"true": True, "True": True, "false": False, "False": False}


def is_nothing(node: Node) -> bool:
    """Tell whether a node says that there is no value: empty, `~` or `null` without quotes."""
    return isinstance(node, Scalar) and node.plain and node.text in _NOTHING


def check_text(reading: Reading, text: str, node: Scalar) -> bool:
    """Tell whether a text holds only characters that can be shown; note a problem if not."""
    found = _UNSEEN.search(text)
    if found:
        message = f"The character U+{ord(found[0]):04X} is not text."
        reading.report(FIELD_VALUE, node.span, message, "Delete it.")
    return not found


def _text(reading: Reading, node: Scalar, name: str) -> str | None:
    text = node.text.strip()
    if node.plain and text[:1] in _CURLY and _CURLY[text[0]] not in text[1:]:
        message = f"{name} starts with a curly quotation mark that is not closed."
        hint = f"Write straight quotes, or none: `{text[1:60]}`."
        reading.report(FIELD_VALUE, node.span, message, hint)
        return None
    if node.plain and len(text) > 2 and _CURLY.get(text[0]) == text[-1]:
        message = f"{name} is in curly quotation marks, which learners would see."
        hint = f"Write it without them: `{text[1:-1][:60]}`, or as `'{text[:60]}'`."
        reading.report(FIELD_VALUE, node.span, message, hint)
    if node.plain and (cut := _CUT.match(_rest(reading, node))):
        message = f"{name} ends before `{cut[1][:40]}`: what follows ` #` is a comment in YAML."
        shown = f"{text} {cut[1]}"[:80].replace("'", "''")
        reading.report(FIELD_VALUE, node.span, message, f"Put it in quotes: `'{shown}'`.")
    return text if check_text(reading, node.text, node) else None


def _rest(reading: Reading, node: Scalar) -> str:
    """Return what follows a value in its line."""
    return reading.source.line(node.span.end_line)[node.span.end_column - 1 :]


def _int(reading: Reading, node: Scalar, name: str) -> int | None:
    text = node.text.strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    reading.report(FIELD_TYPE, node.span, f"{name} must be a whole number.", "Write `3`.")
    return None


def _float(reading: Reading, node: Scalar, name: str) -> float | None:
    text = node.text.strip()
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    reading.report(FIELD_TYPE, node.span, f"{name} must be a number.", "Write `3.5`.")
    return None


def _bool(reading: Reading, node: Scalar, name: str) -> bool | None:
    text = node.text.strip()
    if text in _YES_NO:
        return _YES_NO[text]
    reading.report(FIELD_TYPE, node.span, f"{name} must be `true` or `false`.")
    return None


def _date(reading: Reading, node: Scalar, name: str) -> date | None:
    text = node.text.strip()
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    reading.report(FIELD_TYPE, node.span, f"{name} must be a day, such as `2026-11-24`.")
    return None


READERS: dict[str, Callable[[Reading, Scalar, str], Any]] = {
    "text": _text,
    "int": _int,
    "float": _float,
    "bool": _bool,
    "date": _date,
}
