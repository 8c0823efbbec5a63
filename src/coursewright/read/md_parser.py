"""Markdown-it set up for courses: CommonMark, tables, our own signs, a place on every token."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .md_blocks_syntax import add_blocks
from .md_syntax import add_signs
from .read_limits import INLINE_CHARS, NESTING

__all__ = ["markdown", "parse_line"]

_InlineRule = Callable[[StateInline, bool], bool]

_DIRECTIVE = re.compile(r":{3,}|::[A-Za-z]")
# The characters that each inline rule can begin with. A rule that is not listed is tried at every
# character where text may end; to try all of them took a third of the time of a save.
_BEGINS = {
    "newline": "\n",
    "math_parens": "\\",
    "math_inline": "$",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "loose_script": "~^",
    "sup": "^",
    "sub": "~",
    "slot": "{",
    "term": "[",
    "citation": "[",
    "image_attributes": "{",
    "link": "[",
    "image": "!",
    "footnote_inline": "^",
    "footnote_ref": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "gfm_autolink_www": "w",
    "gfm_autolink_protocol": ":",
    "gfm_autolink_email": "@",
}


class _PlacedState(StateInline):
    """Keeps for each token the offsets `start` and `end` in the text that is parsed."""

    pending_start = 0

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self.pending_start = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 -- the library's name
        token = super().pushPending()
        start = self.pending_start
        token.meta = {"start": start, "end": start + len(token.content)}
        return token


class _PlacedInline(ParserInline):
    """The library's loop over inline rules, noting where each rule began and ended."""

    def __init__(self, library: ParserInline) -> None:
        super().__init__()
        self.ruler, self.ruler2 = library.ruler, library.ruler2
        self._rules: dict[str, tuple[_InlineRule, ...]] = {}
        self._other: tuple[_InlineRule, ...] = ()

    def begin_rules(self) -> None:
        """Settle which rules are tried at which character, once all of them are known."""
        # Every `w` would end a run of text, for the sake of `www.`.
        chars = self.terminator_re.pattern.replace("w", "", 1)
        self.terminator_re = re.compile(rf"{chars}|w(?=ww\.)")
        named = list(zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True))
        self._other = tuple(rule for name, rule in named if name not in _BEGINS)
        for char in "".join(_BEGINS.values()):
            tried = (rule for name, rule in named if char in _BEGINS.get(name, char))
            self._rules[char] = tuple(tried)

    def tokenize(self, state: StateInline) -> None:
        end = state.posMax
        while state.pos < end:
            start, count = state.pos, len(state.tokens)
            rules = self._rules.get(state.src[start], self._other)
            for rule in rules if state.level < NESTING else ():
                if rule(state, False):
                    if len(state.tokens) > count:
                        _place(state.tokens[count:], start, state.pos)
                    break
            else:
                state.append_pending(state.src[start])
                state.pos += 1
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        if len(src) > INLINE_CHARS:  # the one who reads the tokens tells it
            tokens.append(Token("text", "", 0, content=src, meta={"start": 0, "end": len(src)}))
            return tokens
        state = _PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _place(tokens: Sequence[Token], start: int, end: int) -> None:
    fresh = [token for token in tokens if "start" not in token.meta]
    if fresh and fresh[0].type == "link_open" and fresh[0].info == "auto" and len(fresh) > 1:
        start = min(start, end - len(fresh[1].content))  # the rule took back what stood before it
    if fresh and fresh[0].type == "text" and fresh[0].content in ("*", "_"):
        for at, token in enumerate(fresh):  # a run of delimiters, a token for each
            token.meta.update(start=start + at, end=start + at + 1)
        return
    for token in fresh:
        token.meta.update(start=start, end=end)


class _BoundedBlock(ParserBlock):
    """The library drops what is nested too deep without a word; this notes the line."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        if state.level >= NESTING:
            state.env.setdefault("too_deep", startLine)
            state.line = endLine
            return
        super().tokenize(state, startLine, endLine)


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take a line that opens or closes a directive; the tree is made of them afterwards."""
    if state.is_code_block(start):
        return False
    at = state.bMarks[start] + state.tShift[start]
    if not _DIRECTIVE.match(state.src, at, state.eMarks[start]):
        return False
    if silent:
        return True
    token = state.push("directive", "", 0)
    token.map = [start, start + 1]
    token.content = state.src[at : state.eMarks[start]]
    token.meta = {"start": at}
    state.line = start + 1
    return True


@cache
def markdown() -> MarkdownIt:
    """Return the one parser; it keeps no state between texts."""
    options = {"html": True, "maxNesting": NESTING + 1, "alerts": True}
    md = MarkdownIt("commonmark", options)
    inline = _PlacedInline(md.inline)
    block = _BoundedBlock()
    block.ruler = md.block.ruler
    md.inline, md.block = inline, block
    md.enable(["table", "strikethrough"])
    # Two would lose the places; HTML in blocks is read as HTML within lines.
    md.disable(["text_join", "fragments_join", "html_block"])
    add_blocks(md)
    add_signs(md)
    ends = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("table", "directive", _directive, {"alt": ends})
    inline.begin_rules()
    # Every link becomes a token; the reader itself refuses the bad ones, with their place.
    md.validateLink = _any_link  # type: ignore[method-assign] # the library's documented way
    md.normalizeLink = _as_it_is  # type: ignore[method-assign] # the same
    md.normalizeLinkText = _as_it_is  # type: ignore[method-assign, assignment] # the same
    return md


def _as_it_is(url: str) -> str:
    return url


def _any_link(url: str) -> Literal[True]:
    return True


def parse_line(text: str, env: dict[str, Any]) -> list[Token]:
    """Return the tokens of a single run of text, such as the label of a directive."""
    tokens: list[Token] = []
    md = markdown()
    return md.inline.parse(text, md, env, tokens)
