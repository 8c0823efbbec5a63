"""Fixes that need no decision of the author: `check --fix`.

Each round reads the course, repairs the problems that it knows, and reads again, until nothing is
left that it can repair. All of it is in memory; the edits are shown before they are written.
"""

import re
from collections.abc import Callable, Mapping

from coursewright import read, rules
from coursewright.problems import Problem
from coursewright.source import Source

from .course_edits import CourseEdits, Overlay, encoded_like
from .lesson_numbers import days_fixed, numbers_fixed

__all__ = ["FIXABLE", "mechanical_fixes"]

_ROUNDS = 12
_Fix = Callable[[Problem, list[str]], bool]
_WRITE = re.compile(r"Write `([^`]+)`\.")


def mechanical_fixes(files: Mapping[str, bytes]) -> CourseEdits:
    """Return the edits that repair what can be repaired without a decision."""
    edits = CourseEdits()
    cache = read.Cache()
    for _ in range(_ROUNDS):
        result = read.read_files(Overlay(files, edits), cache=cache)
        found = list(result.problems)
        if result.course is not None:
            found += rules.apply(result.course, result.damage)
        if not _repaired(files, edits, result.sources, found):
            more = numbers_fixed(result) or days_fixed(result)
            if not more:
                break
            _merge(files, edits, more)
    return edits


def _repaired(
    files: Mapping[str, bytes],
    edits: CourseEdits,
    sources: Mapping[str, Source],
    problems: list[Problem],
) -> bool:
    """Repair one problem of each file; lines move, so the next ones wait for the next round."""
    done: set[str] = set()
    for problem in problems:
        path = problem.span.path
        fix = FIXABLE.get(problem.code)
        if fix is None or path in done or path not in sources:
            continue
        lines = sources[path].text.split("\n")
        if fix(problem, lines):
            done.add(path)
            original = Overlay(files, edits)[path]
            edits.texts[path] = encoded_like(original, "\n".join(lines))
            edits.notes.append(f"{path}:{problem.span.line}: {problem.code}")
    return bool(done)


def _merge(files: Mapping[str, bytes], edits: CourseEdits, more: CourseEdits) -> None:
    """Add edits that were planned upon the ones before."""
    before = CourseEdits(dict(edits.texts), dict(edits.moves))
    for new, old in more.moves.items():
        edits.moves[new] = before.moves.get(old, old)
        if old in before.texts:
            edits.texts[new] = before.texts[old]
    for old in set(more.moves.values()) - more.moves.keys():
        edits.texts.pop(old, None)
        edits.moves.pop(old, None)
    for path, data in more.texts.items():
        source = before.moves.get(more.moves.get(path, path), more.moves.get(path, path))
        edits.texts[path] = encoded_like(files.get(source, b""), data.decode("utf-8"))
    edits.notes += more.notes


def _yaml(problem: Problem, lines: list[str]) -> bool:
    """Put a value in quotes, replace tabs, or add the space after a colon."""
    at = problem.span.line - 1
    line = lines[at]
    lead = line[: len(line) - len(line.lstrip())]
    if "\t" in lead:
        lines[at] = lead.replace("\t", "  ") + line.lstrip()
        return True
    if "is a special one" in problem.message:
        column = problem.span.column - 1
        lines[at] = f"{line[:column]} {line[column + 1 :]}"
        return True
    if "contains a colon" not in problem.message and "without quotes" not in problem.message:
        return False
    found = re.match(r"(\s*(?:- )?[\w.-]+:[ \t]+)(\S.*?)\s*$", line)
    if not found or " #" in found[2]:
        return False
    lines[at] = found[1] + _in_quotes(found[2])
    return True


def _in_quotes(value: str) -> str:
    if "'" in value and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _heading(problem: Problem, lines: list[str]) -> bool:
    """Move a heading to the level that it should have."""
    at = problem.span.line - 1
    wanted = re.search(r"`(#+)", problem.hint or "")
    found = re.match(r"( {0,3})#{1,6}(?=\s)", lines[at])
    if not wanted or not found:
        return False
    lines[at] = found[1] + wanted[1] + lines[at][found.end() :]
    return True


def _answer(problem: Problem, lines: list[str]) -> bool:
    """Indent feedback, or give an answer the sign and the box that it should have."""
    at = problem.span.line - 1
    line = lines[at]
    if "feedback is not indented" in problem.message:
        lines[at] = f"  {line.strip()}"
        for below in range(at + 1, len(lines)):  # the feedback may go on
            if not lines[below].lstrip().startswith(">") or lines[below].startswith("  "):
                break
            lines[below] = f"  {lines[below].strip()}"
        return True
    sign = re.match(r"Start all answers with `([-*+])`", problem.hint or "")
    if sign and line.lstrip()[:1] in "-*+":
        lead = line[: len(line) - len(line.lstrip())]
        lines[at] = f"{lead}{sign[1]}{line.lstrip()[1:]}"
        return True
    if "There is no space after" in problem.message:
        found = re.match(r"([-*+])\s*(\[[ xX]\])\s*(.*)", line)
        lines[at] = f"{found[1]} {found[2]} {found[3]}" if found else line
        return bool(found)
    return False


def _closing(problem: Problem, lines: list[str]) -> bool:
    """Leave nothing but colons in a closing line, and no space in an opening one."""
    at = problem.span.line - 1
    line = lines[at]
    if "A closing line has nothing but colons" in problem.message:
        text = line.strip()
        lines[at] = text[: len(text) - len(text.lstrip(":"))]
        return True
    found = re.fullmatch(r"(:{3,})[ \t]+([a-z][\w-]*.*)", line)
    if found and "does not open a block" in problem.message:
        lines[at] = found[1] + found[2]
        return True
    return False


def _path(problem: Problem, lines: list[str]) -> bool:
    """Write a path as the file is named, where only upper and lower case differ."""
    if "its name is" not in problem.message:
        return False
    wanted = _WRITE.search(problem.hint or "")
    for at in range(problem.span.line - 1, min(problem.span.end_line, len(lines))):
        for found in re.finditer(
            re.escape(wanted[1]) if wanted else "$^", lines[at], re.IGNORECASE
        ):
            if wanted and found[0] != wanted[1]:
                lines[at] = lines[at][: found.start()] + wanted[1] + lines[at][found.end() :]
                return True
    return False


FIXABLE: dict[str, _Fix] = {
    "directive-malformed": _closing,
    "file-missing": _path,
    "heading-level-1": _heading,
    "heading-skips-level": _heading,
    "option-malformed": _answer,
    "yaml-invalid": _yaml,
}
"""What can be repaired in the lines of a file, by code."""
