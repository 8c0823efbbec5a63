"""One thread that commits for all connections: what waits is written together, with one sync.

A connection asks for an intent and waits; it hands in a result and goes on. Durable for every
mail, yet the disk is asked once for all that has gathered in the meantime.
"""

import threading
from collections.abc import Callable

from coursewright.delivery.keyring import Keyring
from coursewright.delivery.ledger.claiming import Job
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.recording import Result, intend, record
from coursewright.delivery.timekeeping import Clock
from coursewright.errors import SurroundingsError

__all__ = ["Committer"]

_PATIENCE = (0.05, 0.2, 0.5, 1, 2, 4, 8, 15, 15, 15)  # seconds between tries to write results


class _Ask:
    """An intent that a connection waits for."""

    __slots__ = ("done", "job", "may")

    def __init__(self, job: Job) -> None:
        self.job = job
        self.may = False
        self.done = threading.Event()


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
        self._turn = threading.Condition()
        self._asks: list[_Ask] = []
        self._results: list[Result] = []
        self._closing = self._busy = False
        self.failure: SurroundingsError | None = None
        """Why results could not be written: then nothing is sent any more."""

    def may_send(self, job: Job) -> bool:
        """Commit the intent to send; return whether the mail may be sent. Blocks."""
        ask = _Ask(job)
        with self._turn:
            if self.failure or self._closing:
                return False
            self._asks.append(ask)
            self._turn.notify()
        ask.done.wait()
        return ask.may

    def report(self, result: Result) -> None:
        """Hand in a result, to be written with the next group."""
        with self._turn:
            self._results.append(result)
            self._turn.notify()

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
                for ask in self._asks:
                    ask.done.set()

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
            try:
                self._write(asks, results)
            finally:
                for ask in asks:
                    ask.done.set()
                with self._turn:
                    self._busy = False
                    self._turn.notify_all()

    def _write(self, asks: list[_Ask], results: list[Result]) -> None:
        try:
            allowed = self._group([ask.job for ask in asks], results)
        except SurroundingsError:
            self._insist(results)  # no intent, no mail: those who asked are told no
            return
        except Exception as error:  # a fault of ours must not leave connections waiting for ever
            self.failure = SurroundingsError(f"results could not be written: {error!r}")
            raise
        for ask in asks:
            ask.may = ask.job in allowed

    def _group(self, jobs: list[Job], results: list[Result]) -> set[Job]:
        with self._ledger.write() as connection:
            now = self._clock.now()
            if results:
                record(self._ledger, connection, self._keyring, results, now, self._slot)
            allowed = intend(connection, jobs, now) if jobs else set()
        for result in results:
            self._wrote(result)
        return allowed

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
