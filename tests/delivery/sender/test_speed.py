"""Limits at a real server: several at once, over restarts, in step with other processes."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursewright.delivery.ledger.limits import SendLimits, read_rate
from coursewright.delivery.sender.connection_limit import ConnectionLimit
from coursewright.delivery.sender.outbox import Pace
from coursewright.delivery.sender.providers import PROVIDERS, provider_of
from coursewright.errors import UsageError
from delivery.sender.test_refusals import House


class Running:
    """A clock that runs, from the Monday of the tests on."""

    def __init__(self, at: float) -> None:
        self.at = at - time.monotonic()

    def now(self) -> float:
        return self.at + time.monotonic()

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def limits(*texts: str) -> SendLimits:
    return SendLimits(tuple(read_rate(one) for one in texts))


@pytest.fixture
def running(fresh_database: Callable[[str], str], sequence: Path, clock: Any) -> House:
    return House(fresh_database("sqlite"), sequence, Running(clock.now()), learners=30)


def test_emails_go_at_the_pace_that_is_allowed(
    running: House, start_sink: Callable[..., Any]
) -> None:
    sink = start_sink()
    began = time.monotonic()
    worker, error = running.drain(sink, limits=limits("10/s"))
    assert error is None
    assert worker.tally["sent"] == 30
    assert time.monotonic() - began >= 2.8, "the first goes at once, the last 2.9 seconds later"


def test_a_day_s_limit_ends_the_run_and_holds_for_the_next_process(
    house: House, start_sink: Callable[..., Any]
) -> None:
    sink = start_sink()
    worker, error = house.drain(sink, limits=limits("50/d"))
    assert error is None
    assert worker.tally["sent"] == 50
    assert worker.resumes_at is not None
    assert worker.resumes_at > house.clock.now() + 86_000
    other, _ = house.drain(sink, "another process, without the option")
    assert other.tally["sent"] == 0
    assert other.resumes_at == worker.resumes_at
    house.clock.at = worker.resumes_at
    assert house.drain(sink)[0].tally["sent"] == 50
    assert len(set(sink.accepted)) == 100


def test_refused_emails_do_not_use_up_the_day(house: House, start_sink: Callable[..., Any]) -> None:
    later = start_sink("--stage", "rcpt", "--answer", "450 4.2.0 greylisted")
    worker, _ = house.drain(later, limits=limits("200/d"))
    assert worker.tally["put-off"] == 200
    house.clock.sleep(3600)
    assert house.drain(start_sink())[0].tally["sent"] == 200


@pytest.fixture
def house(fresh_database: Callable[[str], str], sequence: Path, clock: Any) -> House:
    return House(fresh_database("sqlite"), sequence, clock)


def test_a_pace_does_not_make_up_for_time_that_passed() -> None:
    pace = Pace()
    pace.add([1.0, 2.0, 3.0, 4.0])
    assert pace.ready_at() == 1.0
    pace.take(10.0)
    assert pace.ready_at() > 10.8, "three are late, and still go one by one"
    pace.add([50.0, 51.0])
    for _ in range(3):
        pace.take(20.0)
    assert pace.ready_at() == 50.0
    quick = Pace()
    quick.add([1.0, 1.01])
    quick.add([90.0, 90.01])
    quick.take(95.0)
    assert quick.ready_at() < 95.1, "the gap between two claims is not the pace"


def test_connections_halve_when_refused_and_grow_when_calm(clock: Any) -> None:
    limit = ConnectionLimit(16, clock)
    limit.shrink(16)
    limit.shrink(16)
    assert limit.now == 8, "of one burst, one step"
    clock.sleep(2)
    limit.shrink(8)
    assert limit.now == 4
    for _ in range(1000):
        limit.taken()
    assert limit.now == 4, "not yet"
    clock.sleep(120)
    for _ in range(40):
        limit.taken()
    assert limit.now == 5
    for _ in range(100):
        clock.sleep(1000)
        for _ in range(200):
            limit.taken()
    assert limit.now == 16


def test_presets_name_their_source_and_date() -> None:
    for one in PROVIDERS:
        assert one.source
        assert one.as_of >= "2026-11"
        assert 1 <= one.connections <= 10
    assert [str(rate) for rate in provider_of("office365").rates] == ["30/m", "10000/d"]
    assert provider_of("office365").connections == 3
    with pytest.raises(UsageError, match="offic"):
        provider_of("offic365")
