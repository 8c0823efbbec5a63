"""Blocks that CommonMark does not have: comments, `<details>`, formulas, admonitions."""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import isStrSpace
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.admon.index import admonition
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath.index import math_block_dollar
from mdit_py_plugins.footnote import footnote_plugin

__all__ = ["add_blocks"]

_DETAILS = re.compile(r"<details(?:\s+open(?:=\"[^\"]*\")?)?\s*>[ \t]*", re.IGNORECASE)
_NEXT = re.compile(r"<(/?)details\b[^>]*>", re.IGNORECASE)
_SUMMARY = re.compile(r"\s*<summary>(.*?)</summary>[ \t]*\n?", re.IGNORECASE | re.DOTALL)
_ADMONITION = re.compile(
    r"(?:!!!|\?\?\?\+?) ?[a-z][\w-]*(?:[ \t]+(?:inline|end))*[ \t]*(?:\".*\")?$"
)
_LONGEST = 2_000  # lines that the end of a comment or of `<details>` is looked for


def add_blocks(md: MarkdownIt) -> None:
    """Teach the parser the blocks that authors expect of Markdown."""
    footnote_plugin(md, move_to_end=False, always_match_refs=True)
    deflist_plugin(md)
    ruler = md.block.ruler
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    dollars = math_block_dollar(allow_labels=False, allow_blank_lines=False)
    for name, rule in (
        ("math_block", dollars),
        ("math_brackets", _math_brackets),
        ("admonition", _admonition),
        ("comment", _comment),
        ("details", _details),
    ):
        ruler.before("table", name, rule, ends)


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take `!!! note "Title"`; three exclamation marks before a sentence are no such thing."""
    line = state.src[_begin(state, start) : state.eMarks[start]].rstrip()
    return bool(_ADMONITION.match(line)) and admonition(state, start, end, silent)


def _begin(state: StateBlock, line: int) -> int:
    return state.bMarks[line] + state.tShift[line]


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take `<!-- ... -->` that begins and ends with its lines; learners never get it."""
    at = _begin(state, start)
    if state.is_code_block(start) or not state.src.startswith("<!--", at):
        return False
    for line in range(start, min(end, start + _LONGEST)):
        begin = at + 4 if line == start else state.bMarks[line]
        close = state.src.find("-->", begin, state.eMarks[line])
        if close >= 0:
            if state.src[close + 3 : state.eMarks[line]].strip():
                return False  # text goes on behind it: a comment within a line
            if not silent:
                state.line = line + 1
                token = state.push("comment", "", 0)
                token.map = [start, line + 1]
            return True
    return False


def _math_brackets(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take lines of LaTeX between escaped brackets."""
    at = _begin(state, start)
    if state.is_code_block(start) or not state.src.startswith("\\[", at):
        return False
    for line in range(start, min(end, start + 100)):
        begin = at + 2 if line == start else state.bMarks[line]
        if line > start and not state.src[begin : state.eMarks[line]].strip():
            return False
        close = state.src.find("\\]", begin, state.eMarks[line])
        if close >= 0:
            latex = state.src[at + 2 : close]
            ends = not state.src[close + 2 : state.eMarks[line]].strip()
            if not ends or not re.search(r"[\\^_=+<>]", latex):
                return False
            if not silent:
                state.line = line + 1
                token = state.push("math_block", "math", 0)
                token.content, token.map = latex, [start, line + 1]
            return True
    return False


def _details(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take `<details>` up to the line with its `</details>`."""
    at = _begin(state, start)
    found = _DETAILS.match(state.src, at, state.eMarks[start])
    if state.is_code_block(start) or not found:
        return False
    close = _end_of_details(state, start, end, found.end())
    if close is None:
        return False
    if silent:
        return True
    last, begin, behind = close
    if state.src[behind : state.eMarks[last]].strip():
        return False
    summary = _SUMMARY.match(state.src, found.end(), begin)
    token = state.push("details_open", "details", 1)
    token.map = [start, last + 1]
    token.meta = {
        "start": summary.start(1) if summary else at,
        "folded": "open" not in found[0].lower(),
    }
    token.content = summary[1] if summary else ""
    _inside(state, start, last, summary.end() if summary else found.end(), begin)
    state.push("details_close", "details", -1)
    state.line = last + 1
    return True


def _end_of_details(
    state: StateBlock, start: int, end: int, begin: int
) -> tuple[int, int, int] | None:
    """Return the line of `</details>`, and where the tag begins and ends."""
    depth = 1
    for line in range(start, min(end, start + _LONGEST)):
        for tag in _NEXT.finditer(
            state.src, begin if line == start else state.bMarks[line], state.eMarks[line]
        ):
            depth += -1 if tag[1] else 1
            if depth == 0:
                return line, tag.start(), tag.end()
    return None


def _inside(state: StateBlock, start: int, last: int, begin: int, end: int) -> None:
    """Parse what lies between two offsets of the lines from `start` to `last`."""
    first = next(line for line in range(start, last + 1) if state.eMarks[line] >= begin)
    kept = state.bMarks[first], state.tShift[first], state.sCount[first], state.eMarks[last]
    outer = state.parentType, state.lineMax
    while begin < state.eMarks[first] and isStrSpace(state.src[begin]):
        begin += 1
    if begin > state.bMarks[first] + state.tShift[first]:
        state.bMarks[first], state.tShift[first], state.sCount[first] = begin, 0, state.blkIndent
    state.eMarks[last] = min(end, state.eMarks[last])
    state.parentType, state.lineMax = "details", last + 1
    state.md.block.tokenize(state, first, last + 1)
    state.parentType, state.lineMax = outer
    state.bMarks[first], state.tShift[first], state.sCount[first], state.eMarks[last] = kept
