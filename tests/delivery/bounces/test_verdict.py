"""What mail servers answer, and what it means: short replies as facts, by who gives them."""

import csv
from pathlib import Path

import pytest

from coursewright.delivery.bounces.reply_text import fingerprint, names_an_ip, words_of
from coursewright.delivery.bounces.reply_words import ROWS
from coursewright.delivery.bounces.verdict import Verdict, judge
from coursewright.delivery.sender.replies import Reply, verdict_of

with Path(__file__).with_name("replies.csv").open(encoding="utf-8", newline="") as _file:
    REPLIES = [tuple(row.values()) for row in csv.DictReader(_file)]


def test_the_table_holds_more_than_150_replies() -> None:
    assert len(REPLIES) >= 150
    assert {verdict for *_, verdict in REPLIES} == {str(one) for one in Verdict}


@pytest.mark.parametrize(("who", "stage", "reply", "verdict"), REPLIES)
def test_a_reply_is_judged_by_its_code_and_its_words(
    who: str, stage: str, reply: str, verdict: str
) -> None:
    said = verdict_of(Reply(stage, int(reply[:3]), reply[4:]))
    assert said == verdict, f"{who}: {reply}"


@pytest.mark.parametrize(("who", "stage", "reply", "verdict"), REPLIES)
def test_a_report_of_the_same_reply_never_burns_more(
    who: str, stage: str, reply: str, verdict: str
) -> None:
    """As a relay reports it, with a status of its own that blames the recipient."""
    found = judge(f"smtp; {reply}", status="5.1.1").verdict
    if verdict not in ("sent", "gone", "unclear"):  # of the unclear, the status is all there is
        assert found is not Verdict.GONE, f"{who}: {reply}"


@pytest.mark.parametrize(
    ("status", "text", "verdict"),
    [
        ("5.1.1", "smtp; 550 5.7.1 IP address blacklisted by recipient", "policy"),
        ("5.1.0", "smtp; 550 5.1.0 <b@example.org> sender rejected.", "policy"),
        ("5.1.1", "smtp; 552 5.2.2 Over quota", "soft"),
        ("5.0.0", "smtp; 550 Message contains a virus", "content"),
        ("5.0.0", "smtp; 550 5.1.1 unknown user", "gone"),
        ("4.0.0", "smtp; 550 5.1.1 unknown user", "gone"),
        ("4.4.7", "smtp; 550 5.1.1 unknown user", "later"),
        ("5.0.0", "smtp; 451 4.7.1 greylisted", "later"),
        ("5.4.7", "smtp; delivery time expired", "soft"),
        ("5.1.1", "", "gone"),
        ("", "smtp; 550 user unknown", "gone"),
        ("", "", "unclear"),
        ("5.1.1", "smtp; host mx.example.net[192.0.2.2] said: 550 5.1.1 user unknown", "gone"),
        ("5.1.1", "smtp; 550 5.1.1 rejected, see client [198.51.100.7]", "policy"),
    ],
)
def test_a_report_goes_by_the_most_specific_code_then_the_words(
    status: str, text: str, verdict: str
) -> None:
    assert judge(text, status=status).verdict == verdict


@pytest.mark.parametrize(
    "blame",
    [
        "our IP 192.0.2.1",
        "SPF",
        "DKIM signature missing",
        "DMARC",
        "poor reputation",
        "listed on a block list",
        "no PTR record",
        "missing rDNS",
        "relaying denied",
        "daily sending quota exceeded",
        "sending rate too high",
    ],
)
@pytest.mark.parametrize("code", ["5.1.1", "5.2.1", "5.1.10", "5.4.1"])
def test_what_names_us_is_never_gone_whatever_the_code(blame: str, code: str) -> None:
    assert judge(f"{code} rejected: {blame}", code=550).verdict is not Verdict.GONE
    assert judge(f"smtp; 550 user unknown: {blame}", status=code).verdict is not Verdict.GONE


@pytest.mark.parametrize("stage", ["connect", "mail"])
@pytest.mark.parametrize("text", ["no such user", "5.1.1 user unknown", "no", ""])
def test_before_a_recipient_is_named_a_refusal_is_about_us(stage: str, text: str) -> None:
    assert verdict_of(Reply(stage, 550, text)) is Verdict.POLICY


def test_every_row_names_its_source() -> None:
    assert all(row.source for row in ROWS)


def test_refusals_of_one_kind_look_alike() -> None:
    one = "550 5.1.1 <a@x.example> [203.0.113.7] rejected, id 4ABCd12 see https://x.example/?a=1"
    two = "550 5.1.1 <bob@y.example> [203.0.113.9] rejected, id 9XYZe77 see https://y.example/?b=2"
    assert fingerprint(one) == fingerprint(two)
    assert fingerprint(one) != fingerprint("550 5.1.1 user unknown")


def test_the_receivers_own_address_is_not_ours() -> None:
    assert not names_an_ip("host mx.example.net [192.0.2.2]: 550 5.1.1 user unknown")
    assert not names_an_ip("192.0.2.2 does not like recipient. Remote host said: 550 user unknown")
    assert names_an_ip("550 5.1.1 [192.0.2.2] rejected")
    assert (
        words_of("550 <spam@blocked.example> unknown, host dkim.example.net") == "550 unknown, host"
    )
