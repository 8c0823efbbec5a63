"""The last step of an import: what the reader still calls an error is made plain text, and named.

The reader of the course format judges the result, so an import cannot say less than `check` does.
"""

import re
from collections.abc import Iterable

from coursewright import rules
from coursewright.problems import Problem, Severity, sort_problems
from coursewright.read import Cache, read_files
from coursewright.source import Span

from .drafts import DraftCourse

__all__ = ["repair"]

_ROUNDS = 12


def repair(
    files: dict[str, bytes], course: DraftCourse
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Return the files without anything that `check` calls an error, and its other problems.

    Args:
        files: the files of the course by path.
        course: whose report names what was changed.
    """
    fixed = dict(files)
    cache = Cache()
    problems: list[Problem] = []
    for round_ in range(_ROUNDS):
        problems = _problems(fixed, cache)
        errors = [one for one in problems if one.severity is Severity.ERROR]
        if not errors:
            break
        by_file: dict[str, list[Problem]] = {}
        for problem in errors:
            by_file.setdefault(problem.span.path, []).append(problem)
        for path, found in by_file.items():
            if path.endswith(".md") and path in fixed:
                text = fixed[path].decode()
                if round_ == _ROUNDS - 2:
                    text = _all_as_code(text, found[0], course)
                else:
                    text = _repaired(text, found, course, as_code=round_ > _ROUNDS // 2)
                fixed[path] = text.encode()
            elif path != "course.yaml" and path in fixed:
                course.lose(Span.whole(path), f"Left out: {found[0].message}")
                del fixed[path]
    return fixed, sort_problems(problems)


def _problems(files: dict[str, bytes], cache: Cache) -> list[Problem]:
    result = read_files(files, cache=cache)
    problems = list(result.problems)
    if result.course is not None:
        problems += rules.apply(result.course)
    return problems


def _all_as_code(text: str, problem: Problem, course: DraftCourse) -> str:
    """Return a lesson whose text is shown as it is written: nothing else helped."""
    course.lose(problem.span, f"The lesson is shown as it was written: {problem.message}")
    lines = text.split("\n")
    start = next((at for at, line in enumerate(lines[1:], 1) if line == "---"), 0) + 1
    _fence(lines, Span(problem.span.path, start + 1, 1, len(lines), 1))
    return "\n".join(lines)


def _repaired(text: str, problems: Iterable[Problem], course: DraftCourse, *, as_code: bool) -> str:
    """Return a lesson with its errors made plain: from its end, so that places stay right."""
    lines = text.split("\n")
    seen: set[int] = set()
    for problem in sorted(problems, key=lambda one: one.span, reverse=True):
        span = problem.span
        at = span.line - 1
        if at in seen or at >= len(lines) or _in_front(lines, at):
            continue
        seen.add(at)
        if as_code:
            _fence(lines, span)
            action = "shown as code"
        else:
            action = _plain(lines, problem)
        course.lose(span, f"{problem.message} {action}: {lines[at].strip()[:60]!r}")
    return "\n".join(lines)


def _in_front(lines: list[str], at: int) -> bool:
    if not lines or lines[0] != "---":
        return False
    end = next((number for number, line in enumerate(lines[1:], 1) if line == "---"), 0)
    return at <= end


def _plain(lines: list[str], problem: Problem) -> str:
    """Make what a problem points to plain text; return what was done, for the report."""
    at, column = problem.span.line - 1, problem.span.column - 1
    line = lines[at]
    bare = line.lstrip()
    if problem.code == "heading-level-1":
        lines[at] = line.replace("#", "##", 1)
        if not bare.startswith("#"):
            lines[at] = f"## {bare}"
            if at + 1 < len(lines) and re.fullmatch(r"=+", lines[at + 1].strip()):
                lines[at + 1] = ""
        return "Now a level 2 heading"
    if problem.code == "image-without-alt" and "](" in line[column:]:
        rest = re.sub(r"(!\[\]\([^)]*\))(?!\{)", r"\1{decorative=true}", line[column:], count=1)
        if rest != line[column:]:
            lines[at] = line[:column] + rest
            return "Now a decorative picture"
    link = re.search(r"!?\[((?:[^\[\]\\]|\\.)*)\]\([^)]*\)(?:\{[^}]*\})?", line[column:])
    if link and link.start() == 0:
        lines[at] = line[:column] + link[1] + line[column + link.end() :]
        return "Its words are kept"
    if bare.startswith("::"):
        lines[at] = line.replace("::", "\\::", 1)
        return "Now plain text"
    sign = line[column : column + 1]
    if sign in ("{", "[", "<", ":", "#") and not line[:column].endswith("\\"):
        lines[at] = f"{line[:column]}\\{line[column:]}"
        return "Now plain text"
    brace = re.search(r"(?<!\\)[{\[]", line)
    if brace:
        lines[at] = f"{line[: brace.start()]}\\{line[brace.start() :]}"
        return "Now plain text"
    _fence(lines, problem.span)
    return "Shown as code"


def _fence(lines: list[str], span: Span) -> None:
    """Show the lines of a span as code, which means nothing else."""
    first, last = span.line - 1, max(span.end_line, span.line)
    run = [line.replace("\t", "    ") for line in lines[first:last]]
    longest = max((len(ticks) for line in run for ticks in re.findall(r"`+", line)), default=0)
    ticks = "`" * max(longest + 1, 3)
    lines[first:last] = ["", ticks, *run, ticks, ""]
