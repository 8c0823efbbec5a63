"""Answers that are numbers, as a language writes them: decimal point or comma, its own digits."""

from coursewright.model import Number

from .messages import decimal_text

__all__ = ["number_text"]


def number_text(quiz: Number, language: str) -> str:
    """Return the answer of a question, its unit and how far an answer may be off."""
    unit = f" {quiz.unit}" if quiz.unit else ""
    near = f" (±{decimal_text(quiz.tolerance, language)}{unit})" if quiz.tolerance else ""
    return f"{decimal_text(quiz.answer, language)}{unit}{near}"
