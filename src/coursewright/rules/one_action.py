"""Actions: one for each track of a lesson, tied to a cue."""

import re
from collections.abc import Iterator

from coursewright.model import Action, Settings, text_of, walk
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

from .course_texts import CourseText, is_english, named, per_text

__all__ = ["CODES", "RULES"]

ACTION_MISSING = Code(
    "action-missing",
    Severity.WARNING,
    "A lesson has no action for one of its tracks.",
    "People forget most of what they do not try at work within days.",
    only_for=("email",),
    strict=Severity.ERROR,
)
TWO_ACTIONS = Code(
    "two-actions",
    Severity.WARNING,
    "A lesson has more than one action for a track.",
    "Given two things to do, people do neither.",
    strict=Severity.ERROR,
)
ACTION_FORM = Code(
    "action-form",
    Severity.WARNING,
    'An action does not have the form "When ..., I will ...".',
    "Plans tied to a cue are carried out far more often than good intentions.",
    strict=Severity.ERROR,
)
CODES = (ACTION_MISSING, TWO_ACTIONS, ACTION_FORM)

_FORM = re.compile(
    r"\s*[\"\u201c]?(?:when|whenever|if|before|after|as soon as)\b.+\bI\s+will\b",
    re.IGNORECASE | re.DOTALL,
)


@per_text
def one_for_each(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find lessons that have no action, or several, for one of their tracks."""
    lesson = text.lesson
    if lesson is None:
        return
    missing = []
    second: dict[Span, list[str]] = {}
    for track in lesson.front.tracks:
        found = _actions(text, track)
        if not found:
            missing.append(track)
        elif len(found) > 1:
            second.setdefault(found[1].span, []).append(track)
    for place, tracks in second.items():
        message = f"There is a second action for {named(tracks)}."
        hint = "Keep one; move the others to other tracks or into the text."
        yield TWO_ACTIONS.at(place, message, hint=hint)
    if missing:
        message = f"Lesson `{lesson.id}` has no action for {named(missing)}."
        hint = 'Add `:::action` with "When ..., I will ...".'
        yield ACTION_MISSING.at(lesson.at("tracks"), message, hint=hint)


@per_text
def form(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find English actions without a cue or without a deed; other languages have other forms."""
    lesson = text.lesson
    if lesson is None:
        return
    if not is_english(settings):
        return
    for block in text.walked:
        if isinstance(block, Action) and not _FORM.match(text_of(block.children)):
            message = "The action does not say when and what."
            hint = 'Write "When ..., I will ...".'
            place = block.children[0].span if block.children else block.span
            yield ACTION_FORM.at(place, message, hint=hint)


def _actions(text: CourseText, track: str) -> list[Action]:
    return [one for one in walk(text.seen_by(track)) if isinstance(one, Action)]


RULES = (one_for_each, form)
