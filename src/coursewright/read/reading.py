"""What the steps of reading one file share: its source, and the list of what was found."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from coursewright.problems import Code, Problem, Severity, alike, near
from coursewright.source import Source, Span

from .read_limits import PROBLEMS

__all__ = ["CODES", "TOO_DEEP", "Reading"]

TOO_MANY_PROBLEMS = Code(
    "too-many-problems",
    Severity.ERROR,
    "A file has more problems than are reported.",
    "A file of the wrong kind would bury all other problems.",
)
TOO_DEEP = Code(
    "nesting-too-deep",
    Severity.ERROR,
    "Blocks, lists or quotations are nested more deeply than the reader accepts.",
    "Deeper content is left out: nobody could read it.",
)
CODES = (TOO_MANY_PROBLEMS, TOO_DEEP)


class Reading:
    """One file on its way from text to model."""

    def __init__(self, source: Source, beside: Mapping[str, bytes] | None = None) -> None:
        self.source = source
        self.path = source.path
        self.problems: list[Problem] = []
        self.made: dict[str, bytes] = {}
        """Pictures drawn from what the file says, by the path under which it shows them."""
        self.read_beside: dict[str, bytes | None] = {}
        """The other files of the course that it includes; None for one that is not there."""
        self._beside = beside or {}
        self.lost: set[str] = set()
        """Top-level fields of YAML that could not be read at all."""
        self.explained: set[int] = set()
        """Lines that a reported problem names already."""
        self._starts = _line_starts(source.text)

    def report(self, code: Code, span: Span, message: str, hint: str | None = None) -> None:
        """Report a problem; past the limit of the file, report once that there are more."""
        if len(self.problems) < PROBLEMS:
            self.problems.append(code.at(span, message, hint=hint))
        elif len(self.problems) == PROBLEMS:
            message = f"This file has more than {PROBLEMS} problems; the rest are not shown."
            hint = "Fix the first ones, and check again."
            self.problems.append(TOO_MANY_PROBLEMS.at(Span.whole(self.path), message, hint=hint))

    def beside_file(self, path: str) -> bytes | None:
        """Return another file of the course; None where there is none that can be read."""
        try:
            data = self._beside.get(path)
        except OSError:
            data = None
        self.read_beside[path] = data
        return data

    def take(self, problems: Iterable[Problem]) -> None:
        """Add problems that another step found in this file."""
        self.problems.extend(problems)

    @property
    def full(self) -> bool:
        """Tell whether the limit of problems is reached."""
        return len(self.problems) > PROBLEMS

    def near(self, word: str, known: Iterable[str]) -> str | None:
        """Return "Did you mean ...?"; None for what is no word, or when nobody would read it."""
        return None if self.full or len(word) > 80 else near(word, known)

    def alike(self, word: str, known: Iterable[str]) -> list[str]:
        """Return the known names most like a word, as `near` offers them."""
        return [] if self.full or len(word) > 80 else alike(word, known)

    def span(self, start: int, end: int) -> Span:
        """Return the span of the characters from `start` up to `end` of the file.

        The same as `Source.span`; it is called for every piece, and most lie within one line.
        """
        starts, length = self._starts, len(self.source.text)
        start = min(start, length)
        end = min(max(start, end), length)
        line = bisect_right(starts, start)
        last = line
        if line < len(starts) and end >= starts[line]:
            last = bisect_right(starts, end)
        column, end_column = start - starts[line - 1] + 1, end - starts[last - 1] + 1
        return Span(self.path, line, column, last, end_column)

    def line_span(self, first: int, last: int) -> Span:
        """Return the span of the lines `first` to `last` (from 1), without the space around."""
        last = max(first, last)
        while last > first and not self.source.line(last).strip():
            last -= 1
        opening = self.source.line(first)
        column = len(opening) - len(opening.lstrip()) + 1
        end_column = len(self.source.line(last).rstrip()) + 1
        if last == first:
            column = min(column, end_column)
        return Span(self.path, first, column, last, end_column)


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n")[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    return starts
