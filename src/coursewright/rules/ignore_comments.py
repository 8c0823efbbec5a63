"""Ignore comments: one problem of one place is accepted, with the reason beside it.

    <!-- coursewright-ignore hard-to-read: the law is quoted word for word -->
    title: Terms  # coursewright-ignore lesson-too-long: the list has to be complete

A comment at the end of a line covers that line. A comment on a line of its own covers what follows
it: in Markdown up to the next empty line, in YAML one line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from coursewright.problems import Code, Problem, Severity, near
from coursewright.source import Source, Span

__all__ = ["CODES", "RULES", "IgnoreComment", "comment_problems", "ignore_comments"]

MALFORMED = Code(
    "ignore-malformed",
    Severity.WARNING,
    "A comment that is meant to ignore a problem has no code or no reason.",
    "It has no effect, and the next author cannot tell whether it is still needed.",
)
UNUSED = Code(
    "ignore-unused",
    Severity.WARNING,
    "An ignore comment matches no problem.",
    "The fault is fixed or the code is misspelled; the comment would hide the next fault there.",
)
CODES = (MALFORMED, UNUSED)
RULES = ()  # applied to problems, not to a course

_WORD = "coursewright-ignore"
_HTML = re.compile(rf"<!--\s*{_WORD}\b(?P<rest>.*?)-->")
_YAML = re.compile(rf"(?:^|\s)#\s*{_WORD}\b(?P<rest>.*)$")
_REST = re.compile(r":?\s*(?P<code>[a-z0-9-]+)(?:\s*[:\u2013\u2014]\s*|\s+--?\s+)(?P<reason>\S.*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HOW = (
    "Write `<!-- coursewright-ignore CODE: the reason -->`; in YAML, `# coursewright-ignore ...`."
)


@dataclass(slots=True)
class IgnoreComment:
    """One comment: its code, the lines it covers, and whether anything was ignored."""

    code: str
    reason: str
    span: Span
    first: int
    """The first line that it covers."""
    last: int
    used: bool = field(default=False)

    def covers(self, problem: Problem) -> bool:
        """Tell whether a problem is the one that the comment is about."""
        here = problem.span.path == self.span.path and self.code == problem.code
        return here and self.first <= problem.span.line <= self.last


def ignore_comments(sources: Mapping[str, Source]) -> list[IgnoreComment]:
    """Return every comment of a course, in the order of files and lines."""
    return [comment for path in sorted(sources) for comment in _in_file(sources[path])]


def comment_problems(
    comments: Iterable[IgnoreComment], codes: Mapping[str, Code], looked_for: Iterable[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the comments, after all problems have been compared with them.

    Args:
        comments: all of a course.
        codes: every code by its name.
        looked_for: the codes that this run could have reported.
    """
    looked = set(looked_for)
    for comment in comments:
        if not comment.reason:
            yield MALFORMED.at(comment.span, "This comment names no code and reason.", hint=_HOW)
        elif comment.code not in codes:
            message = f"There is no problem `{comment.code}`."
            hint = near(comment.code, codes) or "`coursewright explain` knows every code."
            yield MALFORMED.at(comment.span, message, hint=hint)
        elif codes[comment.code].locked:
            message = f"`{comment.code}` cannot be ignored. {codes[comment.code].why}"
            yield MALFORMED.at(comment.span, message, hint="Fix it, and remove the comment.")
        elif not comment.used and comment.code in looked:
            message = f"There is no `{comment.code}` here to ignore."
            yield UNUSED.at(comment.span, message, hint="Remove the comment.")


def _in_file(source: Source) -> Iterator[IgnoreComment]:
    if _WORD not in source.text:
        return
    lines = source.text.split("\n")
    markdown = source.path.endswith(".md")
    front = _front_matter_end(lines) if markdown else len(lines)
    fence = ""
    for number, line in enumerate(lines, 1):
        yaml = number <= front
        opened = None if yaml else _FENCE.match(line)
        if opened and not fence:
            fence = opened[1]
        elif opened and opened[1].startswith(fence):
            fence = ""
        elif not fence:
            for found in (_YAML if yaml else _HTML).finditer(line):
                yield _comment(source, lines, number, found, yaml=yaml)


def _front_matter_end(lines: list[str]) -> int:
    if lines[0].rstrip() != "---":
        return 0
    return next((at + 1 for at in range(1, len(lines)) if lines[at].rstrip() == "---"), len(lines))


def _comment(
    source: Source, lines: list[str], number: int, found: re.Match[str], *, yaml: bool
) -> IgnoreComment:
    line = lines[number - 1]
    span = Span(source.path, number, found.start() + 1, number, found.end() + 1)
    said = _REST.fullmatch(found["rest"].strip())
    code, reason = (said["code"], said["reason"].strip()) if said else ("", "")
    first = last = number
    if not (line[: found.start()] + line[found.end() :]).strip():
        first = number + 1
        while first < len(lines) and (not lines[first - 1].strip() or _WORD in lines[first - 1]):
            first += 1
        last = first if yaml else _block_end(lines, first)
    return IgnoreComment(code, reason, span, first, last)


def _block_end(lines: list[str], first: int) -> int:
    last = first
    while last < len(lines) and lines[last].strip():
        last += 1
    return last
