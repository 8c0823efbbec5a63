"""`sequence.json`: all that a sender reads of a course."""

from collections.abc import Iterable

from coursewright.model import Course, Footer, Schedule, Settings
from coursewright.presentation.brand import Brand
from coursewright.sequence.format import FORMAT
from coursewright.sequence.records import (
    CompiledSequence,
    CourseInfo,
    FooterInfo,
    LinksInfo,
    LookInfo,
    Message,
    ScheduleInfo,
    SenderInfo,
    TrackInfo,
)

__all__ = ["compiled_sequence"]

_DEFAULT = "standard"
_NO_SENDER = SenderInfo(name="Course", address="course@example.invalid")


def compiled_sequence(
    course: Course, messages: Iterable[Message], brand: Brand | None = None
) -> CompiledSequence:
    """Return what is sent, to whom, when, and where it lies."""
    settings = course.settings
    footer, links = settings.footer, settings.links
    schedules = settings.schedules or (Schedule(id=_DEFAULT, span=settings.span),)
    return CompiledSequence(
        format=FORMAT,
        course=CourseInfo(
            id=settings.id,
            version=settings.version,
            title=settings.title,
            language=settings.language,
            dir=course.direction,
            look=_look(brand) if brand else None,
        ),
        sender=_sender(settings),
        footer=_footer(footer) if footer else None,
        links=LinksInfo(web=links.web, lms=links.lms, service=links.service, help=links.help),
        schedules=tuple(_schedule(one) for one in schedules),
        tracks=tuple(
            TrackInfo(
                id=track.id,
                label=track.label,
                choose=track.choose,
                lessons=tuple(lesson.id for lesson in course.lessons_of(track.id)),
            )
            for track in settings.tracks
        ),
        messages=tuple(messages),
    )


def _look(brand: Brand) -> LookInfo:
    return LookInfo(light=brand.light, dark=brand.dark, fonts=brand.fonts)


def _footer(footer: Footer) -> FooterInfo:
    return FooterInfo(organisation=footer.organisation, address=footer.address, why=footer.why)


def _sender(settings: Settings) -> SenderInfo:
    sender = settings.sender
    if sender is None:  # a problem of its own: see check.NO_SENDER
        return _NO_SENDER
    return SenderInfo(
        name=sender.name,
        address=sender.address,
        reply_to=sender.reply_to,
        list_id=sender.list_id,
    )


def _schedule(schedule: Schedule) -> ScheduleInfo:
    return ScheduleInfo(
        id=schedule.id,
        days=schedule.days,
        weekdays=schedule.weekdays,
        min_gap_days=schedule.min_gap_days,
        catch_up_days=schedule.catch_up_days,
        send_hour=schedule.send_hour,
        window=schedule.window,
        timezone=schedule.timezone,
        holidays=schedule.holidays,
        spread=schedule.spread,
    )
