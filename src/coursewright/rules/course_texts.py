"""Every text of a course in one list, with whom it is for: what most rules walk over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coursewright.model import Block, Course, Lesson, walk
from coursewright.model.quiz import Choice, Match, OpenText, Order, Quiz

__all__ = ["Text", "is_english", "named", "questions", "texts"]


@dataclass(frozen=True, slots=True)
class Text:
    """One text: a lesson, a job aid, a pool, a recall item."""

    blocks: tuple[Block, ...]
    tracks: tuple[str, ...]
    """Whom it is for."""
    lesson: Lesson | None = None


def texts(course: Course) -> Iterator[Text]:
    """Yield every text of the course."""
    everyone = tuple(track.id for track in course.settings.tracks)
    for lesson in course.lessons:
        yield Text(lesson.body, lesson.front.tracks, lesson)
    for aid in course.job_aids.values():
        yield Text(aid.body, aid.tracks or everyone)
    for pool in course.pools.values():
        yield Text((*pool.intro, *pool.items), everyone)
    for item in course.recall.values():
        yield Text((*item.question, *item.answer), everyone)


def questions(course: Course) -> Iterator[Quiz]:
    """Yield every question, in lessons and pools."""
    for text in texts(course):
        for block in walk(text.blocks):
            if isinstance(block, Choice | Order | Match | OpenText):
                yield block


def named(names: Iterable[str]) -> str:
    """Return names as a message has them: `a`, `b`."""
    return ", ".join(f"`{name}`" for name in names)


def is_english(course: Course) -> bool:
    """Tell whether rules that hang on English words and syllables make sense."""
    return course.settings.language.lower().split("-")[0] == "en"
