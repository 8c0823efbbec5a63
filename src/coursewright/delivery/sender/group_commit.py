"""One thread that commits for all connections: what waits is written together, with one sync.

Intents and results are handed in and nobody waits for them; which mails may go comes back by a
call. Durable for every mail, yet the disk is asked once for all that has gathered in the meantime.
"""

import threading
from collections.abc import Callable, Collection, Sequence

import sqlalchemy as sa

from coursewright.delivery.ledger.claims import Job
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.latches import latched_domains, latches, stops_all
from coursewright.delivery.ledger.results import (
    Result,
    TornError,
    intend,
    intend_all,
    record,
)
from coursewright.delivery.schedule.clock import Clock
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import SurroundingsError

__all__ = ["Committer"]

Intend = Callable[[sa.Connection, list[Job], float], Collection[Job]]
_PATIENCE = (0.05, 0.2, 0.5, 1, 2, 4, 8, 15, 15, 15)  # seconds between tries to write results


class Committer(threading.Thread):
    """Writes intents and results in groups."""

    def __init__(
        self,
        ledger: Ledger,
        keyring: Keyring,
        clock: Clock,
        slot: int,
        wrote: Callable[[Result], None],
    ) -> None:
        super().__init__(name="committer", daemon=True)
        self._ledger, self._keyring, self._clock, self._slot = ledger, keyring, clock, slot
        self._wrote = wrote
        self.answer: Callable[[Sequence[Job], Collection[Job]], None] = lambda asked, may: None
        """Called in this thread with the jobs asked for and those that may be sent."""
        self._turn = threading.Condition()
        self._asks: list[Job] = []
        self._results: list[Result] = []
        self._closing = self._busy = False
        self.failure: SurroundingsError | None = None
        """Why results could not be written: then nothing is sent any more."""

    def hand_in(self, asks: Sequence[Job], results: Sequence[Result]) -> None:
        """Hand in intents to be answered and results, for the next group."""
        with self._turn:
            self._results += results
            if not (self.failure or self._closing):
                self._asks += asks
                asks = ()
            self._turn.notify()
        if asks:
            self.answer(asks, ())

    def settle(self) -> None:
        """Wait until all that was handed in is written."""
        with self._turn:
            while self._results or self._asks or self._busy:
                if self.failure or not self.is_alive():
                    return
                self._turn.wait(0.1)

    def finish(self) -> None:
        """Write what is left and end."""
        with self._turn:
            self._closing = True
            self._turn.notify()
        self.join()

    def run(self) -> None:
        """Write group after group."""
        try:
            self._loop()
        finally:
            with self._turn:
                self._closing = True
                asks, self._asks = self._asks, []
            if asks:
                self.answer(asks, ())

    def _loop(self) -> None:
        while True:
            with self._turn:
                while not (self._asks or self._results or self._closing):
                    self._turn.wait()
                asks, self._asks = self._asks, []
                results, self._results = self._results, []
                if self._closing and not asks and not results:
                    return
                self._busy = True
            allowed: Collection[Job] = ()
            try:
                allowed = self._write(asks, results)
            finally:
                if asks:
                    self.answer(asks, allowed)
                with self._turn:
                    self._busy = False
                    self._turn.notify_all()

    def _write(self, asks: list[Job], results: list[Result]) -> Collection[Job]:
        try:
            return self._group(asks, results)
        except SurroundingsError:
            self._insist(results)  # no intent, no mail: those who asked are told no
            return ()
        except Exception as error:  # a fault of ours must not leave connections waiting for ever
            self.failure = SurroundingsError(f"results could not be written: {error!r}")
            raise

    def _group(self, jobs: list[Job], results: list[Result]) -> Collection[Job]:
        try:
            allowed = self._commit(jobs, results, intend_all)
        except TornError:  # some lease was lost, or a learner paused: find out whose
            allowed = self._commit(jobs, results, intend)
        for result in results:
            self._wrote(result)
        return allowed

    def _commit(self, jobs: list[Job], results: list[Result], ask: Intend) -> Collection[Job]:
        with self._ledger.write() as connection:
            now = self._clock.now()
            allowed = self._granted(connection, jobs, now, ask)
            if results:
                record(self._ledger, connection, self._keyring, results, now, self._slot)
            return allowed

    def _granted(
        self, connection: sa.Connection, jobs: list[Job], now: float, ask: Intend
    ) -> Collection[Job]:
        """Grant intents, as far as no latch was set since the claim."""
        found = latches(connection, now) if jobs else []
        if stops_all(found):
            return ()
        if found:
            closed = set(latched_domains(found))
            jobs = [job for job in jobs if job.domain not in closed]
        return ask(connection, jobs, now) if jobs else ()

    def _insist(self, results: list[Result]) -> None:
        """Write results again and again: a mail that went out must not stay in doubt lightly."""
        for pause in _PATIENCE if results else ():
            self._clock.sleep(pause)
            try:
                self._group([], results)
            except SurroundingsError as error:
                self.failure = error
            else:
                self.failure = None
                return
        if not results:
            self._clock.sleep(_PATIENCE[1])
