"""The line that a problem points to, and a mark under the place, as a terminal aligns them."""

from coursewright.source import Source, Span

from .visible import escaped, width

__all__ = ["excerpt"]

_TAB = 4
_REACH = 400  # characters looked at on either side: a line may have ten million


def excerpt(source: Source, span: Span, columns: int) -> tuple[str, str] | None:
    """Return the line and its mark, at most `columns` wide, or None if the line is not there.

    A span over several lines is marked to the end of its first one.
    """
    line = source.line(span.line)
    if not line.strip():
        return None
    first = min(span.column - 1, len(line))
    last = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    cut = max(0, first - _REACH)
    cells = [_cell(char) for char in line[cut : first + _REACH]]
    left = sum(wide for _, wide in cells[: first - cut])
    long = max(1, sum(wide for _, wide in cells[first - cut : max(last, first) - cut]))
    more = cut > 0, first + _REACH < len(line)
    return _clipped(cells, left, long, columns, more)


def _clipped(
    cells: list[tuple[str, int]], left: int, long: int, columns: int, more: tuple[bool, bool]
) -> tuple[str, str]:
    """Return what fits around the mark; an ellipsis stands where something is left out."""
    whole = sum(wide for _, wide in cells)
    start = 0
    cut = whole > columns or left >= columns or any(more)
    if cut:
        start = max(0, min(left - columns // 3, whole - columns + 2))
        while start < left and not _is_edge(cells, start):
            start += 1
    shown, at = "", 0
    before = more[0] or start > 0
    room = columns - 2 if cut else columns
    for text, wide in cells:
        if start <= at and at + wide <= start + room and (wide or at > start):
            shown += text
        at += wide
    after = more[1] or whole > start + room
    offset = left - start + before
    mark = " " * offset + "^" * max(1, min(long, room - (left - start)))
    return ("…" if before else "") + shown.rstrip() + ("…" if after else ""), mark


def _is_edge(cells: list[tuple[str, int]], column: int) -> bool:
    at = 0
    for _, wide in cells:
        if at >= column:
            return at == column
        at += wide
    return True


def _cell(char: str) -> tuple[str, int]:
    """Return how a character is shown, and how many columns that takes."""
    if char == "\t":
        return " " * _TAB, _TAB
    number = escaped(char)
    return (number, len(number)) if number else (char, width(char))
