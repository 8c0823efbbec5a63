"""The browser side of a package in one file: its modules in order, every name as it was written.

Forty small modules would be forty requests, and each would be compressed alone: one file is a
third smaller in the package. What only we read is dropped: comments, indents, and the scope of a
module whose names no other module has.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from coursewright.shipped import shipped

__all__ = ["bundle", "declared", "lean", "own_scopes", "player_module", "words_used"]

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
    own = own_scopes({path: _text(path, replaced) for path in order})
    names = {path: f"m{number}" if path in own else "" for number, path in enumerate(order)}
    known: set[str] = set()
    parts = "".join(
        _wrapped(path, text, names) if path in own else _open(path, text, names, known)
        for path, text in order.items()
    )
    parts = _LAST.sub("", _JOINS.sub("", _TRAILING.sub("", parts)))
    return f'{{"use strict";\n{parts}}}\n'


def declared(text: str) -> list[str]:
    """Return the names that a module declares for all of itself."""
    return _DECLARED.findall(text)


def own_scopes(modules: Mapping[str, str]) -> set[str]:
    """Return the modules that need a scope of their own: one of their names is another's too."""
    owners: dict[str, set[str]] = defaultdict(set)
    for path, text in modules.items():
        aliases = [
            word.split(" as ")[1].strip()
            for match in _IMPORT.finditer(lean(text))
            for word in match[2].split(",")
            if " as " in word
        ]
        for name in (*declared(text), *aliases):
            owners[name].add(path)
    return {path for paths in owners.values() if len(paths) > 1 for path in paths}


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
    text = lean(_text(path, replaced))
    for match in _IMPORT.finditer(text):
        _collect(_resolve(path, match[3]), replaced, order)
    order[path] = text


def _text(path: str, replaced: Mapping[str, str]) -> str:
    return replaced[path] if path in replaced else player_module(path)


def _open(path: str, text: str, names: Mapping[str, str], known: set[str]) -> str:
    """Return a module in the scope of all.

    Args:
        path: where it lies.
        text: what it says.
        names: what each module is called that has a scope of its own.
        known: the lines by which this scope has fetched something already.
    """
    head = _taken(path, text, names)[0].splitlines(keepends=True)
    fetched = [line for line in head if line not in known]
    known.update(fetched)
    return "".join(fetched) + _EXPORT.sub("", _IMPORT.sub("", text))


def _wrapped(path: str, text: str, names: Mapping[str, str]) -> str:
    """Return a module as a function that gives what it exports."""
    head, gives = _taken(path, text, names)
    body = _IMPORT.sub("", text)
    gives += [match[1] for match in _EXPORT.finditer(body)]
    given = f"return{{{','.join(gives)}}};" if gives else ""
    return f"const {names[path]}=(()=>{{\n{head}{_EXPORT.sub('', body)}{given}}})();\n"


def _taken(path: str, text: str, names: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the lines that fetch what a module imports, and what it hands on."""
    head: list[str] = []
    gives: list[str] = []
    for match in _IMPORT.finditer(text):
        module = names[_resolve(path, match[3])]
        words = [word.strip().split(" as ") for word in match[2].split(",") if word.strip()]
        if match[1] == "export":
            gives += [pair[-1] for pair in words]
        if module:
            pairs = [":".join(dict.fromkeys(map(str.strip, pair))) for pair in words]
            head += [f"const{{{pair}}}={module};\n" for pair in pairs]
        else:
            head += [f"const {pair[1]}={pair[0]};\n" for pair in words if len(pair) > 1]
    return "".join(head), gives


def _resolve(path: str, relative: str) -> str:
    parts = list(PurePosixPath(path).parent.parts)
    for step in relative.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
