"""Sender and time zone: values for email headers and schedules."""

from collections.abc import Iterator

from coursewright.errors import UsageError
from coursewright.mime.addresses import AddressFault, parse_address, parse_list_id
from coursewright.model import Course
from coursewright.problems import Code, Problem, Severity
from coursewright.sequence.wall_clock import zone
from coursewright.source import Span

__all__ = ["CODES", "RULES"]

ADDRESS = Code(
    "address-malformed",
    Severity.ERROR,
    "The sender's address or the reply-to address is not a single email address.",
    "Servers reject such an email, or replies go to someone else.",
)
LIST_ID = Code(
    "list-id-malformed",
    Severity.ERROR,
    "The list id does not conform to RFC 2919.",
    "Email clients cannot sort by it or unsubscribe, and filters treat it as a forgery.",
)
TIME_ZONE = Code(
    "time-zone-unknown",
    Severity.ERROR,
    "A schedule names a time zone that does not exist.",
    "The times of its lessons cannot be computed.",
)
CODES = (ADDRESS, LIST_ID, TIME_ZONE)


def sender(course: Course) -> Iterator[Problem]:
    """Find addresses and list ids that cannot go into a header."""
    settings = course.settings
    if settings.sender is None:
        return
    for field in ("address", "reply_to"):
        value = getattr(settings.sender, field)
        parsed = parse_address(value) if value is not None else None
        if isinstance(parsed, AddressFault):
            message = f"`{value[:80]}` is not an email address. {parsed.reason}"
            hint = "Write one address without a name, for example `course@example.org`."
            yield ADDRESS.at(_place(course, f"sender.{field}"), message, hint=hint)
    list_id = settings.sender.list_id
    if list_id is not None and parse_list_id(list_id) is None:
        message = f"`{list_id[:80]}` is not a list id."
        hint = "Write names joined by dots, for example `my-course.example.org`."
        yield LIST_ID.at(_place(course, "sender.list_id"), message, hint=hint)


def time_zones(course: Course) -> Iterator[Problem]:
    """Find schedules whose time zone does not exist."""
    for number, schedule in enumerate(course.settings.schedules):
        try:
            zone(schedule.timezone)
        except UsageError as error:
            message = f"There is no time zone `{schedule.timezone[:64]}`."
            place = course.fields.get(f"schedules.{number}.timezone", schedule.span)
            yield TIME_ZONE.at(place, message, hint=error.hint)


def _place(course: Course, field: str) -> Span:
    return course.fields.get(field, course.settings.span)


RULES = (sender, time_zones)
