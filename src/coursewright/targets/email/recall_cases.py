"""The case that a recall mail asks to decide: a question of a lesson, met once more."""

from collections.abc import Iterator

from coursewright.model import Choice, Course, RecallMail, for_track, walk
from coursewright.problems import Code, Problem, Severity, near

__all__ = ["UNKNOWN", "asked_case", "check_recall_mails"]

UNKNOWN = Code(
    "unknown-recall-question",
    Severity.ERROR,
    "A recall email asks something its track does not have: a recall item or a question.",
    "The email would be sent without it, and nobody would notice.",
)


def asked_case(course: Course, track: str, mail: RecallMail) -> Choice | None:
    """Return the question that a recall mail asks on a track."""
    return _cases(course, track).get(mail.question.get(track, ""))


def check_recall_mails(course: Course) -> Iterator[Problem]:
    """Yield what recall mails name and the course has not."""
    for mail in course.settings.recall_mails:
        for track, items in mail.items.items():
            for one in items:
                if one not in course.recall:
                    said = f"The recall email of day {mail.offset} asks `{one}` on `{track}`"
                    yield UNKNOWN.at(
                        mail.span,
                        f"{said}, which `recall.md` does not have.",
                        hint=near(one, course.recall) or "Add it to recall.md.",
                    )
        for track, one in mail.question.items():
            cases = _cases(course, track)
            if one not in cases:
                said = f"The recall email of day {mail.offset} asks `{one}` on `{track}`"
                yield UNKNOWN.at(
                    mail.span,
                    f"{said}, which is not a question with options in its lessons.",
                    hint=near(one, cases)
                    or "Name a quiz with options from a lesson of this track.",
                )


def _cases(course: Course, track: str) -> dict[str, Choice]:
    return {
        block.id: block
        for lesson in course.lessons_of(track)
        for block in walk(for_track(lesson.body, track))
        if isinstance(block, Choice)
    }
