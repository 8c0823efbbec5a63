"""A cohort spread over an hour: each learner always at the same minute, all within the window."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

from coursewright.delivery.ledger.claims import claim
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.results import Result, intend, record
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release


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
