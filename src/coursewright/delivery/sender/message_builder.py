"""Makes messages, if it pays in threads of its own: OpenSSL signs while others work."""

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue
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
        """Return the mail, or None: its lease is over."""


class MessageBuilder:
    """Takes jobs and hands on their mails."""

    def __init__(
        self, prepare: Prepare, made: Callable[[Job, Made], None], threads: int = 0
    ) -> None:
        self._prepare, self._made = prepare, made
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._run, name=f"press-{n}", daemon=True)
            for n in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def put(self, job: Job) -> None:
        """Make a job's message; `made` is called with it, in this thread or in another."""
        if self._threads:
            self._queue.put(job)
        else:
            self._work(job)

    def finish(self) -> None:
        """Make what is left and end."""
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            self._work(job)

    def _work(self, job: Job) -> None:
        try:
            made: Made = self._prepare(job)
        except CoursewrightError as error:
            made = error
        except Exception as error:  # or its slot would wait for ever
            _log.exception("the message of enrolment %d could not be made", job.id)
            made = SurroundingsError(f"a message could not be made: {error!r}")
        self._made(job, made)
