"""Learners on hold because their address needs SMTPUTF8 (RFC 6531) and the mail server lacks it.

They are resumed by hand, or by the first run against a mail server that offers the extension.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from .claims import Job
from .database import Ledger
from .enrollment_actions import pause, resume
from .releases import Published, all_published
from .settings import SMTPUTF8_HELD, drop_setting, read_setting, write_setting
from .statements import statement
from .states import StateReason

__all__ = ["awaits_smtputf8", "hold_for_smtputf8", "resume_after_smtputf8"]


def hold_for_smtputf8(connection: sa.Connection, jobs: Iterable[Job], now: float) -> None:
    """Pause the enrollments of emails that the mail server cannot take."""
    ids: dict[int, tuple[Published, list[int]]] = {}
    for job in jobs:
        ids.setdefault(job.published.id, (job.published, []))[1].append(job.id)
    for published, some in ids.values():
        pause(connection, published, some, now, StateReason.NEEDS_SMTPUTF8)
    write_setting(connection, SMTPUTF8_HELD, str(int(now)))


def awaits_smtputf8(ledger: Ledger) -> bool:
    """Return whether learners may be on hold for want of SMTPUTF8."""
    with ledger.read() as connection:
        return read_setting(connection, SMTPUTF8_HELD) is not None


def resume_after_smtputf8(ledger: Ledger, now: float) -> int:
    """Resume everybody who was on hold for want of SMTPUTF8; return how many."""
    count = 0
    with ledger.write() as connection:
        for published in all_published(ledger, connection):
            values = {"course": published.id}
            found = connection.execute(statement(connection, "smtputf8-held-ids"), values)
            count += resume(connection, published, found.scalars(), now)
        drop_setting(connection, SMTPUTF8_HELD)
    return count
