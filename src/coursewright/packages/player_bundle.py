"""The browser side of a package in one file: its modules in order, in one scope.

Forty small modules would be forty requests, and each would be compressed alone: one file is a
third smaller in the package. What only we read is dropped: comments, indents, and the long names
of variables within functions. A name that two modules declare gets the module's name as well:
`start_choice`.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from pathlib import PurePosixPath
from string import ascii_letters, digits

from coursewright.shipped import shipped

from .script_tokens import Token, tokens
from .short_names import short_names

__all__ = ["bundle", "declared", "flat_names", "lean", "numbered", "player_module", "words_used"]

_IMPORT = re.compile(r'^(import|export)\{([^}]*)\}from "(\.[^"]+)";\n?', re.MULTILINE)
_DECLARED = re.compile(
    r"^(?:export )?(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class) (\w+))", re.MULTILINE)
# Text, templates and regular expressions first: what stands in them is not touched.
_SPACES = re.compile(
    r"""("(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`"""
    r"""|(?<=[(,=!&|?:])\ ?/(?![/*])(?:[^/\\\[]|\\.|\[[^\]]*\])+/)"""
    r"""|(?<=[;,{)]\ )//\ .*"""
    r"""|\ *([={}()\[\],:;?&|<>*!])\ *|(?<![+-])\ ?([+-]=?)\ ?(?![+-])"""
)
# A comma behind the last of a list that runs over lines.
_TRAILING = re.compile(r",\n(?=[\]})])")
# Ends of lines behind which nothing can be taken for the end of a statement; behind a brace it is
# the end of a block, as every other statement of ours ends with its own sign.
_JOINS = re.compile(r"(?<=[;{},(])\n")
# The last statement of a block needs no end.
_LAST = re.compile(r";(?=\n?\})")
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_WORDS = re.compile(r"""\"((?:lesson|player)\.[a-z.]+)\"""")


def bundle(entry: str, replaced: Mapping[str, str] | None = None) -> str:
    """Return the module `entry` of the player with all that it imports, as one classic script.

    A classic script also runs where the page was opened from a folder; a module does not.

    Args:
        entry: a path below `player/`.
        replaced: modules by path whose text is given instead of ours.
    """
    replaced = replaced or {}
    order: dict[str, str] = {}
    _collect(entry, replaced, order)
    names = flat_names({path: _text(path, replaced) for path in order})
    parts = "".join(
        _let(short_names(_EXPORT.sub("", _IMPORT.sub("", text)), names[path]))
        for path, text in order.items()
    )
    parts = _LAST.sub("", _JOINS.sub("", _TRAILING.sub("", parts)))
    return f'{{"use strict";\n{parts}}}\n'


@lru_cache(maxsize=256)
def _let(script: str) -> str:
    """Return a script that declares with `let` alone, which packs better.

    It means the same: the sources say `const`, and are linted and tested as they are.
    """
    return "".join("let" if _is_const(token) else token.text for token in tokens(script))


def _is_const(token: Token) -> bool:
    return token.kind == "name" and token.text == "const"


def flat_names(modules: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return, by module, what each name that it declares, imports or hands on is called for all.

    Names that a module gives to others stay, with the module's name where two give the same.

    Args:
        modules: texts by path; what a module imports comes before it.
    """
    given = {path: _EXPORT.findall(lean(text)) for path, text in modules.items()}
    counts = Counter(name for names in given.values() for name in names)
    taken = {word for text in modules.values() for word in _NAME.findall(text)}
    fresh = (name for name in map("".join, product(ascii_letters, digits)) if name not in taken)
    flat: dict[str, dict[str, str]] = {}
    for path, text in modules.items():
        stem = PurePosixPath(path).stem.replace("-", "_")
        names = {one: f"{one}_{stem}" if counts[one] > 1 else one for one in given[path]}
        for one in declared(text):
            if one not in names:
                names[one] = next(fresh)
        for match in _IMPORT.finditer(lean(text)):
            theirs = flat[_resolve(path, match[3])]
            for word in filter(None, map(str.strip, match[2].split(","))):
                name, _, ours = word.partition(" as ")
                names[ours or name] = theirs[name]
        flat[path] = names
    return flat


def declared(text: str) -> list[str]:
    """Return the names that a module declares for all of itself."""
    return _DECLARED.findall(text)


def player_module(path: str) -> str:
    """Return the text of a module of the player by its path below `player/`."""
    return (shipped("player") / path).read_text("utf-8")


def numbered(script: str, keys: list[str]) -> str:
    """Return a script that asks for strings by their place in a list: `t(7)`."""
    places = {key: str(place) for place, key in enumerate(keys)}
    return _WORDS.sub(lambda match: places.get(match[1], match[0]), script)


def words_used(text: str) -> list[str]:
    """Return the keys of strings that a script may ask for: `t("lesson.right")`."""
    return sorted(set(_WORDS.findall(text)))


@lru_cache(maxsize=256)
def lean(text: str) -> str:
    """Return a module without comments, indents, and spaces around signs.

    It looks at one line at a time: our modules have no text that runs over lines, and a test
    holds them to it. Signs that could grow together (`+ +`) are left alone.
    """
    out: list[str] = []
    comment = False
    for line in map(str.strip, text.splitlines()):
        comment = comment or line.startswith("/*")
        if line and not comment and not line.startswith("//"):
            out.append(_SPACES.sub(lambda match: match[1] or match[2] or match[3] or "", line))
        if comment and line.endswith("*/"):
            comment = False
    return "\n".join(out) + "\n"


def _collect(path: str, replaced: Mapping[str, str], order: dict[str, str]) -> None:
    """Put a module behind those that it imports."""
    if path in order:
        return
    text = lean(_text(path, replaced))
    for match in _IMPORT.finditer(text):
        _collect(_resolve(path, match[3]), replaced, order)
    order[path] = text


def _text(path: str, replaced: Mapping[str, str]) -> str:
    return replaced[path] if path in replaced else player_module(path)


def _resolve(path: str, relative: str) -> str:
    parts = list(PurePosixPath(path).parent.parts)
    for step in relative.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
