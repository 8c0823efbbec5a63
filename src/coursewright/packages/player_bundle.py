"""The browser side of a package in one file: its modules in order, each in a scope of its own.

Forty small modules would be forty requests, and each would be compressed alone: one file is a
third smaller in the package. What only we read is dropped: comments, indents, long names.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from coursewright.shipped import shipped

from .shorten import shorten

__all__ = ["bundle", "lean", "player_module", "words_used"]

_IMPORT = re.compile(r'^(import|export)\{([^}]*)\}from "(\.[^"]+)";\n?', re.MULTILINE)
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
_WORDS = re.compile(r"""\"((?:lesson|player)\.[a-z.]+)\"""")


def bundle(entry: str, replaced: Mapping[str, str] | None = None) -> str:
    """Return the module `entry` of the player with all that it imports, as one classic script.

    A classic script also runs where the page was opened from a folder; a module does not.

    Args:
        entry: a path below `player/`.
        replaced: modules by path whose text is given instead of ours.
    """
    order: dict[str, str] = {}
    _collect(entry, replaced or {}, order)
    names = {path: f"m{number}" for number, path in enumerate(order)}
    parts = "".join(_wrapped(path, text, names) for path, text in order.items())
    parts = _LAST.sub("", _JOINS.sub("", _TRAILING.sub("", parts)))
    return f'{{"use strict";\n{parts}}}\n'


def player_module(path: str) -> str:
    """Return the text of a module of the player by its path below `player/`."""
    return (shipped("player") / path).read_text("utf-8")


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
    text = lean(replaced[path] if path in replaced else player_module(path))
    for match in _IMPORT.finditer(text):
        _collect(_resolve(path, match[3]), replaced, order)
    order[path] = text


def _wrapped(path: str, text: str, names: Mapping[str, str]) -> str:
    """Return a module as a function that gives what it exports."""
    gives: list[str] = []
    takes: list[tuple[str, list[list[str]]]] = []
    for match in _IMPORT.finditer(text):
        module = names[_resolve(path, match[3])]
        pairs = [one.split(" as ") for one in match[2].split(",") if one.strip()]
        words = [[word.strip() for word in pair] for pair in pairs]
        if match[1] == "import":
            takes.append((module, words))
        else:
            gives += [f"{pair[-1]}:{module}.{pair[0]}" for pair in words]
    body = _IMPORT.sub("", text)
    exported = [match[1] for match in _EXPORT.finditer(body)]
    imported = frozenset(pair[-1] for _, words in takes for pair in words)
    body, short = shorten(_EXPORT.sub("", body), imported)
    head = "".join(
        f"const{{{','.join(_pair(pair[0], short.get(pair[-1], pair[-1])) for pair in words)}}}"
        f"={module};\n"
        for module, words in takes
    )
    gives += [_pair(name, short.get(name, name)) for name in exported]
    given = f"return{{{','.join(gives)}}};" if gives else ""
    return f"const {names[path]}=(()=>{{\n{head}{body}{given}}})();\n"


def _pair(key: str, name: str) -> str:
    return key if key == name else f"{key}:{name}"


def _resolve(path: str, relative: str) -> str:
    parts = list(PurePosixPath(path).parent.parts)
    for step in relative.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
