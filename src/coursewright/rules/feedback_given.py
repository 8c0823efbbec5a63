"""Feedback: every choice has short feedback."""

from collections.abc import Iterator

from coursewright.model import Block, Branch, Settings, words
from coursewright.model.quiz import Choice, Gaps, Match, Matrix, Number, OpenText, Order
from coursewright.model.roles import asked
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

from .course_texts import CourseText, per_text

__all__ = ["CODES", "RULES"]

OPTION_WITHOUT_FEEDBACK = Code(
    "option-without-feedback",
    Severity.WARNING,
    "An option, or a whole question, has no feedback.",
    "Learners find out whether they were right, but not why; emails teach through feedback alone.",
    strict=Severity.ERROR,
)
FEEDBACK_TOO_LONG = Code(
    "feedback-too-long",
    Severity.WARNING,
    "The feedback has more words than `limits.feedback_words` (35).",
    "Those who need long feedback most are the ones who skip it.",
)
CODES = (OPTION_WITHOUT_FEEDBACK, FEEDBACK_TOO_LONG)

_Part = tuple[str, tuple[Block, ...], Span]


@per_text
def given(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find choices that nothing answers."""
    for name, blocks, span in _feedback(text):
        if not words(blocks):
            hint = _how(name)
            if span.end_line > span.line and name.startswith("an option"):
                hint = f"If line {span.line + 1} is the feedback, start it with `  > `."
            message = f"{name[0].upper()}{name[1:]} has no feedback."
            yield OPTION_WITHOUT_FEEDBACK.at(span, message, hint=hint)


@per_text
def short(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find feedback with too many words."""
    most = settings.limits.feedback_words
    for name, blocks, span in _feedback(text):
        count = words(blocks)
        if most and count > most:
            place = blocks[0].span
            message = f"The feedback of {name} has {count} words, {count - most} too many."
            hint = f"Say why in at most {most} words; move detail into the lesson."
            yield FEEDBACK_TOO_LONG.at(place if blocks else span, message, hint=hint)


def _feedback(text: CourseText) -> Iterator[_Part]:
    for block in asked(text.walked):
        match block:
            case Choice():
                for option in block.options:
                    yield f"an option of `{block.id}`", option.feedback, option.span
            case Order() | Match() | Matrix() | Gaps() | Number():
                yield f"the right answer of `{block.id}`", block.right, block.span
                yield f"a wrong answer of `{block.id}`", block.wrong, block.span
            case OpenText():
                pass  # it shows a model answer instead
            case Branch():
                for node in block.nodes:
                    for choice in node.choices:
                        yield f"a choice of `{block.id}`", choice.feedback, choice.span


def _how(name: str) -> str:
    if name.startswith("the right"):
        return "Write `::right` with the feedback below it."
    if name.startswith("a wrong"):
        return "Write `::wrong` with the feedback below it."
    return "Write it below the option, after `  > `."


RULES = (given, short)
