"""Marks that were meant as Markdown and are none, as a table: what gives each away, what to write.

The patterns see a run of text as `foreign_dialects` describes it.
"""

import re
from dataclasses import dataclass

from .foreign_dialects import TAKEN

__all__ = ["LEFT_OVER_MARKS", "LeftOver"]


@dataclass(frozen=True, slots=True)
class LeftOver:
    """One kind of mark that learners would see."""

    sign: str
    """Characters without which the pattern cannot match."""
    pattern: re.Pattern[str]
    what: str
    """What the author meant, for "This looks like ..."."""
    instead: str
    """What to write."""
    alone: bool = False
    """Whether it explains the other marks of its run."""


def _row(sign: str, pattern: str, what: str, instead: str, *, alone: bool = False) -> LeftOver:
    return LeftOver(sign, re.compile(pattern, re.MULTILINE), what, instead, alone)


_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
_ADDRESS = (
    rf"(?:{TAKEN}|https?:|www\.|mailto:|lesson:|\.{{0,2}}/|#[\w-]+[)\]]"
    r"|[\w%-]+(?:/[\w%.-]+)*\.(?:md|html?|pdf|png|jpe?g|gif|svg|webp|mp[34]|docx?|pptx?|xlsx?|zip)"
    r"(?=[)\]#]))"
)
_NEXT = r"[^\n]*[^\n\\ ]\n[ \t]*"  # the rest of a line that does not end in a line break
_SIGNS = (
    "\u2022\u2023\u25e6\u25aa\u25ab\u25cf\u25cb\u25a0\u25a1\u00b7\u2013\u2014"
    "\u2610\u2611\u2612\u2713\u2714\u2717\u2718\u27a2\u27a4\u2192\uf0b7"
)  # bullets, dashes, boxes and arrows of word processors
_LIST = "Write `- words` or `1. words` on each line, with a space, and an empty line above."
_NO_ITEM = rf"[-+*=>\d {TAKEN}]|\[[ xX]?\]"  # rules, numbers, stress; a box is named by itself
_LISTS = (
    rf"^[ \t]*([-+*{_SIGNS}])(?!{_NO_ITEM}){_NEXT}\1(?!{_NO_ITEM})[{_SPACES}]*\S"  # `-words`
    rf"|^[ \t]*([{_SIGNS}])[ \t]{_NEXT}\2[ \t]\S"
    rf"|^[ \t]*\d{{1,3}}[.)](?=[^\W\d_]){_NEXT}\d{{1,3}}[.)](?=[^\W\d_])"  # `1.words`
    rf"|^[ \t]*\(?(?:[aA]|i|1)[.)] {_NEXT}\(?(?:[bB]|ii|2)[.)] \S"  # `a) words`, `(1) words`
    rf"|(?<=\n)[ \t]*\d{{1,3}}[.)] {_NEXT}\d{{1,3}}[.)] \S"  # a list below a line of text
)

LEFT_OVER_MARKS = (
    _row(
        "**",
        r"(?<=[^\w\s*])\*\*(?=\w)(?!\w[^*\n]*\*\*)|(?<=\w)\*\*(?=[^\w\s*])(?=[^*\n]+\*\*)",
        "stress that punctuation keeps from its word",
        "Put the punctuation outside: `**words**.`, or a space beside the asterisks.",
        alone=True,
    ),
    _row(
        "**",
        r"(?<![\s*])\*{2,3}(?!\*)|(?<!\*)\*{2,3}(?![\s*])|(?<!\*)\*\*[ \t][^*\n]+[ \t]\*\*"
        r"|(?<=\w)\*{4,}|\*{4,}(?=\w)",
        "stress that is not closed",
        "Write `**words**` without spaces inside, or `\\*` for an asterisk.",
    ),
    _row(
        "__",
        r"(?<![\w_])__(?=[^\s_])|(?<=[^\W_])__(?![\w])",
        "stress that is not closed",
        "Write `**words**`, or `\\_` for an underscore.",
    ),
    _row(
        "\uff0a",
        r"\uff0a{1,2}[^\uff0a\n]+\uff0a{1,2}",
        "stress with full-width asterisks",
        "Write `**words**` with the asterisks of an English keyboard.",
    ),
    _row(
        "~~",
        r"(?<!~)~~(?!~)",
        "a strikethrough that is not closed",
        "Write `~~words~~` without spaces inside, or `\\~`.",
    ),
    _row(
        "~",
        r"(?<![\w~/])~(?![\s~/])[^~\n]*(?<![\s~])~(?![\w~/])",
        "a strikethrough with one tilde",
        "Write `~~words~~`, or `\\~` for a tilde.",
    ),
    _row(
        "`",
        r"(?<![\w`])`+(?=[^\s`])|`{3,}",
        "code that is not closed",
        "Close it with as many backticks, or write `\\``.",
    ),
    _row(
        "$$",
        r"\$\$",
        "a formula that is not closed",
        "Write `$$` on its own line above and below the formula.",
    ),
    _row(
        "|",
        r"^[ \t]*\|.+\|.*\|[ \t]*$|^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*\|[-|: \t]*$",
        "a table without its line of dashes",
        "Below the head, write `| --- | --- |` with as many cells, and an empty line above it.",
        alone=True,
    ),
    _row(
        "#",
        rf"^#{{2,6}}[^\s#]|^#{{1,6}}[{_SPACES}]|\A#[^\W\d_][^\n#]*[ ][^\n#]*[^\n#.!?:;,]\Z",
        "a heading without a space",
        "Write `## Words`.",
        alone=True,
    ),
    _row("#", r"^#{7,}(?=[ \t])", "a heading", "Write `## Words`; the deepest level is `######`."),
    _row(
        "\uff03",
        r"^\uff03+[ \u3000]*(?=\S)",
        "a heading with full-width signs",
        "Write `## Words` with the signs of an English keyboard.",
    ),
    _row(
        "(",
        rf"!\[[^\[\]\n]*\][ \t]+\([^()\n]+\)|!?\[[^\[\]\n]+\]\s+\((?={_ADDRESS})[^()\n]*\)",
        "a link with a space before its address",
        "Write `[text](address)` without the space.",
        alone=True,
    ),
    _row(
        "(",
        rf"(?<!\w)\([^()\[\]\n]+\)\[(?={_ADDRESS})[^\[\]\n]*\]",
        "a link with its brackets the wrong way round",
        "Write `[text](address)`.",
        alone=True,
    ),
    _row(
        "(",
        rf"\[[^\[\]()\n]+\((?={_ADDRESS})[^()\n]*\)(?!\])",
        "a link without its second bracket",
        "Write `[text](address)`.",
        alone=True,
    ),
    _row(
        "][",
        r"(?<![\w\]\\])\[[^\[\]\n]+\]\[[^\[\]\n]*\]",
        "a link whose address is not defined",
        "Add a line `[label]: address`, or write `[text](address)`.",
    ),
    _row(
        "[",
        r"^[ \t]*\[[^\[\]\n^]+\]:[ \t]*\S",
        "the address of a link inside a paragraph",
        "Put an empty line above it.",
    ),
    _row("\n", _LISTS, "a list", _LIST, alone=True),
    _row(
        ":",
        r"(?<=\n):(?=[^\W\d_])[^:\n]*$",
        "a definition without a space",
        "Write `: words` below the term.",
    ),
    _row(
        "==",
        r"^={3,}[ \t]*$",
        "a line across the page, or under a heading",
        "Write `---` between empty lines for a line, and `## Words` for a heading.",
    ),
)
