"""All texts of a course with their tracks, which most rules iterate over.

What is worked out of a text is kept with it for as long as the course is looked at, and passed on
to the next look where the reader passed the lesson on: after a save only what changed is walked.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, wraps

from coursewright.model import Block, Course, Inline, Lesson, Settings, for_track, walk
from coursewright.model import inlines as inlines_of
from coursewright.model.quiz import Quiz
from coursewright.model.roles import questions as in_blocks
from coursewright.problems import Problem

__all__ = ["CourseText", "is_english", "named", "per_text", "questions", "texts"]

_TextRule = Callable[["CourseText", Settings], Iterable[Problem]]


class CourseText:
    """One text: a lesson, a job aid, a pool, a recall item."""

    def __init__(
        self,
        owner: object,
        blocks: tuple[Block, ...],
        tracks: tuple[str, ...],
        lesson: Lesson | None = None,
    ) -> None:
        self.owner = owner
        self.blocks = blocks
        self.tracks = tracks
        """Whom it is for."""
        self.lesson = lesson
        self._seen: dict[str, tuple[Block, ...]] = {}
        self._found: dict[_TextRule, tuple[Settings, tuple[Problem, ...]]] = {}

    @cached_property
    def walked(self) -> tuple[Block, ...]:
        """Every block, each before those within it."""
        return tuple(walk(self.blocks))

    @cached_property
    def inlines(self) -> tuple[Inline, ...]:
        """Every piece of a line, each before those within it."""
        return tuple(inlines_of(self.blocks))

    @cached_property
    def questions(self) -> tuple[Quiz, ...]:
        """Every question in it."""
        return tuple(in_blocks(self.walked))

    def seen_by(self, track: str) -> tuple[Block, ...]:
        """Return the blocks that a learner of the track sees."""
        if track not in self._seen:
            self._seen[track] = for_track(self.blocks, track)
        return self._seen[track]

    def found(self, rule: _TextRule, settings: Settings) -> tuple[Problem, ...]:
        """Return what a rule finds in the text; it is asked once for the same settings."""
        known = self._found.get(rule)
        if known is None or not (known[0] is settings or known[0] == settings):
            known = self._found[rule] = settings, tuple(rule(self, settings))
        return known[1]


class _Memory:
    """The texts of the course that was looked at last; of an older one nothing is kept."""

    def __init__(self) -> None:
        self.last: tuple[Course | None, tuple[CourseText, ...]] = None, ()

    def texts(self, course: Course) -> tuple[CourseText, ...]:
        before, known = self.last
        if before is course:
            return known
        kept = {id(text.owner): text for text in known}
        fresh = tuple(self._passed_on(text, kept) for text in _texts(course))
        self.last = course, fresh
        return fresh

    @staticmethod
    def _passed_on(text: CourseText, kept: dict[int, CourseText]) -> CourseText:
        old = kept.get(id(text.owner))
        same = old is not None and old.owner is text.owner and old.tracks == text.tracks
        return old if same and old is not None else text


_memory = _Memory()


def texts(course: Course) -> tuple[CourseText, ...]:
    """Return every text of the course."""
    return _memory.texts(course)


def per_text(rule: _TextRule) -> Callable[[Course], Iterator[Problem]]:
    """Make a rule for courses of one that hangs on a text and the course's settings alone."""

    @wraps(rule)
    def over(course: Course) -> Iterator[Problem]:
        for text in texts(course):
            yield from text.found(rule, course.settings)

    return over


def questions(course: Course) -> Iterator[Quiz]:
    """Yield every question, in lessons and pools."""
    for text in texts(course):
        yield from text.questions


def named(names: Iterable[str]) -> str:
    """Return names as a message has them: `a`, `b`."""
    return ", ".join(f"`{name}`" for name in names)


def is_english(settings: Settings) -> bool:
    """Tell whether rules that hang on English words and syllables make sense."""
    return settings.language.lower().split("-")[0] == "en"


def _texts(course: Course) -> Iterator[CourseText]:
    everyone = tuple(track.id for track in course.settings.tracks)
    for lesson in course.lessons:
        yield CourseText(lesson, lesson.body, lesson.front.tracks, lesson)
    for aid in course.job_aids.values():
        yield CourseText(aid, aid.body, aid.tracks or everyone)
    for pool in course.pools.values():
        yield CourseText(pool, (*pool.intro, *pool.items), everyone)
    for item in course.recall.values():
        yield CourseText(item, (*item.question, *item.answer), everyone)
