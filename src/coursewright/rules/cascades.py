"""Follow-on problems: they are dropped if the file they depend on could not be read.

Without this, a missing comma in one lesson would be reported as ten problems in others.
"""

from collections.abc import Collection

from coursewright.problems import Problem

__all__ = ["is_follow_on"]

# What is said to be missing, and the file or folder in which it would stand.
_HOME = {
    "unknown-download": "job-aids/",
    "unknown-fact": "facts.yaml",
    "unknown-pool": "pools/",
    "unknown-readiness-check": "readiness.yaml",
    "unknown-recall-item": "recall.md",
    "unknown-reference": "references.yaml",
    "unknown-survey": "surveys.yaml",
    "unknown-term": "glossary.yaml",
    "too-few-assessment-items": "pools/",
}
# What is said to be missing, and may stand in any Markdown file.
_IN_TEXT = frozenset(
    {
        "objective-without-item",
        "outcome-without-objective",
        "recall-too-early",
        "track-without-lessons",
        "unknown-anchor",
        "unknown-lesson",
        "unknown-objective",
        "unknown-prerequisite",
        "unknown-section",
        "unknown-survey-lesson",
        "unused-entry",
    }
)
# What the text of the same file seems to lack, when a block of it could not be read.
_IN_ITSELF = frozenset(
    {
        "action-missing",
        "branch-without-end",
        "day-missing",
        "empty-lesson",
        "fact-not-used",
        "lesson-too-short",
        "option-without-feedback",
        "preheader-missing",
        "quiz-without-answer",
        "recall-without-items",
        "recall-without-place",
        "subject-missing",
        "too-few-options",
        "unreachable-node",
    }
)
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx")  # a lesson by a wrong name is not read


def is_follow_on(problem: Problem, damaged: Collection[str]) -> bool:
    """Tell whether a problem may come from what could not be read in the damaged files."""
    if problem.code in _IN_ITSELF and problem.span.path in damaged:
        return True
    if problem.code in _IN_TEXT and any(path.lower().endswith(_MARKDOWN) for path in damaged):
        return True
    home = _HOME.get(problem.code)
    return home is not None and any(path.startswith(home) for path in damaged)
