"""From an offset in a run of text, as the parser sees it, back to the offset in the file."""

import re
from bisect import bisect_right
from collections.abc import Sequence

__all__ = ["FileLines", "TextPlaces"]

_CONTAINERS = re.compile(r"(?:[ \t>]|[-+*][ \t]|[0-9]{1,9}[.)][ \t])*")


class TextPlaces:
    """Pieces of a run of text: where each begins in the run, and where in the file."""

    def __init__(self, runs: Sequence[int], files: Sequence[int], last: int) -> None:
        self._runs = runs
        self._files = files
        self._last = last

    def at(self, offset: int) -> int:
        """Return the offset in the file for an offset in the run."""
        piece = max(0, bisect_right(self._runs, offset) - 1)
        return max(0, min(self._files[piece] + offset - self._runs[piece], self._last))


class FileLines:
    """The lines of a file, and how runs of text lie on them. Lines count from 0 here."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines[:-1]:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.length = len(text)

    def piece(self, start: int) -> TextPlaces:
        """Return the places of a run within one line, which begins at offset `start`."""
        return TextPlaces([0], [start], self.length)

    def paragraph(self, content: str, first: int) -> TextPlaces:
        """Return the places of lines that are each the tail of a line of the file."""
        runs, files = [], []
        at = 0
        for number, text in enumerate(content.split("\n"), first):
            line = self.lines[number].rstrip() if number < len(self.lines) else ""
            runs.append(at)
            start = self.starts[min(number, len(self.starts) - 1)]
            files.append(start + max(0, len(line) - len(text.rstrip())))
            at += len(text) + 1
        return TextPlaces(runs, files, self.length)

    def heading(self, content: str, number: int) -> TextPlaces:
        """Return the places of `## Title ##`."""
        line = self.lines[number]
        marks = line.find("#")
        start = marks + len(line[marks:]) - len(line[marks:].lstrip("#"))
        found = max(0, line.find(content, start))
        return TextPlaces([0], [self.starts[number] + found], self.length)

    def cells(self, number: int) -> list[TextPlaces]:
        """Return the places of the cells of a table's row, split as the parser splits it."""
        line = self.lines[number]
        begin = _prefix(line)
        pieces: list[tuple[int, int]] = []
        last = begin
        for at in range(begin, len(line)):
            if line[at] == "|" and (at == begin or line[at - 1] != "\\"):
                pieces.append((last, at))
                last = at + 1
        pieces.append((last, len(line)))
        if pieces and not line[slice(*pieces[0])].strip():
            pieces.pop(0)
        return [self._cell(line, self.starts[number], start, end) for start, end in pieces]

    def cell_count(self, number: int) -> int:
        """Return how many cells a row of a table has, as the parser splits it."""
        line = self.lines[number]
        begin = _prefix(line)
        text = line[begin:].strip()
        bars = [at for at in range(len(text)) if text[at] == "|" and text[at - 1 : at] != "\\"]
        return len(bars) + 1 - text.startswith("|") - (len(bars) > 1 and bars[-1] == len(text) - 1)

    def _cell(self, line: str, base: int, start: int, end: int) -> TextPlaces:
        while start < end and line[start] in " \t":
            start += 1
        runs, files = [0], [base + start]
        escaped = line.find("\\|", start, end)
        while escaped >= 0:  # the parser drops the stroke before `|`
            runs.append(escaped - start - (len(runs) - 1))
            files.append(base + escaped + 1)
            escaped = line.find("\\|", escaped + 2, end)
        return TextPlaces(runs, files, self.length)


def _prefix(line: str) -> int:
    found = _CONTAINERS.match(line)
    return found.end() if found else 0
