"""What stops the tool itself. A fault in the author's course is a `Problem`, never one of these.

CoursewrightError
├── UsageError            the call is wrong: exit code 2
│   └── TemplateFileError a template, or the brand file, is wrong: it has a place
├── SurroundingsError     no such folder, no database, no disk: exit code 2
└── DecisionNeededError   the command stops until somebody chooses: exit code 1
"""

__all__ = [
    "CoursewrightError",
    "DecisionNeededError",
    "SurroundingsError",
    "TemplateFileError",
    "UsageError",
]


class CoursewrightError(Exception):
    """Stop the tool with a sentence for people and, where one is known, a hint."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(CoursewrightError):
    """Say that the call itself is wrong."""


class TemplateFileError(UsageError):
    """Say that a file which shapes the output is wrong, and where; the message opens with that."""

    def __init__(
        self, reason: str, *, path: str, line: int = 1, column: int = 1, hint: str | None = None
    ) -> None:
        super().__init__(f"{path}:{line}:{column}: {reason}", hint=hint)
        self.reason = reason
        self.path = path
        self.line = line
        self.column = column


class SurroundingsError(CoursewrightError):
    """Say that something around the tool is missing or broken."""


class DecisionNeededError(CoursewrightError):
    """Say that nothing was changed because a choice is somebody's to make."""
