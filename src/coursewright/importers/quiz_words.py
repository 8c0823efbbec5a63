"""Words that an imported question lacks, in the language of the course."""

from coursewright.presentation.strings import strings

__all__ = ["quiz_words"]


def quiz_words(language: str) -> tuple[str, str, str]:
    """Return the feedback of a correct and of a wrong answer, and a prompt for a question."""
    words = strings(language, ())
    return words["lesson.right"], words["lesson.wrong"], words["lesson.question.one"]
