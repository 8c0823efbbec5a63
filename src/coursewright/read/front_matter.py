"""The YAML between `---` lines at the head of a Markdown file, and where the text begins."""

from dataclasses import dataclass

from coursewright.problems import Code, Severity
from coursewright.source import Span

from .reading import Reading
from .yaml_nodes import Node, compose

__all__ = ["CODES", "Front", "split_front"]

MISSING = Code(
    "front-matter-missing",
    Severity.ERROR,
    "A file does not start with front matter.",
    "Without an id and a title, nobody can open the lesson, and nothing can be saved for it.",
)
UNCLOSED = Code(
    "front-matter-unclosed",
    Severity.ERROR,
    "The front matter is not closed.",
    "The whole lesson would be read as settings.",
)
CODES = (MISSING, UNCLOSED)


@dataclass(frozen=True, slots=True)
class Front:
    """Front matter, found."""

    node: Node | None
    span: Span
    body_line: int
    """The first line of the text below it, counted from 1."""


def split_front(reading: Reading) -> Front | None:
    """Return the front matter of a file; None, with a problem, where it has none."""
    lines = reading.source.text.split("\n")
    if lines[0].rstrip() != "---":
        message = "The file does not start with `---` and front matter."
        reading.report(MISSING, Span.whole(reading.path), message, "See docs/format.md.")
        return None
    end = next((at for at in range(1, len(lines)) if lines[at].rstrip() == "---"), None)
    if end is None:
        message = "The front matter that starts here is not closed."
        reading.report(
            UNCLOSED, Span(reading.path, 1, 1, 1, 4), message, "Close it with a line `---`."
        )
        return None
    start = len(lines[0]) + 1
    stop = start + sum(len(line) + 1 for line in lines[1:end])
    span = Span(reading.path, 1, 1, end + 1, len(lines[end].rstrip()) + 1)
    node = compose(reading, start, stop)
    return Front(node, span, end + 2)
