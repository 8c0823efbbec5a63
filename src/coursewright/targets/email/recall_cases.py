"""The case that a recall mail asks to decide: a question of a lesson, met once more."""

from collections.abc import Iterator

from coursewright.model import Choice, Course, RecallMail, for_track, walk
from coursewright.problems import Code, Problem, Severity, near

__all__ = ["UNKNOWN", "asked_case", "check_recall_mails"]

UNKNOWN = Code(
    "unknown-recall-question",
    Severity.ERROR,
    "A recall mail asks what its track has not: a recall item, or a question to choose from.",
    "The mail would go out without it, and nobody would notice.",
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
                    said = f"The recall mail of day {mail.offset} asks `{one}` on `{track}`"
                    yield UNKNOWN.at(
                        mail.span,
                        f"{said}, which `recall.md` does not have.",
                        hint=near(one, course.recall) or "Write it in recall.md.",
                    )
        for track, one in mail.question.items():
            cases = _cases(course, track)
            if one not in cases:
                said = f"The recall mail of day {mail.offset} asks `{one}` on `{track}`"
                yield UNKNOWN.at(
                    mail.span,
                    f"{said}, which is no question to choose from in its lessons.",
                    hint=near(one, cases)
                    or "Name a quiz of a lesson of this track that has options.",
                )


def _cases(course: Course, track: str) -> dict[str, Choice]:
    return {
        block.id: block
        for lesson in course.lessons_of(track)
        for block in walk(for_track(lesson.body, track))
        if isinstance(block, Choice)
    }
