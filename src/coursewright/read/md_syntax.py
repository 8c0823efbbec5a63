"""The signs in a line that CommonMark does not have: slots, facts, terms, citations, `{...}`."""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

__all__ = ["add_signs"]

# Each is bounded, so that a page of opening signs costs no more than its length. An editor that
# wraps lines may break one: the end of a line within it is a space.
_SLOT = re.compile(r"\{\{([^{}]{0,200})\}\}")
_TERM = re.compile(r"\[\[([^\[\]]{1,200})\]\]")
_CITATION = re.compile(r"\[(@[^\[\]]{1,400})\]")
_ATTRIBUTES = re.compile(r"\{([^{}\n]{0,100})\}")


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


def add_signs(md: MarkdownIt) -> None:
    """Teach the parser the signs of a course."""
    ruler = md.inline.ruler
    ruler.before("link", "slot", _sign(_SLOT, "slot", "{{"))
    ruler.before("link", "term", _sign(_TERM, "term", "[["))
    ruler.before("link", "citation", _sign(_CITATION, "citation", "[@"))
    ruler.before("link", "image_attributes", _image_attributes)
