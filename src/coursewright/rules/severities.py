"""Severities: those of the profile, then what the author sets under `rules:` in `course.yaml`.

An error that makes output wrong or unsafe cannot be lowered; setting it is a problem of its own.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from coursewright.model import RuleLevel, RuleLevels
from coursewright.problems import Code, Problem, Severity, near, sort_problems
from coursewright.source import Source, Span

from .ignore_comments import comment_problems, ignore_comments

__all__ = ["CODES", "RULES", "Severities"]

RULE_UNKNOWN = Code(
    "rule-unknown",
    Severity.ERROR,
    "`rules:` names a code or a folder that does not exist.",
    "The line has no effect, and the severity stays what it was.",
)
RULE_LOCKED = Code(
    "rule-locked",
    Severity.ERROR,
    "`rules:` lowers an error that cannot be lowered.",
    "The output would be wrong or unsafe: learners, LMSs or mail servers would see the fault.",
)
CODES = (RULE_UNKNOWN, RULE_LOCKED)
RULES = ()  # applied to problems, not to a course


class Severities:
    """What the author decided, applied to problems as each step finds them."""

    def __init__(
        self,
        levels: RuleLevels,
        sources: Mapping[str, Source],
        codes: Iterable[Code],
        targets: Collection[str] = (),
    ) -> None:
        """Take the decisions of one course.

        Args:
            levels: the field `rules:`.
            sources: the text files, which may hold ignore comments.
            codes: every code that there is.
            targets: the names of what is built; empty: rules for any target apply.
        """
        self._levels = levels
        self._codes = {code.name: code for code in codes}
        self._targets = frozenset(targets)
        self._comments = ignore_comments(sources)
        self._sources = sources

    def applied(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield the problems that remain, each with the severity that the course gives it."""
        for problem in problems:
            code = self._codes.get(problem.code)
            if code is not None and not self._matters(code):
                continue
            if code is None or code.locked:
                yield problem
                continue
            level = self._level(problem, code)
            if level != "off" and not self._ignored(problem):
                yield replace(problem, severity=Severity(level))

    def leftovers(self, looked_for: Iterable[Code]) -> tuple[Problem, ...]:
        """Return what is wrong with `rules:` and with the ignore comments.

        Args:
            looked_for: the codes that this run could have reported.
        """
        names = [code.name for code in looked_for if self._matters(code)]
        found = comment_problems(self._comments, self._codes, names)
        return sort_problems(self.applied(found))

    def faults(self, fields: Mapping[str, Span]) -> Iterator[Problem]:
        """Yield what is wrong with `rules:` itself."""
        for code in self._levels.everywhere:
            yield from self._fault(code, self._levels.everywhere[code], fields, f"rules.{code}")
        for folder, levels in self._levels.folders.items():
            place = _at(fields, f"rules.{folder}/") or _at(fields, f"rules.{folder}")
            if not any(path.startswith(f"{folder}/") for path in self._sources):
                message = f"There is no folder `{folder[:80]}` with a text file in it."
                folders = {path.rpartition("/")[0] for path in self._sources if "/" in path}
                hint = near(folder, folders) or "Write its path in the course, such as `1-basics/`."
                yield RULE_UNKNOWN.at(place or Span.whole("course.yaml"), message, hint=hint)
            for code, level in levels.items():
                yield from self._fault(code, level, fields, f"rules.{folder}/.{code}")

    def _fault(
        self, name: str, level: RuleLevel, fields: Mapping[str, Span], field: str
    ) -> Iterator[Problem]:
        place = _at(fields, field) or Span.whole("course.yaml")
        code = self._codes.get(name)
        if code is None:
            hint = near(name, self._codes) or "docs/problems.md lists every code."
            yield RULE_UNKNOWN.at(place, f"There is no problem `{name[:80]}`.", hint=hint)
        elif code.locked and level != "error":
            message = f"`{name}` cannot be `{level}`. {code.why}"
            yield RULE_LOCKED.at(place, message, hint="Remove this line, and fix what it is about.")

    def _matters(self, code: Code) -> bool:
        """Tell whether a code matters to what is built; the profile `strict` asks for all."""
        strict = self._levels.profile == "strict"
        return strict or not (code.only_for and self._targets) or self._serves(code)

    def _serves(self, code: Code) -> bool:
        return not self._targets.isdisjoint(code.only_for)

    def _level(self, problem: Problem, code: Code) -> str:
        folder = problem.span.path
        while "/" in folder:
            folder = folder.rpartition("/")[0]
            if level := self._levels.folders.get(folder, {}).get(problem.code):
                return level
        if level := self._levels.everywhere.get(problem.code):
            return level
        if self._levels.profile == "strict" and code.strict is not None:
            return code.strict.value
        return problem.severity.value

    def _ignored(self, problem: Problem) -> bool:
        covering = [comment for comment in self._comments if comment.covers(problem)]
        for comment in covering:
            comment.used = comment.used or bool(comment.reason)
        return any(comment.reason for comment in covering)


def _at(fields: Mapping[str, Span], name: str) -> Span | None:
    return fields.get(name)
