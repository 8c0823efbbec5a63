"""A block of code to the model: its language, marked lines, a file that it includes, a diagram."""

import re

from markdown_it.token import Token

from coursewright import model as m
from coursewright.problems import Code, Severity
from coursewright.source import Span

from . import diagrams, fence_info, hrefs
from .asset_files import MISSING
from .diagrams import draw
from .fence_info import FenceInfo, read_info
from .foreign_syntax import check_fence, check_indented
from .formulas import FormulaFault, make_formula
from .md_inlines import FORMULA
from .reading import Reading
from .text_direction import check_directions
from .text_files import read_text

__all__ = ["CODES", "equation", "read_code"]

UNCLOSED = Code(
    "code-unclosed",
    Severity.ERROR,
    "A code block is not closed.",
    "Everything below it would be shown as code.",
)
RANGE = Code(
    "include-range",
    Severity.ERROR,
    "A code block includes lines that its file does not have.",
    "Learners would see an empty block, or the wrong lines.",
)
CODES = (UNCLOSED, RANGE, *fence_info.CODES, *diagrams.CODES)

_CONTAINERS = re.compile(r"[ \t>]*")


def read_code(reading: Reading, token: Token, span: Span) -> "m.Block":
    """Return what a fence, or an indented block, stands for."""
    _directions(reading, token.content, span)
    if token.type == "code_block":
        check_indented(reading, token.content, reading.line_span(span.line, span.line))
        return m.CodeBlock(token.content, "", span)
    first = reading.line_span(span.line, span.line)
    if not _is_closed(reading, token):
        hint = "Close it with a line of as many backticks."
        reading.report(UNCLOSED, first, "This code block is not closed.", hint)
    if check_fence(reading, token.info.strip(), first):
        return m.CodeBlock(token.content, "", span)
    info = read_info(reading, token.info, first)
    if info.language == "math":
        return equation(reading, token.content, span)
    return _block(reading, info, token.content, first, span)


def _block(reading: Reading, info: FenceInfo, text: str, first: Span, span: Span) -> "m.Block":
    start = 1
    if "file" in info.values:
        text, start = _included(reading, info, first) or (text, 1)
    if info.language in diagrams.LANGUAGES:
        figure = draw(reading, info.language, text, info.values.get("alt", ""), span)
        if figure is not None:
            return figure
    numbers = info.values.get("linenos")
    if numbers is not None:
        start = int(numbers) if numbers.isdigit() and len(numbers) < 6 else start
    count = text.count("\n") + (not text.endswith("\n"))
    if info.marked and info.marked[-1] > count:
        message = f"The block has {count} lines; line {info.marked[-1]} cannot be marked."
        reading.report(RANGE, first, message, "Lines are counted from 1 at the top of the block.")
    return m.CodeBlock(
        text,
        info.language,
        span,
        title=info.values.get("title", ""),
        first_line=None if numbers is None else start,
        marked=tuple(line for line in info.marked if line <= count),
    )


def equation(reading: Reading, latex: str, span: Span) -> "m.Block":
    """Return a formula on its own line."""
    made = make_formula(latex, display=True)
    if isinstance(made, FormulaFault):
        hint = "Write LaTeX as in `\\frac{a}{b}`; packages and macros of your own are not known."
        reading.report(FORMULA, span, f"This formula cannot be read: {made.what}", hint)
        return m.CodeBlock(latex.strip("\n") + "\n", "latex", span)
    return m.Equation(latex.strip(), made.mathml, made.text, span)


def _directions(reading: Reading, text: str, span: Span) -> None:
    lines = text.replace("\n", "\u2029")  # each a paragraph of its own
    check_directions(reading, lines, span)


def _is_closed(reading: Reading, token: Token) -> bool:
    first, end = token.map or (0, 1)
    if end - first < 2:
        return False
    last = reading.source.line(end)
    closing = last[_CONTAINERS.match(last).end() :].rstrip()  # type: ignore[union-attr] # may be empty
    return len(closing) >= len(token.markup) and set(closing) == set(token.markup)


def _included(reading: Reading, info: FenceInfo, span: Span) -> tuple[str, int] | None:
    """Return the lines of a file of the course, and the number of the first."""
    path = hrefs.local_path(reading, info.values["file"], span)
    if path is None:
        return None
    data = reading.beside_file(path)
    if data is None:
        message = f"There is no file `{path}`."
        reading.report(MISSING, span, message, "Paths are relative to the file that names them.")
        return None
    source, problems = read_text(path, data)
    reading.take(problems)
    if source is None:
        return None
    _directions(reading, source.text, span)
    lines = source.text.removesuffix("\n").split("\n")
    wanted = info.values.get("lines", "")
    if not wanted:
        return "\n".join(lines) + "\n", 1
    found = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5})?)?", wanted)
    first = int(found[1]) if found else 0
    last = first if found and "-" not in wanted else int((found and found[2]) or len(lines))
    if not found or not 0 < first <= last <= len(lines):
        message = f"`lines={wanted[:40]}` is not in `{path}`, which has {len(lines)} lines."
        reading.report(RANGE, span, message, "Write for example `lines=3-9`.")
        return None
    return "\n".join(lines[first - 1 : last]) + "\n", first
