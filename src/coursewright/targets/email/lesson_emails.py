"""The mails that lessons are sent in: for each track and edition, one a lesson."""

from collections.abc import Iterable, Iterator

from coursewright.model import Action, Block, Lesson, Track, text_of
from coursewright.sequence.format import MessageKind
from coursewright.sequence.records import AppointmentInfo

from .email_builder import EmailPlan
from .email_parts import lesson_pieces
from .header_footer import WAYS, frame_of
from .mail_editions import EDITIONS, Edition, edition_of
from .mail_view import EmailContext, MailView
from .placeholder_tokens import PlaceholderTokens

__all__ = ["lesson_plans"]


def lesson_plans(
    kit: EmailContext, only: frozenset[str], editions: tuple[Edition, ...] = EDITIONS
) -> Iterator[EmailPlan]:
    """Yield the plan of every lesson's mail, in the order of tracks and lessons."""
    for track in kit.course.settings.tracks:
        for lesson in kit.course.lessons_of(track.id):
            if only and lesson.id not in only:
                continue
            for edition in editions:
                yield _plan(kit, track, lesson, edition)


_WAYS_OF_THE_LAST = tuple(way for way in WAYS if way != "next")


def _plan(kit: EmailContext, track: Track, lesson: Lesson, edition: Edition) -> EmailPlan:
    full = edition == "full"
    view = MailView(kit, track, lesson, PlaceholderTokens(kit.mark), full=full)
    front = lesson.front
    blocks = edition_of(kit.course, lesson, track.id, edition)
    folder = f"{track.id}/full" if full else track.id
    return EmailPlan(
        id=f"{track.id}/{lesson.id}" + ("/full" if full else ""),
        kind=MessageKind.LESSON,
        path=f"{folder}/{lesson.number:02d}-{lesson.id}",
        view=view,
        pieces=lesson_pieces(blocks, view, lesson.span),
        frame=frame_of(
            view,
            title=front.title,
            subject=front.subject or front.title,
            preheader=front.preheader,
            ways=WAYS if view.number < len(view.lessons) else _WAYS_OF_THE_LAST,
        ),
        span=lesson.span,
        edition=edition,
        number=view.number,
        day=front.day.get(track.id, 0),
        appointment=_appointment(blocks, view),
        was=tuple(front.was),
    )


def _appointment(blocks: Iterable[Block], view: MailView) -> AppointmentInfo | None:
    """Return what an appointment for the action says; the service adds the day (RFC 5545).

    The id is the same in every build, so that a calendar that has it takes no second one.
    """
    action = next((one for one in blocks if isinstance(one, Action)), None)
    if action is None or view.lesson is None:
        return None
    course = view.course.settings
    return AppointmentInfo(
        uid=f"{course.id}/{view.track.id}/{view.lesson.id}",
        summary=f"{course.title}: {view.say('lesson.action')}",
        text="\n\n".join(filter(None, (text_of(action.children), view.page()))),
    )
