"""The plan of a learner or a cohort as table, iCalendar, CSV, JSON: same data, same bytes."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

__all__ = [
    "PlanLine",
    "appointment_ics",
    "event_uid",
    "plan_ics",
    "plan_json",
    "plan_rows",
    "plan_table",
]

_HEADER = [
    "who",
    "track",
    "day",
    "date",
    "weekday",
    "time",
    "timezone",
    "kind",
    "lesson",
    "subject",
]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One mail of a plan, dated."""

    who: str
    track: str
    day: int
    """Days since the start."""
    at: int
    zone: ZoneInfo
    kind: str
    key: str
    subject: str
    uid: str
    """What the event is known by in every later export."""
    sequence: int = 0
    """How often the plan has changed (RFC 5545 3.8.7.4)."""

    @property
    def wall(self) -> datetime:
        """The time that the learner's clock shows."""
        return datetime.fromtimestamp(self.at, UTC).astimezone(self.zone)

    def cells(self) -> list[str]:
        """Return the cells of the table and the CSV."""
        wall = self.wall
        return [
            self.who,
            self.track,
            str(self.day),
            wall.date().isoformat(),
            wall.strftime("%a"),
            wall.strftime("%H:%M"),
            self.zone.key,
            self.kind,
            self.key,
            self.subject,
        ]


def event_uid(course: str, track: str, who: str, key: str) -> str:
    """Return a UID that names the same event for ever and does not show the address."""
    digest = hashlib.sha256("\0".join((course, track, who, key)).encode()).hexdigest()[:24]
    return f"{digest}@{course}.coursewright"


def plan_rows(lines: Iterable[PlanLine]) -> tuple[list[str], Iterator[list[str]]]:
    """Return header and rows for a CSV."""
    return list(_HEADER), (line.cells() for line in lines)


def plan_table(lines: Sequence[PlanLine]) -> str:
    """Return the plan for a terminal; columns that are empty all through are left out."""
    rows = [list(_HEADER), *(line.cells() for line in lines)]
    keep = [i for i, _ in enumerate(_HEADER) if any(row[i] for row in rows[1:])]
    widths = {i: max(len(row[i]) for row in rows) for i in keep}
    return "\n".join("  ".join(row[i].ljust(widths[i]) for i in keep).rstrip() for row in rows)


def plan_json(lines: Iterable[PlanLine]) -> str:
    """Return the plan as a JSON array, one object for each mail."""
    data = [
        dict(zip(_HEADER, line.cells(), strict=True))
        | {"day": line.day, "utc": datetime.fromtimestamp(line.at, UTC).isoformat()}
        for line in lines
    ]
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def plan_ics(lines: Sequence[PlanLine], title: str) -> bytes:
    """Return the plan as an iCalendar file with the zones that it uses (RFC 5545)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Coursewright//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("name", title)
    for line in lines:
        event = Event()
        event.add("uid", line.uid)
        event.add("sequence", line.sequence)
        event.add("summary", line.subject)
        event.add("dtstart", line.wall)
        event.add("duration", timedelta(minutes=10))
        # A date of the plan itself, so that the same plan gives the same file on any day.
        event.add("dtstamp", datetime.fromtimestamp(lines[0].at, UTC))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def appointment_ics(
    uid: str, summary: str, text: str, start: datetime, minutes: int, stamp: float
) -> bytes:
    """Return one event: what a learner wants to do, on a day that they can change."""
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.fromtimestamp(int(stamp), UTC))
    event.add("dtstart", start)
    event.add("duration", timedelta(minutes=minutes))
    event.add("summary", summary)
    event.add("description", text)
    calendar = Calendar()
    calendar.add("prodid", "-//Coursewright//action//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
