"""Limits, latches and every answer of a mail server, in any order: nobody is lost or doubled."""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from coursewright.delivery.bounces.verdict import Verdict
from coursewright.delivery.ledger.latches import ALL, LatchKind, domain_scope
from coursewright.delivery.sender.replies import verdict_of
from delivery.stops_machine import ANSWERS, LIMITS, Stops

REPLIES = [reply for some in ANSWERS.values() for reply in some]
SCOPES = [ALL, domain_scope("gmail"), domain_scope("d1.example")]
STEER = ["pause", "resume", "aspire", "expert", "standard", "express", "hasten", "leave"]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_answers_cover_every_verdict(verdict: Verdict) -> None:
    assert {verdict_of(reply) for reply in ANSWERS[verdict]} == {verdict}


def walk(machine: Stops, rng: random.Random, steps: int) -> None:
    """Take random steps, most of them runs of a sender: denser than Hypothesis goes by itself."""
    taken = ANSWERS[Verdict.SENT] * 6
    acts: list[tuple[int, Callable[[], None]]] = [
        (30, lambda: machine.run_against_a_server(replies(rng), rng.choice([0, 1, 24, 48]))),
        (4, lambda: machine.run_against_a_server([*taken, *ANSWERS[Verdict.GONE]], 24)),
        (10, lambda: machine.release(rng.random() < 0.3)),
        (5, lambda: machine.limit(rng.choice(LIMITS))),
        (2, lambda: machine.stop(rng.choice([*LatchKind]), rng.choice(SCOPES), 900)),
        (4, lambda: machine.steer(rng.choice(STEER), rng.randrange(50))),
        (3, lambda: machine.send(rng.choices(["sent", "late", "crash", "took"], k=3), 24)),
        (3, machine.look_at_doubts),
        (2, machine.begin),
        (2, lambda: machine.land(rng.choice(["sent", "late", "failed"]))),
        (2, machine.resume_all_on_hold),
        (2, machine.find_smtputf8),
        (1, machine.restore_the_bounced),
        (1, machine.send_the_failed_again),
        (4, lambda: machine.enroll_a_cohort(rng.randrange(8, 16))),
    ]
    for _ in range(steps):
        (act,) = rng.choices([one for _, one in acts], [weight for weight, _ in acts])
        act()
        machine.nobody_gets_a_lesson_twice()
        machine.everybody_is_awake_in_doubt_or_done()
        machine.no_limit_is_exceeded()
        machine.nobody_under_way_is_lost()
    machine.who_is_complete_has_had_the_whole_road()


def replies(rng: random.Random) -> list[Any]:
    """Return what a server answers in a run: mostly that it takes the email, or mostly not."""
    if rng.random() < 0.3:
        return [rng.choice(REPLIES)]
    good = ANSWERS[Verdict.SENT] * rng.choice([1, 8])
    return [*good, *rng.choices(REPLIES, k=rng.randrange(1, 3))]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_long_random_walk_loses_and_doubles_nobody(
    kind: str, fresh_database: Callable[[str], str], sequence: Path
) -> None:
    url = fresh_database(kind)
    tally: Counter[str] = Counter()
    for seed in (2, 5):
        kept: dict[str, Any] = {"url": url, "sequence": sequence, "tally": tally}
        machine: Any = type("Stops", (Stops,), kept)()
        try:
            machine.begin_with_a_cohort(30)
            walk(machine, random.Random(seed), 250)  # noqa: S311 -- not a secret
        finally:
            machine.teardown()
    assert tally["accepted"] > 60, tally
    for what in ("bounced", "failed", "held", "limited", "put-off", "stopped", "taken back"):
        assert tally[what], f"{what}: {tally}"  # or the walk shows nothing about it


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whatever_stops_the_sender_nobody_is_lost_or_mailed_twice(
    kind: str, fresh_database: Callable[[str], str], sequence: Path
) -> None:
    url = fresh_database(kind)
    tally: Counter[str] = Counter()
    machine: Any = type("Stops", (Stops,), {"url": url, "sequence": sequence, "tally": tally})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert tally["accepted"], "the examples send emails"
