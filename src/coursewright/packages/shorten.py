"""Short names within one module of the player: what only we read is not sent to a learner.

A name is shortened only where that can be told without knowing scopes: it is declared in the
module, is nowhere in it a property, a key or part of a template, and is none of the browser's. All
its places then get one new name that the module does not have, so what refers to what stays.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from string import ascii_letters

__all__ = ["BROWSER", "names_in", "shorten"]

_TOKEN = re.compile(
    r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`"""
    r"""|(?<=[(,=!&|?:\[])/(?![/*])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*"""
    r"""|[\w$]+|\?\.(?!\d)|\.\.\.|=>|\s|.""",
    re.DOTALL,
)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_SLOT = re.compile(r"\$\{(.*?)\}", re.DOTALL)
_WORD = re.compile(r"\S+")
_KEYWORDS = frozenset(
    _WORD.findall(
        "arguments async await break case catch class const continue default delete do else export "
        "extends false finally for from function get if import in instanceof let new null of "
        "return set static super switch this throw true try typeof undefined void while with yield"
    )
)
BROWSER = frozenset(
    _WORD.findall(
        "Array Blob CSS Date Event FormData Infinity IntersectionObserver JSON Map Math Number "
        "Object Promise RangeError Set String TextDecoder TextEncoder URL Uint8Array "
        "addEventListener clearTimeout closed console document event focus length "
        "localStorage location name navigator open parent print scroll scrollTo setTimeout status "
        "stop top window"
    )
)
"""Names of the browser that modules of the player use, or use for things of their own."""
_OPENS, _CLOSES = "([{", ")]}"


@lru_cache(maxsize=256)
def shorten(text: str, imported: frozenset[str] = frozenset()) -> tuple[str, dict[str, str]]:
    """Return a lean module with short names, and the new name of each old one.

    Args:
        text: the module without its imports, as `lean` leaves it.
        imported: the names that its imports declare.
    """
    tokens = _TOKEN.findall(text)
    fixed = set(_fixed([token for token in tokens if not token.isspace()]))
    may = (set(_declared(tokens)) | imported) - fixed - _KEYWORDS - BROWSER
    counts = Counter(token for token in tokens if token in may)
    taken = names_in(text)
    fresh = (name for name in _letters() if name not in taken)
    wanted = sorted((name for name in counts if len(name) > 1), key=lambda one: (-counts[one], one))
    names = dict(zip(wanted, fresh, strict=False))
    return "".join(names.get(token, token) for token in tokens), names


def names_in(text: str) -> set[str]:
    """Return every word of a script that could be a name, those within templates too."""
    words: set[str] = set()
    for token in _TOKEN.findall(text):
        if token[0] == "`":
            words.update(_in_slots(token))
        elif _NAME.fullmatch(token):
            words.add(token)
    return words


def _declared(tokens: list[str]) -> Iterator[str]:
    """Give the names behind `const`, `let`, `function`, and all in lists of parameters."""
    solid = [token for token in tokens if not token.isspace()]
    for at, token in enumerate(solid):
        before = solid[at - 1] if at else ""
        if before in {"const", "let", "function"}:
            yield token
        if token == "=>":  # noqa: S105 -- an arrow
            yield from _names(_back(solid, at - 1) if before == ")" else [before])
        elif token == "function":  # noqa: S105
            yield from _names(_list_after(solid, at))


def _fixed(solid: list[str]) -> Iterator[str]:
    """Give the names that stand where a property or a key stands, or may stand."""
    inside: list[str] = []
    for before, token, after in zip(["", *solid], solid, [*solid[1:], ""], strict=False):
        if token in _OPENS:
            inside.append(token)
        elif token in _CLOSES:
            inside.pop()
        elif token[0] == "`":
            yield from _in_slots(token)
        elif before in {".", "?."} or (inside and inside[-1] == "{" and _like_key(before, after)):
            yield token


def _like_key(before: str, after: str) -> bool:
    """Tell whether a word directly in braces may be a key: `{a}`, `{a: b}`, `{a = 1}`, `{a() {`."""
    opens = before in {"{", ",", "async", "get", "set"}
    return after == ":" or before == "," or (opens and after in {",", "}", "=", "("})


def _in_slots(template: str) -> list[str]:
    return [name for slot in _SLOT.findall(template) for name in _NAME.findall(slot)]


def _back(solid: list[str], end: int) -> list[str]:
    """Return the tokens from the bracket that `end` closes."""
    depth = 0
    for at in range(end, -1, -1):
        depth += (solid[at] in _CLOSES) - (solid[at] in _OPENS)
        if not depth:
            return solid[at:end]
    return []


def _list_after(solid: list[str], at: int) -> list[str]:
    """Return the tokens of the first list in brackets behind a place."""
    start = solid.index("(", at)
    depth = 0
    for end in range(start, len(solid)):
        depth += (solid[end] in _OPENS) - (solid[end] in _CLOSES)
        if not depth:
            return solid[start:end]
    return []


def _names(tokens: Iterable[str]) -> Iterator[str]:
    return (token for token in tokens if _NAME.fullmatch(token))


def _letters() -> Iterator[str]:
    for length in (1, 2):
        for letters in product(ascii_letters, repeat=length):
            name = "".join(letters)
            if name not in _KEYWORDS:
                yield name
