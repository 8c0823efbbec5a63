"""Where a piece of text stands: files, places in them, and how to point at one."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Source", "Span"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one file. Lines and columns count from 1, in characters; the end is outside."""

    path: str
    """The file, relative to the course folder, with forward slashes."""
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    @classmethod
    def whole(cls, path: str) -> "Span":
        """Return the span that stands for a file as such, at its first character."""
        return cls(path)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Source:
    """A text file of the course, as it was read: decoded, with a newline after each line."""

    path: str
    """Relative to the course folder, with forward slashes."""
    text: str
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(_line_starts(self.text)))

    def line(self, number: int) -> str:
        """Return the line `number`, counted from 1, without its newline; "" past the end."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, of the character at `offset`."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """Return the span from the character `start` up to, not including, `end`."""
        return Span(self.path, *self.position(start), *self.position(max(start, end)))


def _line_starts(text: str) -> Iterator[int]:
    yield 0
    at = text.find("\n")
    while at >= 0:
        yield at + 1
        at = text.find("\n", at + 1)
