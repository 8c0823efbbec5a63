"""The one nudge: after days without a lesson and without a sign of life, one email, then silence.

It is never sent on the day of a lesson, nor before the second lesson.
"""

from coursewright.sequence.wall_clock import local_date, zone

from .database import Ledger
from .releases import Published, all_published
from .statements import statement

__all__ = ["NUDGE_DAYS", "nudge_the_silent"]

NUDGE_DAYS = 10
"""Where the course says nothing else."""
_CALM = 3 * 86400
"""A lesson that comes within these seconds is nudge enough."""
_LAST_ZONE = zone("Etc/GMT+12")
"""Where a day begins last: a date that is ten days old there is so everywhere."""
_BATCH = 1000


def nudge_the_silent(ledger: Ledger, now: float) -> int:
    """Point the silent at their nudge; return how many. Without a service nobody can be seen."""
    with ledger.read() as connection:
        courses = all_published(ledger, connection, active=True)
    return sum(
        _nudge(ledger, course, now) for course in courses if course.release.sequence.links.service
    )


def _nudge(ledger: Ledger, published: Published, now: float) -> int:
    release = published.release
    nudges = {track: release.special("nudge", track) for track in release.tracks}
    days = max((one.day for one in nudges.values() if one), default=0) or NUDGE_DAYS
    count = after = 0
    while any(nudges.values()):
        with ledger.write() as connection:
            values = {
                "course": published.id,
                "calm": int(now) + _CALM,
                "silent": int(now) - days * 86400,
                "last": local_date(now - days * 86400, _LAST_ZONE).isoformat(),
                "after": after,
                "most": _BATCH,
            }
            rows = connection.execute(statement(connection, "nudge-candidates"), values).all()
            if not rows:
                break
            aims = [
                {"id": row.id, "lesson_id": published.numbers[mail.key], "at": int(now)}
                for row in rows
                if (mail := nudges.get(row.track)) is not None
            ]
            if aims:
                connection.execute(statement(connection, "aim-nudge"), aims)
            count += len(aims)
            after = rows[-1].id
    return count
