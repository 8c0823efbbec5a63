"""Styles of a picture: parsed to tokens by CSS Syntax 3, checked, and written from the tokens.

What a style can fetch, it fetches by a function or an at-rule. Both are allowed by name, so that
one which is invented tomorrow is refused. Escapes and comments are resolved by the parser.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import tinycss2
from tinycss2 import ast
from tinycss2.serializer import serialize_string_value

from .svg_names import SVG, XLINK

__all__ = ["declarations", "style_sheet", "style_value"]

_FUNCTIONS = frozenset(
    """
    rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark icc-color device-cmyk
    var calc min max clamp round mod rem abs sign sin cos tan asin acos atan atan2 pow sqrt hypot
    log exp translate translatex translatey translatez translate3d rotate rotatex rotatey rotatez
    rotate3d scale scalex scaley scalez scale3d skew skewx skewy matrix matrix3d perspective
    linear-gradient radial-gradient conic-gradient repeating-linear-gradient
    repeating-radial-gradient repeating-conic-gradient blur brightness contrast drop-shadow
    grayscale hue-rotate invert opacity saturate sepia circle ellipse inset polygon path rect xywh
    cubic-bezier steps linear not is where has nth-child nth-last-child nth-of-type
    nth-last-of-type lang dir selector
    """.split()  # noqa: SIM905 -- a list of 90 names would fill a screen
)
_RULES = frozenset({"media", "supports", "keyframes", "-webkit-keyframes", "layer", "container"})
_REFERRING = frozenset(
    """
    fill stroke filter clip-path mask marker marker-start marker-mid marker-end shape-inside
    shape-subtract
    """.split()  # noqa: SIM905
)
"""Properties whose `url(#a)` names a part of the picture; others would fetch the whole of it."""
_ACTIVE = frozenset({"behavior", "-moz-binding", "-ms-behavior"})
_WITHIN = re.compile(r"#[^\s\"'()<>\\]{1,200}")
_PLAIN = re.compile(r"[\w\s.,+\-#%]*")
_DEPTH = 32

_Written = tuple[str, tuple[str, ...]]
"""The style written anew, and everything in it that is not allowed."""


@lru_cache(maxsize=4096)  # pictures of a plotting library repeat few styles thousands of times
def style_value(name: str, text: str) -> _Written:
    """Return the value of a presentation attribute written anew, and its faults."""
    if _PLAIN.fullmatch(text):
        return text, ()
    check = _Check(name)
    return check.written(
        check.values(tinycss2.parse_component_value_list(text, skip_comments=True))
    )


@lru_cache(maxsize=4096)
def declarations(text: str) -> _Written:
    """Return a `style` attribute written anew, and its faults."""
    check = _Check()
    nodes = tinycss2.parse_blocks_contents(text, skip_comments=True)
    style, faults = check.written(check.contents(nodes))
    return style.strip(), faults


def style_sheet(text: str) -> _Written:
    """Return the text of a `style` element written anew, and its faults."""
    check = _Check()
    return check.written(check.contents(tinycss2.parse_stylesheet(text, skip_comments=True)))


class _Check:
    """Copies what is allowed of one style, and notes what is not."""

    def __init__(self, name: str = "") -> None:
        self._faults: dict[str, None] = {}
        self._depth = 0
        self._within_rule = False
        self._property = name

    def written(self, nodes: list[ast.Node]) -> _Written:
        """Return the nodes as CSS, with what was found in them."""
        text = tinycss2.serialize(nodes)
        if "<" in text:  # a page that holds the picture might take it for a tag
            self._report("its style contains `<`")
        return text, tuple(self._faults)

    def contents(self, nodes: Iterable[ast.Node]) -> list[ast.Node]:
        """Return the rules and declarations that are kept; browsers drop malformed ones too."""
        kept = [self._content(node) for node in nodes]
        return list(_with_separators([node for node in kept if node is not None]))

    def values(self, nodes: Iterable[ast.Node]) -> list[ast.Node]:
        """Return the component values, written anew where they can be written in several ways."""
        self._depth += 1
        if self._depth > _DEPTH:
            self._report("its style is nested too deeply")
            nodes = ()
        kept = [self._value(node) for node in nodes]
        self._depth -= 1
        return [node for node in kept if node is not None]

    def _report(self, what: str) -> None:
        self._faults.setdefault(what)

    def _content(self, node: ast.Node) -> ast.Node | None:
        if isinstance(node, ast.WhitespaceToken):
            return node
        if isinstance(node, ast.Declaration):
            if node.lower_name in _ACTIVE:
                self._report(f"its style sets `{node.lower_name}`")
            self._property = node.lower_name
            node.value = self.values(node.value)
            return node
        if isinstance(node, ast.QualifiedRule):
            node.prelude = self._prelude(node)
            before, self._within_rule = self._within_rule, True
            node.content = self._nested(tinycss2.parse_blocks_contents(node.content))
            self._within_rule = before
            return node
        if isinstance(node, ast.AtRule):
            return self._at_rule(node)
        return None

    def _at_rule(self, node: ast.AtRule) -> ast.Node | None:
        name = node.lower_at_keyword
        if name == "charset":
            return None
        if name == "namespace" and _names_a_namespace_of_svg(node):
            return node
        if name not in _RULES:
            self._report(f"its style contains `@{name}`")
            return None
        node.prelude = self._prelude(node)
        if node.content is not None:
            plain, nesting = tinycss2.parse_rule_list, tinycss2.parse_blocks_contents
            node.content = self._nested((nesting if self._within_rule else plain)(node.content))
        return node

    def _prelude(self, node: ast.QualifiedRule | ast.AtRule) -> list[ast.Node]:
        self._property = ""
        return self.values(node.prelude)

    def _nested(self, nodes: Iterable[ast.Node]) -> list[ast.Node]:
        if self._depth > _DEPTH:
            self._report("its style is nested too deeply")
            return []
        self._depth += 1
        kept = self.contents(nodes)
        self._depth -= 1
        return kept

    def _value(self, node: ast.Node) -> ast.Node | None:
        if isinstance(node, ast.ParseError):
            if not node.kind.startswith("eof-"):
                self._report("its style is not well-formed CSS")
            return None
        if isinstance(node, ast.AtKeywordToken) or (
            isinstance(node, ast.LiteralToken) and node.value in ("\\", "<", "<!--", "-->")
        ):
            self._report("its style is not well-formed CSS")
        elif isinstance(node, ast.StringToken):
            node.representation = f'"{serialize_string_value(node.value)}"'
        elif isinstance(node, ast.URLToken):
            return self._address(node, node.value)
        elif isinstance(node, ast.FunctionBlock):
            return self._function(node)
        elif isinstance(
            node, ast.ParenthesesBlock | ast.SquareBracketsBlock | ast.CurlyBracketsBlock
        ):
            node.content = self.values(node.content)
        return node

    def _function(self, node: ast.FunctionBlock) -> ast.Node | None:
        if node.lower_name == "url":
            words = [part for part in node.arguments if not isinstance(part, ast.WhitespaceToken)]
            only = words[0] if len(words) == 1 else None
            return self._address(node, only.value if isinstance(only, ast.StringToken) else "")
        if node.lower_name not in _FUNCTIONS:
            self._report(f"its style uses `{node.name}()`")
        node.arguments = self.values(node.arguments)
        return node

    def _address(self, node: ast.Node, target: str) -> ast.Node | None:
        if not _WITHIN.fullmatch(target) or self._property not in _REFERRING:
            self._report("its style refers to something outside the picture")
            return None
        place = node.source_line, node.source_column
        return ast.URLToken(*place, target, f"url({target})")


def _with_separators(nodes: list[ast.Node]) -> Iterator[ast.Node]:
    """Yield rules as they are and declarations as their tokens, with `;` only where one follows."""
    last = max((at for at, node in enumerate(nodes) if node.type != "whitespace"), default=0)
    for at, node in enumerate(nodes):
        if not isinstance(node, ast.Declaration):
            yield node
            continue
        line, column = node.source_line, node.source_column
        yield ast.IdentToken(line, column, node.name)
        yield ast.LiteralToken(line, column, ":")
        yield from node.value
        if node.important:
            yield ast.LiteralToken(line, column, "!")
            yield ast.IdentToken(line, column, "important")
        if at < last:
            yield ast.LiteralToken(line, column, ";")


def _names_a_namespace_of_svg(node: ast.AtRule) -> bool:
    """Tell whether a rule gives a prefix to SVG's namespace, which no browser fetches."""
    named = (ast.URLToken, ast.StringToken)
    names = [part.value for part in node.prelude if isinstance(part, named)]
    others = (*named, ast.WhitespaceToken, ast.IdentToken)
    plain = all(isinstance(part, others) for part in node.prelude)
    return node.content is None and plain and names in ([SVG], [XLINK])
