"""What the docs say of one kind of problem: the code, why it matters, and a course that has it."""

import re
from dataclasses import dataclass

from coursewright import registry
from coursewright.errors import UsageError
from coursewright.problems import Code, near
from coursewright.shipped import shipped

__all__ = ["ProblemPage", "problem_page_of"]


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """One entry of docs/problems.md."""

    code: Code
    example: str
    """A report of this problem as `check` prints it; empty for a plugin's own."""


def problem_page_of(name: str) -> ProblemPage:
    """Return the entry of a problem code.

    Raises:
        UsageError: there is no such code.
    """
    codes = {code.name: code for code in registry.all_codes()}
    if name not in codes:
        msg = f"there is no problem `{name}`"
        hint = near(name, codes) or "`coursewright check` prints the codes in brackets."
        raise UsageError(msg, hint=hint)
    return ProblemPage(codes[name], _example(name))


def _example(name: str) -> str:
    page = (shipped("docs") / "problems.md").read_text("utf-8")
    entry = re.search(rf"(?ms)^### {re.escape(name)}$(.*?)(?=^##|\Z)", page)
    report = re.search(r"(?ms)^```text\n(.*?)^```$", entry[1]) if entry else None
    return report[1].rstrip("\n") if report else ""
