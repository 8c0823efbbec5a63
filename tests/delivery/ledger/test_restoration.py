"""A suppression by bounce is undone: everybody goes back where they stood."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from coursewright.delivery.bounces.reply_text import fingerprint
from coursewright.delivery.bounces.reports import BounceNotice
from coursewright.delivery.ledger import enrollment_actions as actions
from coursewright.delivery.ledger.privacy import Origin, bar, erase, find_contact
from coursewright.delivery.ledger.reinstatement import Reinstated, readmit
from coursewright.delivery.ledger.restoration import BounceFilter, restore
from coursewright.delivery.ledger.states import EnrollmentStatus, StateReason, SuppressionReason
from coursewright.delivery.ledger.status_report import report
from coursewright.delivery.ledger.suppressions import take_notice
from coursewright.errors import UsageError


def undo(course: Any, dry_run: bool = False, **which: Any) -> Reinstated:
    with course.ledger.trial(dry_run=dry_run) as connection:
        return restore(course.ledger, connection, course.keyring, BounceFilter(**which), course.now)


REPLY = "550 5.1.1 no such user"


def refused(course: Any) -> None:
    course.send({"ada": "bounced"}, reply=REPLY)


def returned(course: Any) -> None:
    report_of(course, "hard", "5.1.1")


def returned_as_full(course: Any) -> None:
    report_of(course, "soft", "5.2.2")


def refused_after_an_earlier_failure(course: Any) -> None:
    course.send({"ada": "failed"}, reply="552 5.3.4 too big")
    course.now += 2 * 86400
    course.send({"ada": "bounced"}, reply=REPLY)


def report_of(course: Any, kind: Any, code: str) -> None:
    (job,) = [job for job in course.jobs() if job.address == "ada@example.org"]
    course.end(job, "sent")
    (name,) = course.keyring.message_ids(job.id, job.lesson_id, job.gen, "example.org")[:1]
    notice = BounceNotice(kind, code, REPLY, (name,))
    outcome = take_notice(course.ledger, course.keyring, notice, course.now, most=1)
    assert outcome == "bounced"


def barred(reason: SuppressionReason) -> Callable[[Any], None]:
    def bar_ada(course: Any) -> None:
        course.send({"ada": "failed"}, reply=REPLY)
        with course.ledger.write() as connection:
            ada = find_contact(connection, "ada@example.org")
            origin = Origin("reply", detail={"kind": fingerprint(REPLY), "reply": REPLY})
            bar(course.ledger, connection, course.keyring, ada.id, reason, course.now, origin)

    return bar_ada


NOBODY = (0, "", 0)
FILTERS: list[dict[str, Any]] = [
    {"since": 0, "refused_alike": fingerprint(REPLY)},
    {"since": 0},
    {"reply": "no such user"},
    {"addresses": ["ada@example.org"]},
]
CASES: list[tuple[Callable[[Any], None], bool, tuple[int, str, int]]] = [
    # what happened; whether the breaker undoes it; people, next email and its generation
    (refused, True, (1, "start", 0)),
    (refused_after_an_earlier_failure, True, (1, "stumble", 0)),
    (returned, False, (1, "start", 1)),
    (returned_as_full, False, (1, "start", 1)),
    (barred(SuppressionReason.UNSUBSCRIBED), False, NOBODY),
    (barred(SuppressionReason.COMPLAINED), False, NOBODY),
]


@pytest.mark.parametrize("which", FILTERS, ids=["breaker", "since", "reply", "address"])
@pytest.mark.parametrize(("happens", "by_breaker", "expected"), CASES)
def test_one_rule_undoes_suppressions_whoever_asks(
    hand_sent: Any,
    happens: Callable[[Any], None],
    by_breaker: bool,
    expected: tuple[int, str, int],
    which: dict[str, Any],
) -> None:
    hand_sent.enroll("ada")
    hand_sent.send()  # the welcome
    happens(hand_sent)
    assert hand_sent.stand("ada").state is EnrollmentStatus.STOPPED
    if "refused_alike" in which and not by_breaker:
        expected = NOBODY
    people, lesson, gen = expected
    before = totals(hand_sent)
    assert undo(hand_sent, **which).people == people
    assert undo(hand_sent, **which).people == 0, "a second time changes nothing"
    if not people:
        assert hand_sent.stand("ada").state is EnrollmentStatus.STOPPED
        assert totals(hand_sent) == before
        return
    assert (hand_sent.lesson("ada"), hand_sent.stand("ada").gen) == (lesson, gen)
    assert totals(hand_sent)["failed"] == before["failed"] - (gen == 0)
    assert hand_sent.days(5)[0] == f"ada {lesson}"
    hand_sent.days(40)
    assert len(set(hand_sent.sent)) + (gen > 0) == len(hand_sent.sent), "each lesson once"


def totals(course: Any) -> Counter[str]:
    """How many emails were sent and failed, as `status` counts them."""
    found: Counter[str] = Counter()
    for row in report(course.ledger, course.now).results:
        found[row["state"]] += row["n"]
    return found


def test_a_refused_list_goes_on_where_it_stood(hand_sent: Any) -> None:
    hand_sent.enroll("ada", "bob", "eve")
    hand_sent.send()  # the welcome
    before = {name: hand_sent.stand(name) for name in ("ada", "bob", "eve")}
    fates = dict.fromkeys(before, "bounced")
    assert len(hand_sent.send(fates, reply="550 5.1.1 relay: your IP is blocked")) == 3
    assert hand_sent.days(3) == []
    dry = undo(hand_sent, since=0, dry_run=True)
    assert hand_sent.days(1) == [], "a dry run changes nothing"
    found = undo(hand_sent, reply="IP IS BLOCKED")
    assert found == dry
    assert (found.people, found.enrollments, found.lessons_again) == (3, 3, 3)
    for name, was in before.items():
        now = hand_sent.stand(name)
        assert (now.state, now.why, now.lesson_id) == (was.state, was.why, was.lesson_id)
        assert (now.shift, now.gen) == (4, 0), "four days later, the email that was refused"
    assert sorted(hand_sent.send()) == ["ada start", "bob start", "eve start"]
    assert hand_sent.days(40)[-3:] == [f"{name} recall:recall-30" for name in sorted(before)]
    assert len(set(hand_sent.sent)) == len(hand_sent.sent), "nobody had a lesson twice"


def test_only_those_who_are_meant_are_restored(hand_sent: Any) -> None:
    hand_sent.enroll("ada", "bob", "eve")
    hand_sent.send({"ada": "bounced"}, reply="user unknown")
    hand_sent.now += 7200
    with hand_sent.ledger.write() as connection:
        bob = find_contact(connection, "bob@example.org")
        place = (hand_sent.ledger, connection, hand_sent.keyring, bob.id)
        bar(*place, SuppressionReason.BOUNCED, hand_sent.now, Origin("reply", "r7"))
    assert undo(hand_sent, since=hand_sent.now, dry_run=True).people == 1
    assert undo(hand_sent, run="r7", dry_run=True).people == 1
    assert undo(hand_sent, reply="unknown", dry_run=True).people == 1
    assert undo(hand_sent, reply="quota").people == 0
    found = undo(hand_sent, addresses=["ada@example.org"], reply="quota")
    assert (found.people, found.left_alone) == (0, {"otherwise": 1})
    assert undo(hand_sent, addresses=["ada@example.org"]).people == 1
    assert hand_sent.stand("bob").state is EnrollmentStatus.STOPPED
    with pytest.raises(UsageError):
        undo(hand_sent, addresses=["zoe@example.org"])


@pytest.mark.parametrize("first", ["bounced", ""])
@pytest.mark.parametrize("reason", ["unsubscribed", "complained"])
def test_who_left_or_complained_stays_out_though_the_address_bounced_too(
    hand_sent: Any, first: str, reason: str
) -> None:
    hand_sent.enroll("ada")
    order = [SuppressionReason(reason), SuppressionReason.BOUNCED]
    with hand_sent.ledger.write() as connection:
        ada = find_contact(connection, "ada@example.org")
        for why in reversed(order) if first else order:
            place = (hand_sent.ledger, connection, hand_sent.keyring, ada.id)
            bar(*place, why, hand_sent.now)
    assert undo(hand_sent, since=0).people == 0
    assert undo(hand_sent, addresses=["ada@example.org"]).people == 0
    assert hand_sent.enroll("ada").suppressed == 1


def test_who_was_erased_is_not_found(hand_sent: Any) -> None:
    hand_sent.enroll("ada")
    erase(hand_sent.ledger, hand_sent.keyring, "ada@example.org", hand_sent.now)
    assert undo(hand_sent, since=0).people == 0
    assert hand_sent.enroll("ada").suppressed == 1


def test_a_lesson_that_a_report_returned_is_sent_again(hand_sent: Any) -> None:
    hand_sent.enroll("ada")
    hand_sent.send()
    (job,) = hand_sent.jobs()
    hand_sent.end(job, "sent")
    (name,) = hand_sent.keyring.message_ids(job.id, job.lesson_id, 0, "example.org")[:1]
    notice = BounceNotice("hard", "5.1.1", "no such user", (name,))
    assert take_notice(hand_sent.ledger, hand_sent.keyring, notice, hand_sent.now) == "bounced"
    found = undo(hand_sent, reply="no such user")
    assert (found.people, found.lessons_again) == (1, 1)
    assert hand_sent.lesson("ada") == "start"
    assert hand_sent.days(3) == ["ada start"]
    again = BounceNotice("soft", "4.2.2", "full", (name,))
    assert take_notice(hand_sent.ledger, hand_sent.keyring, again, hand_sent.now, most=2) == "soft"


def test_a_paused_and_a_finished_learner_are_so_again(hand_sent: Any) -> None:
    hand_sent.enroll("ada", "bob")
    hand_sent.days(2)
    with hand_sent.ledger.write() as connection:
        ids = hand_sent.ids("ada")
        actions.pause(connection, hand_sent.published, ids, hand_sent.now, StateReason.LEARNER)
    paused = hand_sent.stand("ada")
    hand_sent.days(60)
    assert hand_sent.stand("bob").state is EnrollmentStatus.COMPLETED
    with hand_sent.ledger.write() as connection:
        for name in ("ada", "bob"):
            who = find_contact(connection, f"{name}@example.org").id
            place = (hand_sent.ledger, connection, hand_sent.keyring, who)
            bar(*place, SuppressionReason.BOUNCED, hand_sent.now)
    hand_sent.days(5)
    assert undo(hand_sent, since=0).enrollments == 2
    ada = hand_sent.stand("ada")
    assert (ada.state, ada.why, ada.paused, ada.shift) == ("paused", "learner", paused.paused, 0)
    assert ada.lesson_id == paused.lesson_id
    assert hand_sent.stand("bob").state is EnrollmentStatus.COMPLETED
    assert hand_sent.days(3) == []


def test_a_removed_cohort_is_readmitted_without_those_who_left(hand_sent: Any) -> None:
    hand_sent.enroll("ada", "bob", "eve", cohort="c1")
    hand_sent.days(1)
    with hand_sent.ledger.write() as connection:
        place = (connection, hand_sent.published)
        actions.leave(*place, hand_sent.ids("bob"), hand_sent.now, StateReason.LEFT)
        removed = hand_sent.ids(cohort="c1")
        assert actions.leave(*place, removed, hand_sent.now, StateReason.REMOVED) == 2
        bar(
            hand_sent.ledger,
            connection,
            hand_sent.keyring,
            find_contact(connection, "eve@example.org").id,
            SuppressionReason.UNSUBSCRIBED,
            hand_sent.now,
        )
    assert hand_sent.days(2) == []
    with hand_sent.ledger.write() as connection:
        place = (connection, hand_sent.published)
        assert readmit(*place, hand_sent.ids(cohort="c1"), hand_sent.now) == 1
        assert readmit(*place, hand_sent.ids("bob"), hand_sent.now, named=True) == 1
        assert readmit(*place, hand_sent.ids("eve"), hand_sent.now, named=True) == 0
    assert hand_sent.stand("ada").shift == 2
    assert {one.split()[0] for one in hand_sent.days(40)} == {"ada", "bob"}
    assert len(set(hand_sent.sent)) == len(hand_sent.sent)


def test_a_sponsor_is_told_again_when_the_learner_is_back(hand_sent: Any) -> None:
    from coursewright.delivery.ledger.sponsors import name_sponsor

    hand_sent.enroll("ada")
    place = (hand_sent.ledger, hand_sent.published, hand_sent.keyring)
    assert name_sponsor(*place, "ada@example.org", "boss@example.org", hand_sent.now)
    hand_sent.days(1)
    with hand_sent.ledger.write() as connection:
        who = find_contact(connection, "ada@example.org").id
        more = (hand_sent.ledger, connection, hand_sent.keyring, who)
        bar(*more, SuppressionReason.BOUNCED, hand_sent.now)
    hand_sent.days(20)
    assert hand_sent.stand("boss").why == StateReason.LEARNER_LEFT
    undo(hand_sent, since=0)
    assert "boss sponsor-digest:sponsor-01" in hand_sent.days(30)
