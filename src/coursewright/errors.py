"""What stops the tool itself. A fault in the author's course is a `Problem`, never one of these.

CoursewrightError
├── UsageError            the call is wrong: exit code 2
└── SurroundingsError     no such folder, no database, no disk: exit code 2
"""

__all__ = ["CoursewrightError", "SurroundingsError", "UsageError"]


class CoursewrightError(Exception):
    """Stop the tool with a sentence for people and, where one is known, a hint."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(CoursewrightError):
    """Say that the call itself is wrong."""


class SurroundingsError(CoursewrightError):
    """Say that something around the tool is missing or broken."""
