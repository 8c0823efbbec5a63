"""Mails spread over some minutes: each learner always at the same, all within the window."""

from collections import Counter
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.delivery.ledger.claims import claim
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.results import Result, intend, record
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release
from coursewright.sequence.sending_schedule import SendingSchedule, read_schedule

DATA: dict[str, Any] = {
    "id": "s",
    "weekdays": ["mon"],
    "min_gap_days": 2,
    "send_hour": "09:00",
    "window": "07:00-19:00",
}


def rhythm(**more: Any) -> SendingSchedule:
    return read_schedule(DATA | more)


def test_without_a_spread_all_go_on_the_hour() -> None:
    assert {rhythm().delay(n) for n in range(1000)} == {0}


def test_learners_are_spread_evenly_and_each_keeps_their_minute() -> None:
    one = rhythm(spread=60)
    quarters = Counter(one.delay(n) // 900 for n in range(1, 10_001))
    assert set(quarters) == {0, 1, 2, 3}
    assert max(quarters.values()) - min(quarters.values()) < 100, "of 2,500 each"
    assert len({one.delay(n) for n in range(1, 61)}) == 60, "neighbours do not meet"
    assert [one.delay(n) for n in range(99)] == [rhythm(spread=60).delay(n) for n in range(99)]


@given(st.integers(0, 10**12), st.integers(-5, 2000), st.integers(0, 23))
def test_no_delay_leads_out_of_the_window(key: int, spread: int, hour: int) -> None:
    one = rhythm(spread=spread, send_hour=f"{hour:02}:00")
    assert one.opens <= one.minute + one.delay(key) / 60 < one.closes


def test_a_cohort_goes_out_over_the_hour_once_each(
    ledger: Ledger,
    keyring: Keyring,
    clock: Any,
    tmp_path: Path,
    compile_course: Callable[..., Path],
) -> None:
    sequence = compile_course(tmp_path / "c", {"aspire": [("start", 0), ("stumble", 2)]})
    changed = sequence.read_text("utf-8").replace('"spread": 45', '"spread": 60')
    sequence.write_text(changed, "utf-8")
    clock.at -= 3 * 86400  # the Friday before
    release = load_release(sequence)
    published = publish(ledger, release, sequence.parent, clock.at)
    names = [f"p{n}@example.org" for n in range(120)]
    people = [Person(one, one, "example.org") for one in names]
    how = EnrollmentDefaults(track="aspire", schedule="express")
    import_roster(ledger, published, keyring, people, clock.at, how)

    def send() -> list[str]:
        found: list[str] = []
        while (claimed := claim(ledger, clock.at, clock.at, "me", most=500, lease=600)).seen:
            if claimed.jobs:
                with ledger.write() as connection:
                    assert len(intend(connection, claimed.jobs, clock.at)) == len(claimed.jobs)
                    results = [Result(job, "sent", "250") for job in claimed.jobs]
                    record(ledger, connection, keyring, results, clock.at, 0)
            found += [job.address for job in claimed.jobs]
        return found

    assert len(send()) == 120, "the welcome is not spread: it was asked for now"
    for days in (3, 2):  # Monday, Wednesday
        clock.at += days * 86400 - 3600
        quarters = []
        for _ in range(5):
            quarters.append(send())
            clock.at += 900
        assert len(quarters[0]) < 5
        assert all(20 <= len(some) <= 40 for some in quarters[1:]), list(map(len, quarters))
        assert sorted(chain.from_iterable(quarters)) == sorted(names), "once each"
        clock.at -= 900


@pytest.mark.parametrize("spread", ["much", [1], {}])
def test_a_spread_that_is_no_number_is_refused(spread: Any) -> None:
    from coursewright.errors import UsageError

    if spread:
        with pytest.raises(UsageError):
            rhythm(spread=spread)
    else:
        assert rhythm(spread=spread).spread == 0
