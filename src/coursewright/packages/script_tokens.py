"""The tokens of a script of ours, and which bracket belongs to which.

It knows the JavaScript that the player is written in: no classes, no labels, no `var`, every
statement ended by its own sign. A test holds the modules to it.
"""

import re
from dataclasses import dataclass, field

__all__ = ["Token", "tokens"]

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*")|(?P<name>[A-Za-z_$][\w$]*)|(?P<number>\d[\w.]*)"""
    r"""|(?P<space>\s+)|(?P<comment>//[^\n]*)|(?P<sign>\?\.(?!\d)|=>|\.\.\.|.)""",
    re.DOTALL,
)
_PATTERN = re.compile(r"/(?![/*])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(`|\$\{)", re.DOTALL)
_OPENS = {"(": ")", "[": "]", "{": "}"}
# Before a brace that opens a block; before any other it is a value, or a pattern.
_BEFORE_BLOCK = frozenset([")", "=>", ";", "}", "else", "try", "finally", "catch", "do", ""])
_BEFORE_PATTERN = frozenset(["return", "of", "typeof", "case", "in"])


@dataclass(slots=True)
class Token:
    """A piece of a script."""

    kind: str
    """`name`, `sign`, `text`, `number`, `space`, `comment`, `pattern` or `template`."""
    text: str
    partner: int = -1
    """The place of the bracket that belongs to this one."""
    block: bool = False
    """Whether a brace is about statements; else it is about a value or a pattern."""
    inside: int = -1
    """The place of the bracket around this token; -1 outside of all."""


@dataclass(slots=True)
class _Reader:
    script: str
    out: list[Token] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)

    def read(self) -> list[Token]:
        at = 0
        while at < len(self.script):
            at = self._next(at)
        return self.out

    def _next(self, at: int) -> int:
        char = self.script[at]
        if char == "`":
            return self._template(at, at + 1)
        if char == "}" and self.opened and self.out[self.opened[-1]].kind == "template":
            return self._template(at, at + 1)
        if char == "/" and self._before_value() and (found := _PATTERN.match(self.script, at)):
            self._add("pattern", found[0])
            return found.end()
        # The last alternative takes any sign, so there is always a match.
        match = next(_TOKEN.finditer(self.script, at))
        self._add(str(match.lastgroup), match[0])
        return match.end()

    def _template(self, start: int, at: int) -> int:
        """Take the words of a template up to a value in it, or to its end."""
        found = next(_TEMPLATE.finditer(self.script, at))
        if self.script[start] == "}":
            self._close()
        self._add("template", self.script[start : found.end()])
        if found[1] != "`":
            self.opened.append(len(self.out) - 1)
        return found.end()

    def _close(self) -> None:
        start = self.opened.pop()
        self.out[start].partner = len(self.out)

    def _add(self, kind: str, text: str) -> None:
        block = text == "{" and self._opens_block()
        if kind == "sign" and text in _OPENS.values():
            self._close()
        inside = self.opened[-1] if self.opened else -1
        self.out.append(Token(kind, text, block=block, inside=inside))
        if kind == "sign" and text in _OPENS:
            self.opened.append(len(self.out) - 1)

    def _last(self) -> Token:
        solid = (token for token in reversed(self.out) if token.kind not in {"space", "comment"})
        return next(solid, Token("sign", ""))

    def _opens_block(self) -> bool:
        last = self._last()
        return last.text in _BEFORE_BLOCK or (last.text == "{" and last.block)

    def _before_value(self) -> bool:
        last = self._last()
        sign = last.kind == "sign" and last.text not in {")", "]", "}"}
        return sign or last.text in _BEFORE_PATTERN


def tokens(script: str) -> list[Token]:
    """Return the tokens of a script; their texts joined are the script."""
    return _Reader(script).read()
