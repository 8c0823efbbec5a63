"""Measure what a learner who has read nothing scores by a single rule of thumb.

Each guesser looks only at the wording of the options. Where several options tie, it picks one of
them at random, so its expected score is counted. The excess over chance is what a rule is worth.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from coursewright.model import Course, for_track, plain, walk
from coursewright.model.quiz import Choice

__all__ = ["GUESSERS", "excess", "lesson_questions", "pool_questions"]

Guesser = Callable[[Sequence[str]], Sequence[float]]

_WORD = re.compile(r"[A-Za-z]+(?:\u2019[a-z]+)?")


def _vocabulary(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ABSOLUTE = _vocabulary(
    "all always any anybody anyone anything complete completely entire entirely every everybody"
    " everyone everything exactly full fully guarantee guarantees impossible must never no nobody"
    " none nothing only perfectly prove proves whatever whenever"
)
_OTHERS = _vocabulary(
    "ask asks asked colleague colleagues each everyone group listen listens others people person"
    " share shared team teams thank thanks their them themselves they together we our us"
)
_HEDGES = _vocabulary(
    "about after before but could first for if may might most once perhaps some then though"
    " unless until when while would"
)
_GENTLE = _vocabulary("agree agreed ask glad help let offer please say thank thanks together")


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _counting(vocabulary: frozenset[str]) -> Guesser:
    return lambda options: [sum(word in vocabulary for word in _words(one)) for one in options]


def _least(guesser: Guesser) -> Guesser:
    return lambda options: [-score for score in guesser(options)]


def _lengths(options: Sequence[str]) -> Sequence[float]:
    return [len(one) for one in options]


def _middle(options: Sequence[str]) -> Sequence[float]:
    centre = sorted(len(one) for one in options)[len(options) // 2]
    return [-abs(len(one) - centre) for one in options]


def _questions(options: Sequence[str]) -> Sequence[float]:
    return [one.count("?") for one in options]


def _figures(options: Sequence[str]) -> Sequence[float]:
    return [len(re.findall(r"\d", one)) for one in options]


def _negatives(options: Sequence[str]) -> Sequence[float]:
    return [len(re.findall(r"\b(?:not|no|never|\w+n\u2019t)\b", one.lower())) for one in options]


def _clauses(options: Sequence[str]) -> Sequence[float]:
    return [len(re.findall(r"[,;:.]|\band\b", one)) for one in options]


def _place(at: int) -> Guesser:
    return lambda options: [float(number == at) for number in range(len(options))]


GUESSERS: dict[str, Guesser] = {
    "longest": _lengths,
    "shortest": _least(_lengths),
    "middle length": _middle,
    "first": _place(0),
    "second": _place(1),
    "third": _place(2),
    "fewest absolutes": _least(_counting(_ABSOLUTE)),
    "most absolutes": _counting(_ABSOLUTE),
    "most hedged": _counting(_HEDGES),
    "most about others": _counting(_OTHERS),
    "least about others": _least(_counting(_OTHERS)),
    "gentlest": _counting(_GENTLE),
    "asks a question": _questions,
    "has figures": _figures,
    "most negatives": _negatives,
    "fewest negatives": _least(_negatives),
    "most clauses": _clauses,
    "fewest clauses": _least(_clauses),
}


def pool_questions(course: Course) -> list[Choice]:
    """Return the scored questions of every pool that have options to choose from."""
    return [
        item for pool in course.pools.values() for item in pool.items if isinstance(item, Choice)
    ]


def lesson_questions(course: Course) -> list[Choice]:
    """Return the questions of every lesson that have options to choose from."""
    found: dict[str, Choice] = {}
    for lesson in course.lessons:
        for track in lesson.front.tracks:
            for block in walk(for_track(lesson.body, track)):
                if isinstance(block, Choice):
                    found[block.id] = block
    return list(found.values())


def excess(guesser: Guesser, questions: Iterable[Choice]) -> float:
    """Return how many percentage points a guesser scores above picking at random."""
    gains = []
    for question in questions:
        options = question.options
        scores = guesser([plain(one.text) for one in options])
        best = [one for one, score in zip(options, scores, strict=True) if score == max(scores)]
        chance = sum(one.correct for one in options) / len(options)
        gains.append(sum(one.correct for one in best) / len(best) - chance)
    return 100 * sum(gains) / len(gains)
