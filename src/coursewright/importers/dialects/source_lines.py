"""The lines of a document with their numbers, and which of them are code."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["FENCE", "SourceLine", "code_marks", "lines_of", "text_of_lines"]

FENCE = re.compile(r"^( {0,3}|(?:\s*>)+ ?|\s{2,12})(`{3,}|~{3,})(.*)$")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line and where it comes from."""

    text: str
    number: int

    def with_text(self, text: str) -> "SourceLine":
        """Return another text of the same place."""
        return SourceLine(text, self.number)


def lines_of(text: str, first: int = 1) -> list[SourceLine]:
    """Return the lines of a text, counted from `first`."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return [SourceLine(line.rstrip(), n) for n, line in enumerate(plain.split("\n"), first)]


def text_of_lines(lines: Iterable[SourceLine]) -> str:
    """Return the lines as a text, without empty lines at its ends and never two in a row."""
    text = "\n".join(line.text for line in lines)
    return text.strip("\n")


def code_marks(lines: list[SourceLine]) -> list[bool]:
    """Return for each line whether it belongs to a fence of code, its signs included."""
    marks: list[bool] = []
    sign = ""
    for line in lines:
        found = FENCE.match(line.text)
        if sign:
            marks.append(True)
            if found and found[2].startswith(sign) and not found[3].strip():
                sign = ""
        elif found and not (found[2][0] == "`" and "`" in found[3]):
            sign = found[2]
            marks.append(True)
        else:
            marks.append(False)
    return marks
