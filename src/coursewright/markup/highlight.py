"""Code in color: a language's words to the few groups that a style sheet dresses, line by line."""

from collections.abc import Iterator
from functools import lru_cache

from markupsafe import Markup, escape
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType
from pygments.util import ClassNotFound

from coursewright.model import CodeBlock

__all__ = ["GROUPS", "CodeLine", "code_html", "code_lines"]

_KEPT = 512  # blocks: a page is rendered for several targets and tracks
_MOST = 100_000  # characters that are colored; longer code is shown plain

GROUPS = {
    "t-c": "comments",
    "t-k": "keywords and operators in words",
    "t-s": "strings",
    "t-n": "numbers and constants",
    "t-f": "names of functions, classes, tags",
    "t-d": "deleted lines",
    "t-i": "inserted lines",
}
"""The classes that a word of code may have."""
_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Token.Comment.Preproc, "t-k"),
    (Token.Comment, "t-c"),
    (Token.Keyword.Constant, "t-n"),
    (Token.Keyword, "t-k"),
    (Token.Operator.Word, "t-k"),
    (Token.Literal.String, "t-s"),
    (Token.Literal.Number, "t-n"),
    (Token.Name.Function, "t-f"),
    (Token.Name.Class, "t-f"),
    (Token.Name.Decorator, "t-f"),
    (Token.Name.Tag, "t-f"),
    (Token.Name.Attribute, "t-n"),
    (Token.Generic.Deleted, "t-d"),
    (Token.Generic.Inserted, "t-i"),
    (Token.Generic.Heading, "t-k"),
    (Token.Generic.Subheading, "t-k"),
    (Token.Generic.Prompt, "t-c"),
)


class CodeLine:
    """A line of code: its number, whether it is emphasized, its words as HTML."""

    __slots__ = ("html", "marked", "number")

    def __init__(self, number: int | None, marked: bool, html: Markup) -> None:
        self.number = number
        self.marked = marked
        self.html = html


def code_lines(block: CodeBlock) -> list[CodeLine]:
    """Return the lines of a block, without an empty one at the end."""
    words = _colored(block.text.removesuffix("\n"), block.language)
    first = block.first_line
    return [
        CodeLine(None if first is None else first + at, at + 1 in block.marked, html)
        for at, html in enumerate(words)
    ]


def code_html(block: CodeBlock) -> Markup:
    """Return a block's lines as one run for a page; lines are elements where they have a look."""
    lines = code_lines(block)
    ending = "\n" if block.text.endswith("\n") else ""
    if block.first_line is None and not block.marked:
        return Markup("\n").join(line.html for line in lines) + ending
    return Markup("\n").join(map(_line, lines)) + ending


def _line(line: CodeLine) -> Markup:
    tag = "mark" if line.marked else "span"
    number = "" if line.number is None else Markup(' data-n="{}"').format(line.number)
    html = Markup('<{0} class="line"{1}>{2}</{0}>')
    return html.format(Markup(tag), number, line.html)  # noqa: S704 -- a tag of ours


@lru_cache(maxsize=_KEPT)
def _colored(text: str, language: str) -> tuple[Markup, ...]:
    lexer = _lexer(language) if len(text) <= _MOST else None
    if lexer is None:
        return tuple(escape(line) for line in text.split("\n"))
    lines: list[list[Markup]] = [[]]
    for name, words in _runs(lexer, text):
        for at, piece in enumerate(words.split("\n")):
            if at:
                lines.append([])
            if piece:
                html = Markup('<span class="{}">{}</span>') if name else Markup("{1}")
                lines[-1].append(html.format(name, piece))
    return tuple(Markup("").join(pieces) for pieces in lines)


def _runs(lexer: Lexer, text: str) -> Iterator[tuple[str, str]]:
    """Yield words with their class; neighbors of one class together, so that a page is small."""
    kept, run = "", ""
    for kind, words in lexer.get_tokens(text):
        name = next((css for group, css in _CLASSES if group in kind.split()), "")
        if name != kept and run:
            if run.strip():
                yield kept, run
            else:
                yield "", run
            run = ""
        kept, run = name, run + words
    yield kept, run.removesuffix("\n")


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    if not language:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=True)
    except ClassNotFound:
        return None
