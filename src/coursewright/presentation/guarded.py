"""Filters and methods that can make much out of little: what each may cost, said before it runs.

What is not in these tables gives back at most a few times what it was given, which was measured.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from functools import wraps
from numbers import Number
from types import GeneratorType
from typing import Any

from jinja2 import Environment
from jinja2.exceptions import SecurityError
from jinja2.nodes import EvalContext
from jinja2.runtime import Context

from .allowance import STEP, TooMuchWorkError, measure, metered, spend

__all__ = [
    "METHODS",
    "REFUSED_FILTERS",
    "check_format",
    "check_method",
    "check_spec",
    "guarded_filter",
]

REFUSED_FILTERS = ("pprint", "random", "urlize")
"""Filters that templates do not get: two are slow out of proportion, one differs at each run."""

METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset(
        {
            "capitalize",
            "casefold",
            "center",
            "count",
            "endswith",
            "find",
            "format",
            "index",
            "isalnum",
            "isalpha",
            "isascii",
            "isdecimal",
            "isdigit",
            "islower",
            "isnumeric",
            "isspace",
            "istitle",
            "isupper",
            "join",
            "ljust",
            "lower",
            "lstrip",
            "partition",
            "removeprefix",
            "removesuffix",
            "replace",
            "rfind",
            "rindex",
            "rjust",
            "rpartition",
            "rsplit",
            "rstrip",
            "split",
            "splitlines",
            "startswith",
            "strip",
            "swapcase",
            "title",
            "upper",
            "zfill",
        }
    ),
    bytes: frozenset(),
    int: frozenset(),
    float: frozenset({"is_integer"}),
    list: frozenset({"count", "index"}),
    tuple: frozenset({"count", "index"}),
    range: frozenset({"count", "index"}),
    dict: frozenset({"get", "items", "keys", "values"}),
}
"""The methods of plain values that a template may call; all others are refused."""

_MOST_WIDTH = 10_000
_LONG_NUMBER = re.compile(r"\d{5}")
_WIDE = re.compile(r"%[^a-zA-Z%]*(?:\*|\d{5})")
_KEY = re.compile(r"%\([^()]*\)")

Estimate = Callable[[list[Any], Mapping[str, Any]], int]


def guarded_filter(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter or a test that measures its values, and refuses what would be too much."""
    estimate = _FILTERS.get(name)

    @wraps(function)
    def guarded(*args: Any, **named: Any) -> Any:
        spend(STEP)
        if name == "join":  # what is made one by one is measured first, then joined
            args = tuple(_listed(value) for value in args)
        values = [one for one in args if not isinstance(one, _SURROUNDINGS)]
        for value in (*values, *named.values()):
            measure(value)
        if estimate:
            spend(estimate(values, named))
        result = function(*args, **named)
        if isinstance(result, GeneratorType):
            return metered(result)
        measure(result)
        return result

    return guarded


_SURROUNDINGS = (Context, EvalContext, Environment)


def check_method(owner: Any, name: str, args: tuple[Any, ...], named: Mapping[str, Any]) -> None:
    """Spend what a method of a string may cost; its arguments have been measured."""
    estimate = _STRING_METHODS.get(name)
    if isinstance(owner, date | time) and name == "strftime":
        check_spec(str(args[0] if args else ""))
    elif isinstance(owner, str) and estimate:
        spend(len(owner) + estimate([owner, *args], named))


def check_format(text: str, size: int) -> int:
    """Return what `text % values` may cost, with `size` as the size of the values.

    Raises:
        TooMuchWorkError: a field is wider than any page.
    """
    if _WIDE.search(_KEY.sub("%", text.replace("%%", ""))):
        raise TooMuchWorkError("a field of the format is too wide")
    return len(text) + text.count("%") * (
        size + (_MOST_WIDTH if any(map(str.isdigit, text)) else 1)
    )


def check_spec(spec: str) -> None:
    """Refuse a format specification that asks for more than a page is wide."""
    if _LONG_NUMBER.search(spec) or len(spec) > 100:
        raise TooMuchWorkError("a field of the format is too wide")


def _listed(value: Any) -> Any:
    """Return a list of what comes one by one, so that it can be measured; else the value."""
    return list(metered(value)) if isinstance(value, Iterator) else value


def _named(values: list[Any], named: Mapping[str, Any], at: int, name: str, default: Any) -> Any:
    return values[at] if len(values) > at else named.get(name, default)


def _width(value: Any) -> int:
    """Return a width as it was asked for, if a page could be that wide."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, int) and abs(value) > _MOST_WIDTH:
        msg = f"{value:,} is more than the {_MOST_WIDTH:,} that a template may ask for"
        raise TooMuchWorkError(msg)
    return int(value) if isinstance(value, int | float) else 1


def _padding(values: list[Any], named: Mapping[str, Any]) -> int:
    return _width(_named(values, named, 1, "width", 80))


def _indent(values: list[Any], named: Mapping[str, Any]) -> int:
    width = _width(_named(values, named, 1, "width", 4))
    return (str(values[0]).count("\n") + 1) * width


def _wordwrap(values: list[Any], named: Mapping[str, Any]) -> int:
    length = len(str(values[0]))
    width = max(1, _width(_named(values, named, 1, "width", 79)))
    wrap = _width(_named(values, named, 3, "wrapstring", "\n") or "\n")
    return length * wrap + length * length // width // 64


def _replace(values: list[Any], named: Mapping[str, Any]) -> int:
    text = str(values[0])
    old = str(_named(values, named, 1, "old", ""))
    new = str(_named(values, named, 2, "new", ""))
    return len(text) + (text.count(old) if old else len(text) + 1) * len(new) * _ESCAPED


def _parts(values: list[Any], named: Mapping[str, Any]) -> int:
    return max(
        1, _width(_named(values, named, 1, "slices", _named(values, named, 1, "linecount", 1)))
    )


def _round(values: list[Any], named: Mapping[str, Any]) -> int:
    return abs(_width(_named(values, named, 1, "precision", 0))) // 100 * STEP


def _json(values: list[Any], named: Mapping[str, Any]) -> int:
    if _width(_named(values, named, 1, "indent", 0) or 0) > 8:
        raise TooMuchWorkError("JSON is indented by at most 8")
    return measure(values[0]) * 2


def _format(values: list[Any], named: Mapping[str, Any]) -> int:
    size = sum(measure(value) for value in (*values[1:], *named.values()))
    return check_format(str(values[0]), size)


def _join(values: list[Any], named: Mapping[str, Any]) -> int:
    """Return the cost of the separators; what is joined was measured."""
    return len(values[0]) * len(str(_named(values, named, 1, "d", ""))) * _ESCAPED


def _join_method(values: list[Any], named: Mapping[str, Any]) -> int:
    if len(values) > 1 and isinstance(values[1], Iterator):
        raise SecurityError("the method `join` needs a list: write `|list` after the value")
    return len(values[1]) * len(values[0]) * _ESCAPED if len(values) > 1 else 0


def _sum(values: list[Any], named: Mapping[str, Any]) -> int:
    if not isinstance(_named(values, named, 2, "start", 0), Number):
        raise SecurityError("`sum` adds numbers only")
    return _slow(values, named)


def _slow(values: list[Any], named: Mapping[str, Any]) -> int:
    """Return the cost of what looks at each entry with Python's own means, and more than once."""
    return STEP * (len(values[0]) if hasattr(values[0], "__len__") else 0)


def _tags(values: list[Any], named: Mapping[str, Any]) -> int:
    text = str(values[0])
    return text.count("<!--") * len(text) // 64


def _escaped(values: list[Any], named: Mapping[str, Any]) -> int:
    return len(str(values[0])) * _ESCAPED if isinstance(values[0], str) else 0


_ESCAPED = 6  # the longest entity that one character becomes

_STRING_METHODS: Mapping[str, Estimate] = {
    "center": _padding,
    "join": _join_method,
    "ljust": _padding,
    "replace": _replace,
    "rjust": _padding,
    "striptags": _tags,
    "zfill": _padding,
}

_FILTERS: Mapping[str, Estimate] = {
    "batch": _parts,
    "center": _padding,
    "dictsort": _slow,
    "e": _escaped,
    "escape": _escaped,
    "forceescape": _escaped,
    "format": _format,
    "groupby": _slow,
    "indent": _indent,
    "join": _join,
    "max": _slow,
    "min": _slow,
    "replace": _replace,
    "round": _round,
    "slice": _parts,
    "sort": _slow,
    "striptags": _tags,
    "sum": _sum,
    "tojson": _json,
    "unique": _slow,
    "urlencode": lambda values, named: 2 * _escaped(values, named),
    "wordwrap": _wordwrap,
}
