"""From a composed mail to HTML: judge, inline, compile. A fault comes back as a problem."""

import re
from collections.abc import Iterator
from itertools import chain, islice

from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

from .compose import Composed, ComposedPart
from .mjml_rewrite import MjmlDocument, write_mjml
from .mjml_skeletons import compile_skeleton
from .mjml_tree import MjmlFault, judge, parse
from .split_parts import split_parts
from .template_places import place_in_template

__all__ = ["BAD_MJML", "compile_mjml", "mjml_of"]

BAD_MJML = Code(
    "mail-template-broken",
    Severity.ERROR,
    "An email template produces MJML that is malformed or unknown.",
    "Email clients would show tags as text or a broken page, and the compiler could crash.",
)

_MOST_FAULTS = 10


def compile_mjml(composed: Composed, css: str, span: Span) -> str | tuple[Problem, ...]:
    """Return the HTML, or what is wrong, at the block of the course that it came from.

    Args:
        composed: the mail.
        css: the style of its text, to be put inline.
        span: the place of what has no block of its own: head and foot.
    """
    front = mjml_of(composed, css, span)
    if not isinstance(front, MjmlDocument):
        return front
    try:
        return compile_skeleton(front.skeleton, front.fillings)
    except ValueError as error:
        line = _line_of(str(error), front.rows)
        return (_problem(MjmlFault(line, f"MJML: {error}."), composed, span),)


def mjml_of(composed: Composed, css: str, span: Span) -> MjmlDocument | tuple[Problem, ...]:
    """Return what is compiled, judged and with its styles inline, or what is wrong."""
    tree = parse(composed.mjml)
    if isinstance(tree, MjmlFault):
        return (_problem(tree, composed, span),)
    found = chain(judge(tree), split_parts(tree, composed.mark))
    faults = list(islice(found, _MOST_FAULTS))
    if faults:
        return tuple(_problem(fault, composed, span) for fault in faults)
    return write_mjml(tree, css)


def _line_of(message: str, rows: tuple[tuple[int, int], ...]) -> int:
    """Return the line of the composed document for a byte offset in what was compiled."""
    found = re.search(r"position (\d+)", message)
    offset = int(found[1]) if found else 0
    before = [line for start, line in rows if start <= offset]
    return before[-1] if before else 1


def _problem(fault: MjmlFault, composed: Composed, span: Span) -> Problem:
    part = next(_parts_at(fault.line, composed), None)
    lines = composed.mjml.split("\n")
    shown = lines[fault.line - 1].strip() if fault.line <= len(lines) else ""
    template = f"{part.template}.mjml.j2" if part else "layout.mjml.j2"
    where = place_in_template(shown, template, composed.templates)
    message = f"{where}: {fault.message} In: {shown[:100]}"
    return BAD_MJML.at(part.span if part else span, message, hint=fault.hint)


def _parts_at(line: int, composed: Composed) -> Iterator[ComposedPart]:
    start = 0
    for _ in range(line - 1):
        start = composed.mjml.find("\n", start) + 1
    end = composed.mjml.find("\n", start)
    end = len(composed.mjml) if end < 0 else end
    for part in composed.parts:
        if part.start < max(end, start + 1) and start < part.end:
            yield part
