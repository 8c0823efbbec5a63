"""`sequence.json`: all that a sender reads of a course."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from coursewright.model import Course, Schedule
from coursewright.output import Artifact
from coursewright.presentation.brand import Brand

__all__ = ["FORMAT", "sequence"]

FORMAT = 1
_DEFAULT = "standard"


def sequence(
    course: Course, entries: Iterable[Mapping[str, Any]], brand: Brand | None = None
) -> Artifact:
    """Return the file that lists what is sent, to whom, when, and where it lies."""
    settings = course.settings
    sender, footer = settings.sender, settings.footer
    value = {
        "format": FORMAT,
        "course": {
            "id": settings.id,
            "version": settings.version,
            "title": settings.title,
            "language": settings.language,
            "dir": course.direction,
            # The pages behind the links of a mail wear what the mail wears.
            "look": brand
            and {
                "light": dict(brand.light),
                "dark": dict(brand.dark),
                "fonts": dict(brand.fonts),
            },
        },
        "sender": sender
        and {
            "name": sender.name,
            "address": sender.address,
            "reply_to": sender.reply_to,
            "list_id": sender.list_id,
        },
        "footer": footer
        and {"organisation": footer.organisation, "address": footer.address, "why": footer.why},
        "links": {
            "web": settings.links.web,
            "lms": settings.links.lms,
            "service": settings.links.service,
            "help": settings.links.help,
        },
        "schedules": [_schedule(one) for one in settings.schedules]
        or [_schedule(Schedule(id=_DEFAULT, span=settings.span))],
        "tracks": [
            {
                "id": track.id,
                "label": track.label,
                "choose": track.choose,
                "lessons": [lesson.id for lesson in course.lessons_of(track.id)],
            }
            for track in settings.tracks
        ],
        "messages": list(entries),
    }
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    return Artifact("sequence.json", f"{text}\n".encode("utf-8", "backslashreplace"))


def _schedule(one: Schedule) -> dict[str, Any]:
    spread = {"spread": one.spread} if one.spread else {}
    return spread | {
        "id": one.id,
        "days": list(one.days),
        "weekdays": list(one.weekdays),
        "min_gap_days": one.min_gap_days,
        "catch_up_days": one.catch_up_days,
        "send_hour": one.send_hour,
        "window": one.window,
        "timezone": one.timezone,
        "holidays": one.holidays,
    }
