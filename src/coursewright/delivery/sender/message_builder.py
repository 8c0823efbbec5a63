"""Makes the message of a job, or says why it cannot be made."""

import logging
from typing import Protocol

from coursewright.delivery.ledger.claims import Job
from coursewright.errors import CoursewrightError, SurroundingsError

from .smtp_dialogue import OutgoingEmail

__all__ = ["Made", "MessageBuilder", "Prepare"]

_log = logging.getLogger(__name__)
Made = OutgoingEmail | CoursewrightError | None


class Prepare(Protocol):
    """Makes the message of a job."""

    def __call__(self, job: Job) -> OutgoingEmail | None:
        """Return the email, or None: its lease is over."""


class MessageBuilder:
    """Builds messages; an error while building one stops the sender."""

    def __init__(self, prepare: Prepare) -> None:
        self._prepare = prepare

    def make(self, job: Job) -> Made:
        """Return the email of a job, None if its lease is over, or why it cannot be made."""
        try:
            return self._prepare(job)
        except CoursewrightError as error:
            return error
        except Exception as error:  # or its slot would wait for ever
            _log.exception("the message of enrollment %d could not be made", job.id)
            return SurroundingsError(f"a message could not be made: {error!r}")
