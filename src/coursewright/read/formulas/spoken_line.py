"""A formula as one line of characters: `∑ᵢ₌₁ⁿ i = n(n+1)/2`, for emails, reports and search.

Signs in the upper and lower row are used where Unicode has them all; otherwise `^(...)` and
`_(...)`. A fraction whose parts are not single terms gets parentheses, so that no reading differs.
"""

# ruff: noqa: RUF001 -- signs of mathematics

import re
import unicodedata
from collections.abc import Callable

from lxml import etree

from coursewright.presentation.raised_signs import LOWERED, RAISED

__all__ = ["line_of"]

_SPACE = "http://www.w3.org/1998/Math/MathML"
_LARGE = ("∑", "∏", "∫", "∮")
_HIGH = frozenset("°∘′″‴*†")
_ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "¯": "\u0304", "‾": "\u0305", "→": "\u20d7", "⃗": "\u20d7",
    "˙": "\u0307", "¨": "\u0308", "~": "\u0303", "˜": "\u0303", "´": "\u0301", "`": "\u0300",
    "ˇ": "\u030c", "˘": "\u0306", "_": "\u0305", "\u0332": "\u0305",
}  # fmt: skip
_SPACED = re.compile(r"\s+")
_WHOLE = re.compile(r"√?\([^()]*\)")
_RELATIONS = frozenset("=≠<>≤≥≈≡∼∈∉⊂⊆⊃⊇→←↔⇒⇐⇔∣≔±+−×÷·⋅∪∩∧∨⟂⊥∥≪≫∝≅")
_APPLY = "\u2061"  # stands between a function and what it is applied to
_UNSEEN = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064\u200b\ufe00"), None)


def line_of(root: etree._Element) -> str:
    """Return a formula in characters."""
    return _SPACED.sub(" ", _of(root)).strip()


def _of(node: etree._Element) -> str:
    kind = etree.QName(node).localname
    made = _MAKERS.get((kind, len(node))) or _MAKERS.get((kind, None))
    return made(node) if made else _row([*node])  # rows, styles and frames show what is in them


def _plain(node: etree._Element) -> str:
    return (node.text or "").translate(_UNSEEN)


def _space(node: etree._Element) -> str:
    return " " if float(re.sub(r"[^\d.]", "", node.get("width", "0")) or 0) > 0.1 else ""


def _fraction(node: etree._Element) -> str:
    over, under = node
    if node.get("linethickness") == "0":
        return f"{_of(over)} over {_of(under)}"
    return f"{_apart(node)}{_term(over)}/{_term(under)}{_behind(node)}"


def _square_root(node: etree._Element) -> str:
    return f"√({_row([*node])})"


def _root(node: etree._Element) -> str:
    inner, degree = node
    return f"{_script(_of(degree), RAISED, '')}√({_of(inner)})"


def _below(node: etree._Element) -> str:
    base, down = node
    return _of(base) + _script(_of(down), LOWERED, "_") + _gap(base)


def _both(node: etree._Element) -> str:
    base, down, up = node
    low, high = _script(_of(down), LOWERED, "_"), _script(_of(up), RAISED, "^")
    return f"{_of(base)}{low}{high}{_gap(base)}"


def _table(node: etree._Element) -> str:
    return "; ".join(filter(None, (_cells([*row]) for row in node)))


def _row(children: list[etree._Element]) -> str:
    return "".join(map(_of, children))


def _cells(row: list[etree._Element]) -> str:
    """Return a row of a table; cells of aligned equations go on where a sign relates them."""
    out = ""
    for text in filter(None, map(line_of, row)):
        out += text if not out else f" {text}" if text[0] in _RELATIONS else f", {text}"
    return out


def _behind(node: etree._Element) -> str:
    """Return a space for a fraction before a factor, which is not under its line."""
    after = node.getnext()
    if after is None or after.tag == node.tag:
        return ""
    return " " if after.tag != f"{{{_SPACE}}}mo" or after.text in _LARGE else ""


def _apart(node: etree._Element) -> str:
    """Return a space for a fraction behind a number or another fraction."""
    before = node.getprevious()
    close = before is not None and etree.QName(before).localname in ("mn", "mfrac")
    return " " if close else ""


def _sign(node: etree._Element) -> str:
    if node.text == _APPLY:
        after = node.getnext()
        opens = after is None or line_of(after)[:1] in ("(", "")
        return "" if opens else " "
    text = (node.text or "").translate(_UNSEEN)
    if text in _RELATIONS and node.get("form") not in ("prefix", "postfix"):
        before = node.getprevious()
        unary = text in "+−±" and (before is None or (before.text or "") in ("(", "=", ","))
        return text if unary else f" {text} "
    return f"{text} " if text in (",", ";", ":") else text


def _term(node: etree._Element) -> str:
    """Return a part of a fraction, in parentheses if it has several factors or terms."""
    text = line_of(node)
    several = etree.QName(node).localname in ("mrow", "mfrac") and len(node) > 1
    return f"({text})" if several and not _WHOLE.fullmatch(text) else text


def _script(text: str, row: dict[str, str], mark: str) -> str:
    bare = text.replace(" ", "")
    if bare and all(char in row for char in bare):
        return "".join(row[char] for char in bare)
    if all(char in _HIGH for char in bare):
        return bare.replace("∘", "°")
    return f"{mark}{bare}" if mark and len(bare) == 1 else f"{mark}({text.strip()})"


def _above(node: etree._Element) -> str:
    base, up = map(_of, node)
    accent = _ACCENTS.get(up.strip())
    if node.get("accent") == "true" and accent and len(base) == 1:
        return unicodedata.normalize("NFC", base + accent)
    if node.get("accent") == "true" and accent in ("\u0304", "\u0305", "\u20d7", "\u0302"):
        return "".join(char + accent for char in base)
    return base + _script(up, RAISED, "^")


def _gap(base: etree._Element) -> str:
    """Return the space behind a sum or a limit, whose term stands apart from its bounds."""
    text = line_of(base)
    return " " if text in "∑∏∫∮⋃⋂" or (len(text) > 1 and text.isalpha()) else ""


_MAKERS: dict[tuple[str, int | None], Callable[[etree._Element], str]] = {
    ("mi", None): _plain,
    ("mn", None): _plain,
    ("ms", None): _plain,
    ("mtext", None): _plain,
    ("mo", None): _sign,
    ("mspace", None): _space,
    ("mfrac", 2): _fraction,
    ("msqrt", None): _square_root,
    ("mroot", 2): _root,
    ("msup", 2): _above,
    ("mover", 2): _above,
    ("msub", 2): _below,
    ("munder", 2): _below,
    ("msubsup", 3): _both,
    ("munderover", 3): _both,
    ("mtable", None): _table,
}
