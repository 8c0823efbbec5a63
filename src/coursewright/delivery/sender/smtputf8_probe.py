"""Asks the mail server whether it offers SMTPUTF8, while learners are on hold for want of it."""

import smtplib
from contextlib import suppress

from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.smtputf8_holds import awaits_smtputf8, resume_after_smtputf8
from coursewright.delivery.schedule.clock import Clock

from .transport import Server, connect

__all__ = ["Smtputf8Probe"]

_INTERVAL = 3600.0  # seconds between two questions of one process


class Smtputf8Probe:
    """Resumes the learners on hold once the mail server offers SMTPUTF8."""

    def __init__(self, ledger: Ledger, server: Server, clock: Clock) -> None:
        self._ledger, self._server, self._clock = ledger, server, clock
        self._asked: float | None = None

    def resume_held(self) -> int:
        """Resume the learners on hold if the server takes their addresses; return how many."""
        moment = self._clock.monotonic()
        if self._asked is not None and moment < self._asked + _INTERVAL:
            return 0
        if not awaits_smtputf8(self._ledger):
            return 0
        self._asked = moment
        if not self._is_offered():
            return 0
        self._asked = None
        return resume_after_smtputf8(self._ledger, self._clock.now())

    def _is_offered(self) -> bool:
        try:
            connection = connect(self._server)
        except (OSError, smtplib.SMTPException):  # the run that follows reports it
            return False
        with connection.sock as sock, suppress(OSError):
            sock.sendall(b"QUIT\r\n")
        return "smtputf8" in connection.offered
