"""A model as an outline to read in review: one line for each piece, with its place."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from coursewright.source import Span

__all__ = ["outline"]


def outline(value: Any) -> str:
    """Return the outline of a model object, or of a tuple of them."""
    return "\n".join(_lines(value, "", 0)) + "\n"


def _lines(value: Any, name: str, depth: int) -> Iterator[str]:
    lead = "  " * depth + (f"{name}: " if name else "")
    if is_dataclass(value) and not isinstance(value, type):
        plain = {
            one.name: getattr(value, one.name)
            for one in fields(value)
            if one.name != "span" and not _nested(getattr(value, one.name))
        }
        said = " ".join(f"{key}={shown!r}" for key, shown in plain.items())
        yield f"{lead}{type(value).__name__} {_place(value)} {said}".rstrip()
        for one in fields(value):
            inner = getattr(value, one.name)
            if _nested(inner):
                yield from _lines(inner, one.name, depth + 1)
    elif isinstance(value, tuple):
        for one in value:
            yield from _lines(one, name, depth)
    else:
        yield f"{lead}{value!r}"


def _nested(value: Any) -> bool:
    if isinstance(value, Span):
        return False
    return is_dataclass(value) or (
        isinstance(value, tuple) and any(not isinstance(one, str | int) for one in value)
    )


def _place(value: Any) -> str:
    span = getattr(value, "span", None)
    if not isinstance(span, Span):
        return ""
    return f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"
