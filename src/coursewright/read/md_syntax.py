"""Signs in a line that CommonMark does not have: slots, terms, citations, formulas, `~`, `^`."""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath.index import math_inline_dollar
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

__all__ = ["add_signs"]

_InlineRule = Callable[[StateInline, bool], bool]

# Each is bounded, so that a page of opening signs costs no more than its length. An editor that
# wraps lines may break one: the end of a line within it is a space.
_SLOT = re.compile(r"\{\{([^{}]{0,200})\}\}")
_TERM = re.compile(r"\[\[([^\[\]]{1,200})\]\]")
_CITATION = re.compile(r"\[(@[^\[\]]{1,400})\]")
_ATTRIBUTES = re.compile(r"\{([^{}\n]*)\}")
_PARENS = re.compile(r"\\\((.{1,1000}?)\\\)", re.DOTALL)
# Escaped parentheses may also stand around words, and dollars around amounts.
_LATEX = re.compile(r"[\\^_=+<>]|\A\s*\w{1,3}\s*\Z")
_AMOUNTS = re.compile(r"[^\\^_=+\-*/<>{}()|!']*\s[^\\^_=+\-*/<>{}()|!']*")
_OPERATORS = frozenset("+-*/=^ ")


def _sign(pattern: re.Pattern[str], kind: str, first: str) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:
        if not state.src.startswith(first, state.pos):
            return False
        found = pattern.match(state.src, state.pos, state.posMax)
        if not found:
            return False
        if not silent:
            token = state.push(kind, "", 0)
            token.content = found[1].replace("\n", " ")
        state.pos = found.end()
        return True

    return rule


def _image_attributes(state: StateInline, silent: bool) -> bool:
    """Take `{decorative=true width=50%}` directly behind a picture."""
    if silent or state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    image = state.tokens[-1]
    if image.type != "image" or image.meta.get("end") != state.pos:
        return False
    found = _ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    image.meta.update(attributes=found[1], end=found.end())
    state.pos = found.end()
    return True


def _loose_script(state: StateInline, silent: bool) -> bool:
    """Take a `~` or `^` as a character where nothing is lowered or raised: `~5 to ~6`, `a^2+b^2`.

    Such signs stand behind a word; between two powers there is none.
    """
    sign = state.src[state.pos]
    if sign not in "~^" or state.src.startswith("^[", state.pos):
        return False
    before = state.src[state.pos - 1] if state.pos else " "
    close = state.src.find(sign, state.pos + 1, state.posMax)
    between, after = state.src[state.pos + 1 : close], state.src[close + 1 : close + 2]
    powers = sign == "^" and after.isalnum() and not _OPERATORS.isdisjoint(between)
    if close > 0 and not (before.isspace() or before in "([~^" or powers):
        return False
    if not silent:
        state.append_pending(sign)
    state.pos += 1
    return True


def _parens(state: StateInline, silent: bool) -> bool:
    """Take LaTeX between escaped parentheses."""
    if not state.src.startswith("\\(", state.pos):
        return False
    found = _PARENS.match(state.src, state.pos, state.posMax)
    if not found or not _LATEX.search(found[1]):
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content = found[1]
    state.pos = found.end()
    return True


_dollars = math_inline_dollar(allow_space=False, allow_digits=True, allow_double=True)


def _math(state: StateInline, silent: bool) -> bool:
    """Take `$E = mc^2$` where the dollars are no amounts of money and no names of a shell."""
    start = state.pos
    if state.src[start] != "$" or (start and state.src[start - 1].isalnum()):
        return False
    if not _dollars(state, True):
        return False
    end, state.pos = state.pos, start
    if state.src[end : end + 1].isalnum():
        return False
    content = state.src[start:end].strip("$")
    if _AMOUNTS.fullmatch(content) or end > state.posMax:
        return False
    return _dollars(state, silent)


def add_signs(md: MarkdownIt) -> None:
    """Teach the parser the signs of a course."""
    ruler = md.inline.ruler
    gfm_autolink_plugin(md)
    sub_plugin(md)
    superscript_plugin(md)
    ruler.before("sup", "loose_script", _loose_script)
    ruler.before("escape", "math_parens", _parens)
    ruler.before("escape", "math_inline", _math)
    ruler.before("link", "slot", _sign(_SLOT, "slot", "{{"))
    ruler.before("link", "term", _sign(_TERM, "term", "[["))
    ruler.before("link", "citation", _sign(_CITATION, "citation", "[@"))
    ruler.before("link", "image_attributes", _image_attributes)
