import pytest

from coursewright.delivery.sender.replies import Meaning, Reply, meaning, retry_after


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        (Reply("dot", 250, "ok"), Meaning.SENT),
        (Reply("dot", 0, "gone"), Meaning.UNSURE),
        (Reply("data", 0, "gone"), Meaning.CONNECTION),
        (Reply("rcpt", 421, "4.7.0 slow"), Meaning.CONNECTION),
        (Reply("connect", 454, "4.7.0 login later"), Meaning.CONNECTION),
        (Reply("mail", 452, "4.3.1 disk full"), Meaning.CONNECTION),
        (Reply("rcpt", 450, "4.2.0 grey"), Meaning.LATER),
        (Reply("rcpt", 550, "5.1.1 none"), Meaning.BOUNCED),
        (Reply("rcpt", 550, "no such user"), Meaning.BOUNCED),
        (Reply("rcpt", 552, "5.2.2 full"), Meaning.LATER),
        (Reply("rcpt", 550, "5.7.1 spam"), Meaning.POLICY),
        (Reply("mail", 553, "not yours"), Meaning.POLICY),
        (Reply("connect", 535, "5.7.8 login"), Meaning.POLICY),
        (Reply("dot", 554, "5.6.0 content"), Meaning.FAILED),
        (Reply("dot", 550, "5.7.515 not authenticated"), Meaning.POLICY),
        (Reply("lease", 0, ""), Meaning.CONNECTION),
    ],
)
def test_a_reply_means_what_the_standard_says(reply: Reply, what: Meaning) -> None:
    assert meaning(reply) is what


def test_retries_grow_spread_and_end_after_about_two_days() -> None:
    waits = [retry_after(n, 0.5) for n in range(13)]
    assert waits[0] == 300
    assert waits[-1] is None
    total = sum(wait or 0 for wait in waits)
    assert 24 * 3600 < total < 60 * 3600
    assert retry_after(0, 0.0) == 150
