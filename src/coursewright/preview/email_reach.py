"""What of each lesson its short email carries, and what it leaves out, on one track."""

from dataclasses import dataclass
from types import UnionType

from coursewright.model import (
    Block,
    Course,
    Heading,
    Lesson,
    More,
    Quiz,
    for_track,
    plain,
    walk,
)
from coursewright.problems import Problem
from coursewright.targets.email.mail_editions import edition_of, sections_left_out
from coursewright.targets.email.mail_words import mail_words

__all__ = ["LessonReach", "reach_of"]

_CODES = ("digest-leaves-out", "digest-without-answer")


@dataclass(frozen=True, slots=True)
class LessonReach:
    """The short email of a lesson against the whole lesson."""

    lesson: Lesson
    words: int
    """Words of the short email."""
    all_words: int
    """Words of the full edition."""
    sections: tuple[tuple[str, str], ...]
    """Id and text of the headings whose sections are left out."""
    questions: int
    """Questions that only the lesson page asks."""
    more: int
    """Blocks of `:::more` that it leaves out."""
    marked: bool
    """Whether the author marked what the email must carry."""
    problems: tuple[Problem, ...]
    """What is asked although the email left the answer out."""

    @property
    def share(self) -> int:
        """How much of the text the email carries, in percent."""
        return round(100 * min(self.words, self.all_words) / self.all_words) if self.words else 0

    @property
    def whole(self) -> bool:
        """Whether the email leaves out nothing."""
        return not (self.sections or self.questions or self.more)


def reach_of(course: Course, track: str, problems: tuple[Problem, ...]) -> tuple[LessonReach, ...]:
    """Return the reach of the emails of a track, in the order of its lessons."""
    return tuple(_lesson(course, lesson, track, problems) for lesson in course.lessons_of(track))


def _lesson(
    course: Course, lesson: Lesson, track: str, problems: tuple[Problem, ...]
) -> LessonReach:
    short = edition_of(course, lesson, track, "digest")
    page = [*walk(for_track(lesson.body, track))]
    shown = [*walk(short)]
    return LessonReach(
        lesson=lesson,
        words=mail_words(short, course),
        all_words=mail_words(edition_of(course, lesson, track, "full"), course),
        sections=tuple(
            (one.id, plain(one.children).strip())
            for one in sections_left_out(course, lesson, track)
        ),
        questions=_count(page, Quiz) - _count(shown, Quiz),
        more=_count(page, More) - _count(shown, More),
        marked=any(isinstance(one, Heading) and one.digest for one in page),
        problems=tuple(
            one for one in problems if one.span.path == lesson.path and one.code in _CODES
        ),
    )


def _count(blocks: list[Block], kind: type | UnionType) -> int:
    return sum(isinstance(one, kind) for one in blocks)
