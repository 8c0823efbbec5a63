"""Replies by how far the dialogue had come; what servers really say is in bounces/replies.csv."""

import pytest

from coursewright.delivery.bounces.verdict import Verdict
from coursewright.delivery.sender.replies import Reply, retry_after, verdict_of


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        (Reply("dot", 250, "ok"), Verdict.SENT),
        (Reply("rcpt", 250, "out of step"), Verdict.UNCLEAR),
        (Reply("rcpt", 421, "4.7.0 slow"), Verdict.LATER),
        (Reply("connect", 454, "4.7.0 login later"), Verdict.LATER),
        (Reply("mail", 452, "4.3.1 disk full"), Verdict.SOFT),
        (Reply("rcpt", 450, "4.2.0 grey"), Verdict.LATER),
        (Reply("rcpt", 550, "5.1.1 none"), Verdict.GONE),
        (Reply("rcpt", 550, "no such user"), Verdict.GONE),
        (Reply("rcpt", 552, "5.2.2 full"), Verdict.SOFT),
        (Reply("rcpt", 550, "5.7.1 spam"), Verdict.POLICY),
        (Reply("mail", 553, "not yours"), Verdict.POLICY),
        (Reply("connect", 535, "5.7.8 login"), Verdict.POLICY),
        (Reply("dot", 554, "5.6.0 content"), Verdict.CONTENT),
        (Reply("dot", 550, "5.7.515 not authenticated"), Verdict.POLICY),
    ],
)
def test_a_reply_means_what_the_standard_says(reply: Reply, what: Verdict) -> None:
    assert verdict_of(reply) is what


def test_silence_is_doubt_only_after_the_final_dot() -> None:
    assert Reply("dot", 0, "gone").in_doubt
    assert Reply("data", 0, "gone").broken
    assert Reply("lease", 0, "").broken


def test_retries_grow_spread_and_end_after_about_two_days() -> None:
    waits = [retry_after(n, 0.5) for n in range(13)]
    assert waits[0] == 300
    assert waits[-1] is None
    total = sum(wait or 0 for wait in waits)
    assert 24 * 3600 < total < 60 * 3600
    assert retry_after(0, 0.0) == 150
