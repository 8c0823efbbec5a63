"""Limits in the ledger: shared by processes, kept over restarts, evenly spaced, given back."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.delivery.ledger.allowance import Allowance
from coursewright.delivery.ledger.database import Ledger, open_ledger
from coursewright.delivery.ledger.limits import (
    Rate,
    SendLimits,
    domains_of,
    group_of,
    keep_limits,
    kept_limits,
    read_rate,
)
from coursewright.errors import UsageError

NOW = 1_800_000_000.0


def limits(*total: str, domain: tuple[str, ...] = ()) -> SendLimits:
    return SendLimits(
        tuple(read_rate(one) for one in total), tuple(read_rate(one) for one in domain)
    )


class Taken:
    """What one claim took."""

    def __init__(
        self, ledger: Ledger, now: float, wanted: int, groups: Iterator[str], **refund: int
    ) -> None:
        with ledger.write() as connection:
            allowance = Allowance(kept_limits(connection), now).read(connection, refund)
            room = allowance.most(wanted)
            self.full = allowance.full_groups()
            self.count = sum(allowance.take(next(groups)) for _ in range(room))
            allowance.write(connection)
        self.slots, self.resumes_at = allowance.slots, allowance.resumes_at


def every(group: str = "example.org") -> Iterator[str]:
    while True:
        yield group


def keep(ledger: Ledger, wanted: SendLimits) -> None:
    with ledger.write() as connection:
        keep_limits(connection, wanted)


@pytest.mark.parametrize("wrong", ["", "0/s", "x/s", "10", "10/y", "-1/s", "1.5/s"])
def test_what_is_no_rate_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError):
        read_rate(wrong)


@pytest.mark.parametrize("text", ["20/s", "30/m", "500/h", "10000/d"])
def test_a_rate_is_written_as_it_is_read(text: str) -> None:
    assert str(read_rate(text)) == text


def test_limits_are_kept_and_read_back(ledger: Ledger) -> None:
    wanted = limits("30/m", "10000/d", domain=("5/s", "2000/d"))
    keep(ledger, wanted)
    with ledger.read() as connection:
        assert kept_limits(connection) == wanted
    keep(ledger, SendLimits())
    with ledger.read() as connection:
        assert kept_limits(connection) == SendLimits()


def test_without_limits_all_that_is_wanted_may_go(ledger: Ledger) -> None:
    taken = Taken(ledger, NOW, 200, every())
    assert (taken.count, taken.slots, taken.resumes_at) == (200, {}, None)


def test_a_pace_spaces_emails_evenly_also_over_claims_of_several_processes(
    ledger: Ledger,
) -> None:
    keep(ledger, limits("10/s"))
    times: list[float] = []
    now = NOW
    while len(times) < 300:
        taken = Taken(ledger, now, 200, every())
        times += taken.slots.get("all", [])
        now = max(now + 0.01, taken.resumes_at or now + 0.01)
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert min(gaps) > 0.099, "no burst, at no second's start"
    assert max(gaps) < 0.2
    for start in range(30):
        assert sum(NOW + start <= at < NOW + start + 1 for at in times) <= 10


def test_an_idle_time_is_not_made_up_for(ledger: Ledger) -> None:
    keep(ledger, limits("60/m"))
    Taken(ledger, NOW, 5, every())
    taken = Taken(ledger, NOW + 3600, 200, every())
    assert taken.count <= 6
    assert min(b - a for a, b in zip(taken.slots["all"], taken.slots["all"][1:], strict=False)) >= 1


def test_a_day_counts_any_24_hours_and_says_when_it_goes_on(ledger: Ledger) -> None:
    keep(ledger, limits("100/d"))
    assert Taken(ledger, NOW, 80, every()).count == 80
    assert Taken(ledger, NOW + 40_000, 80, every()).count == 20
    none = Taken(ledger, NOW + 50_000, 80, every())
    assert none.count == 0
    assert none.resumes_at is not None
    assert 86_400 <= none.resumes_at - NOW <= 86_400 + 900
    assert Taken(ledger, none.resumes_at, 80, every()).count == 80, "the first 80 are a day old"
    assert Taken(ledger, none.resumes_at, 80, every()).count == 0


def test_several_limits_hold_at_once(ledger: Ledger) -> None:
    keep(ledger, limits("120/m", "10/d"))
    counts = [Taken(ledger, NOW + 10 * n, 50, every()).count for n in range(4)]
    assert counts[0] == 8, "four seconds ahead, half a second each"
    assert sum(counts) == 10


def test_each_receiving_operator_has_limits_of_its_own(ledger: Ledger) -> None:
    keep(ledger, limits(domain=("3/d",)))
    taken = Taken(ledger, NOW, 4, iter(["gmail", "gmail", "gmail", "gmail"]))
    assert taken.count == 3
    other = Taken(ledger, NOW, 2, iter(["example.org", "example.org"]))
    assert other.full == ["gmail"]
    assert other.count == 2
    assert group_of("googlemail.com") == "gmail"
    assert "googlemail.com" in domains_of("gmail")
    assert domains_of("example.org") == ("example.org",)


def test_what_was_not_sent_is_given_back(ledger: Ledger) -> None:
    keep(ledger, limits("10/d", domain=("10/d",)))
    assert Taken(ledger, NOW, 10, every("gmail")).count == 10
    assert Taken(ledger, NOW, 10, every("gmail")).count == 0
    assert Taken(ledger, NOW, 10, every("gmail"), gmail=4).count == 4


def test_a_rate_is_a_pace_up_to_a_minute_and_a_count_beyond() -> None:
    assert Rate(30, 60).paced
    assert not Rate(500, 3600).paced


def test_of_two_limits_for_one_window_the_stricter_holds(ledger: Ledger) -> None:
    keep(ledger, limits("50/d", "10/d", domain=("9/d", "4/d")))
    assert Taken(ledger, NOW, 20, every("gmail")).count == 4
    assert Taken(ledger, NOW, 20, every("gmx")).count == 4
    assert Taken(ledger, NOW, 20, every("orange")).count == 2
    assert Taken(ledger, NOW, 20, every("yahoo")).count == 0


WINDOWS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
RATES = st.lists(st.builds("{}/{}".format, st.integers(1, 40), st.sampled_from("smhd")), max_size=3)


@settings(max_examples=60, deadline=None)
@given(
    total=RATES,
    domain=RATES,
    claims=st.lists(
        st.tuples(
            st.sampled_from([0.0, 0.3, 7.0, 65.0, 4000.0, 90_000.0]),
            st.lists(st.sampled_from(["gmail", "gmx", "example.org"]), max_size=30),
        ),
        max_size=12,
    ),
)
def test_in_no_window_goes_more_than_any_limit_allows(
    total: list[str], domain: list[str], claims: list[tuple[float, list[str]]]
) -> None:
    ledger = open_ledger("sqlite://")
    keep(ledger, limits(*total, domain=tuple(domain)))
    sent: list[tuple[float, str]] = []
    now = NOW
    for wait, groups in claims:
        now += wait
        with ledger.write() as connection:
            allowance = Allowance(kept_limits(connection), now).read(connection, {})
            room = allowance.most(len(groups))
            full = allowance.full_groups()
            taken = [group for group in groups[:room] if group not in full]
            taken = [group for group in taken if allowance.take(group)]
            allowance.write(connection)
        slots = {scope: iter(times) for scope, times in allowance.slots.items()}
        for group in taken:
            at = [next(slots[one], now) for one in ("all", f"domain:{group}") if one in slots]
            sent.append((max([now, *at]), group))
    for text in total:
        hold(text, [at for at, _ in sent])
    for group in ("gmail", "gmx", "example.org"):
        for text in domain:
            hold(text, [at for at, whose in sent if whose == group])
    ledger.close()


def hold(text: str, times: list[float]) -> None:
    """Check that no window has more than a rate allows; a pace may be met to the moment."""
    number, seconds = int(text.split("/")[0]), WINDOWS[text[-1]]
    times = sorted(times)
    for place, start in enumerate(times):
        within = [at for at in times[place:] if at < start + seconds]
        assert len(within) <= number, (text, start, within)
