"""Doubts are settled in bulk, by hand or from a log."""

from pathlib import Path
from typing import Any

from coursewright.delivery.ledger.attention import doubted_items
from coursewright.delivery.ledger.doubts import doubts, settle_all, settle_from_log, sweep
from coursewright.delivery.sender.doubt_resolvers import AcceptedLog


def doubt(course: Any, *names: str) -> None:
    course.enroll(*names)
    assert len(course.jobs()) == len(names)
    course.now += 3600
    assert sweep(course.ledger, course.now, 600) == len(names)


def test_all_doubts_are_settled_alike(hand_sent: Any) -> None:
    doubt(hand_sent, "ada", "bob")
    assert len(doubted_items(hand_sent.ledger)) == 2
    rows = doubts(hand_sent.ledger)
    assert settle_all(hand_sent.ledger, rows[:1], hand_sent.now, sent=True) == 1
    assert settle_all(hand_sent.ledger, rows[1:], hand_sent.now, sent=False) == 1
    assert doubted_items(hand_sent.ledger) == []
    assert sorted(hand_sent.send()) == ["ada start", "bob welcome:welcome"]


def test_a_log_settles_what_it_knows(hand_sent: Any, tmp_path: Path) -> None:
    doubt(hand_sent, "ada", "bob")
    row = doubts(hand_sent.ledger)[0]
    place = (row.enrolment_id, row.lesson_id, row.gen)
    (name, *_) = hand_sent.keyring.message_ids(*place, "example.org")
    log = tmp_path / "accepted.log"
    log.write_text(f"{name}\n", "utf-8")
    for dry_run in (True, False):
        how = (hand_sent.ledger, hand_sent.keyring, [AcceptedLog(log)], hand_sent.now)
        found = settle_from_log(*how, dry_run=dry_run)
        assert (found.accepted, found.again, found.held) == (1, 1, 0)
        assert len(doubts(hand_sent.ledger)) == (2 if dry_run else 0)
