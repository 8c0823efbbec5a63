"""Failed lessons are owed again: once, under a new generation, in their order."""

import hashlib
from datetime import date
from typing import Any

from coursewright.delivery.ledger import enrollment_actions as actions
from coursewright.delivery.ledger.attention import failed_items
from coursewright.delivery.ledger.failures import ResendResult, resend_failed
from coursewright.delivery.ledger.privacy import bar, find_contact
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.states import EnrollmentStatus, StateReason, SuppressionReason
from coursewright.sequence.release import load_release


def again(course: Any, since: float = 0, *, dry_run: bool = False) -> ResendResult:
    with course.ledger.trial(dry_run=dry_run) as connection:
        return resend_failed(course.ledger, connection, course.now, since)


def test_a_failed_lesson_is_sent_again_and_the_others_keep_their_gap(hand_sent: Any) -> None:
    hand_sent.enroll("ada", "bob")
    hand_sent.send()
    hand_sent.send({"ada": "failed"}, reply="500 5.0.0 try elsewhere")
    hand_sent.days(2)
    (item,) = failed_items(hand_sent.ledger)
    assert item[:3] == ("ada@example.org", "field-notes", "start")
    assert item.since == "2027-01-11T09:00:00Z"
    assert item.why == "5.0.0 500 5.0.0 try elsewhere"
    assert again(hand_sent, since=hand_sent.now).lessons == 0
    assert again(hand_sent, dry_run=True) == ResendResult(1, 1, 0)
    assert hand_sent.lesson("ada") == "coach"
    assert again(hand_sent) == ResendResult(1, 1, 0)
    assert again(hand_sent) == ResendResult(0, 0, 0), "it is owed already"
    assert failed_items(hand_sent.ledger) == []
    assert hand_sent.send() == [], "the last lesson was today"
    assert hand_sent.days(2) == ["ada start"]
    assert hand_sent.stand("ada").done >= {"start", "stumble"}
    rest = [one for one in hand_sent.days(50) if one.startswith("ada")]
    assert rest[:3] == ["ada coach", "ada boss", "ada completion:completion"]
    assert len(set(hand_sent.sent)) == len(hand_sent.sent)


def test_what_fails_again_can_be_sent_again(hand_sent: Any) -> None:
    hand_sent.enroll("ada")
    hand_sent.send()
    for number in range(1, 4):
        assert hand_sent.send({"ada": "failed"}) == ["ada start"]
        assert again(hand_sent).lessons == 1
        assert hand_sent.stand("ada").gen == number
        hand_sent.now += 86400 * 7
    assert hand_sent.send() == ["ada start"]
    assert again(hand_sent).lessons == 0


def test_a_pause_and_a_new_build_keep_what_is_owed_again(hand_sent: Any) -> None:
    hand_sent.enroll("ada")
    hand_sent.send()
    hand_sent.send({"ada": "failed"})
    hand_sent.days(2)
    again(hand_sent)
    with hand_sent.ledger.write() as connection:
        place = (connection, hand_sent.published, hand_sent.ids("ada"))
        actions.pause(*place, hand_sent.now, StateReason.LEARNER)
        actions.resume(*place, hand_sent.now)
    text = hand_sent.sequence.read_text("utf-8").replace('"09:00"', '"09:30"')
    hand_sent.sequence.write_text(text, "utf-8")
    release, folder = load_release(hand_sent.sequence), hand_sent.sequence.parent
    hand_sent.published = publish(hand_sent.ledger, release, folder, hand_sent.now)
    assert (hand_sent.lesson("ada"), hand_sent.stand("ada").gen) == ("start", 1)
    assert hand_sent.days(2) == ["ada start"]


def test_the_text_of_a_lesson_sent_again_is_the_newest(hand_sent: Any) -> None:
    hand_sent.enroll("ada")
    hand_sent.send()
    hand_sent.send({"ada": "failed"})
    old = hand_sent.published.release.message("aspire", "start").hash
    again(hand_sent)
    path = hand_sent.sequence.parent / "messages" / "aspire-start.json"
    data = (
        path.read_bytes().replace(b"Fa\\u00e7ade", b"Facade").replace("Façade".encode(), b"Facade")
    )
    path.write_bytes(data)
    new = hashlib.sha256(data).hexdigest()
    text = hand_sent.sequence.read_text("utf-8").replace(old, new)
    hand_sent.sequence.write_text(text, "utf-8")
    release = load_release(hand_sent.sequence)
    publish(hand_sent.ledger, release, path.parents[1], hand_sent.now)
    hand_sent.now += 86400 * 2
    (job,) = hand_sent.jobs()
    assert (job.hash, job.gen, job.date) == (new, 1, int(hand_sent.now))
    with hand_sent.ledger.read() as connection:
        kept = connection.exec_driver_sql(
            "SELECT content_hash, date_hdr FROM delivery WHERE gen = 1"
        ).one()
    assert tuple(kept) == (new, int(hand_sent.now))


def test_a_finished_course_is_opened_for_the_lesson_that_failed(hand_sent: Any) -> None:
    hand_sent.enroll("ada")
    hand_sent.send()
    hand_sent.send({"ada": "failed"})
    hand_sent.days(57)
    assert hand_sent.stand("ada").state is EnrollmentStatus.COMPLETED
    again(hand_sent)
    assert hand_sent.days(1) == ["ada start"]
    assert hand_sent.stand("ada").state is EnrollmentStatus.COMPLETED


def test_who_left_or_is_suppressed_gets_nothing_again(hand_sent: Any) -> None:
    hand_sent.enroll("ada", "bob", start=date(2027, 1, 11))
    hand_sent.send()
    hand_sent.send({"ada": "failed", "bob": "failed"})
    with hand_sent.ledger.write() as connection:
        place = (connection, hand_sent.published)
        actions.leave(*place, hand_sent.ids("ada"), hand_sent.now, StateReason.LEFT)
        who = find_contact(connection, "bob@example.org").id
        more = (hand_sent.ledger, connection, hand_sent.keyring, who)
        bar(*more, SuppressionReason.BOUNCED, hand_sent.now)
    assert again(hand_sent) == ResendResult(0, 0, 2)
    assert hand_sent.days(5) == []
