"""Bounces and complaints in the shapes of mail systems, and in shapes made to do harm."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.delivery.bounces.reports import BounceNotice, read_notice
from coursewright.delivery.bounces.verdict import Verdict, judge
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.references import (
    DeliveryReference,
    read_reference,
    return_address,
)
from delivery.bounces.shapes import SHAPES, complaint, eml, old_exim, postfix

KEYRING = Keyring(["a secret of the tests", "an older secret of the tests"])
ID = KEYRING.message_ids(17, 3, 0, "example.org")[0]
MAIL = DeliveryReference(17, 3, 0)


def meant(notice: BounceNotice | None) -> DeliveryReference | None:
    assert notice is not None
    found = [read_reference(KEYRING, text) for text in notice.references]
    return next((one for one in found if one), None)


@pytest.mark.parametrize("shape", SHAPES)
def test_an_unknown_user_is_read_in_every_shape(shape: str) -> None:
    notice = read_notice(SHAPES[shape](ID))
    assert notice is not None
    assert notice.kind == "hard"
    assert meant(notice) == MAIL


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("status", "diagnostic", "kind"),
    [
        ("4.4.1", "smtp; 451 4.4.1 connection timed out", "soft"),
        ("5.2.2", "smtp; 552 5.2.2 mailbox full", "soft"),
        ("5.7.1", "smtp; 550 5.7.1 message rejected as spam", "policy"),
        ("5.7.515", "smtp; 550 5.7.515 Access denied, sending domain lacks DMARC", "policy"),
        ("5.4.1", "smtp; 550 5.4.1 Recipient address rejected: Access denied", "hard"),
        ("5.0.0", "smtp; 550 5.1.1 unknown user", "hard"),
        ("5.0.0", "smtp; 554 blocked by policy", "policy"),
        ("5.0.0", "smtp; 552 over quota", "soft"),
        ("5.0.0", "x-unix; nobody of this name", "hard"),
        ("5.1.8", "smtp; 550 5.1.8 sender rejected", "policy"),
    ],
)
def test_what_failed_is_told_apart(shape: str, status: str, diagnostic: str, kind: str) -> None:
    notice = read_notice(SHAPES[shape](ID, status, diagnostic))
    assert notice is not None
    assert notice.kind == kind


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_mail_that_is_late_or_arrived_is_no_bounce(shape: str, action: str) -> None:
    assert read_notice(SHAPES[shape](ID, "4.0.0", action=action)) is None


def test_the_old_text_of_exim_is_read() -> None:
    notice = read_notice(old_exim(ID))
    assert notice is not None
    assert (notice.kind, notice.status) == ("hard", "5.1.1")
    assert meant(notice) == MAIL


@pytest.mark.parametrize("shape", SHAPES)
def test_the_address_that_it_came_back_to_is_enough(shape: str) -> None:
    to = return_address(KEYRING, "b+*@example.org", 17, 3, 0)
    assert len(to.partition("@")[0]) <= 64, "RFC 5321 4.5.3.1.1"
    notice = read_notice(SHAPES[shape]("<someone-elses@example.net>", to=to.upper()))
    assert meant(notice) == MAIL


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("abuse", "complaint"), ("fraud", "complaint"), ("opt-out", "opt-out")],
)
def test_a_complaint_is_read(kind: str, expected: str) -> None:
    notice = read_notice(complaint(ID, kind))
    assert notice is not None
    assert notice.kind == expected
    assert meant(notice) == MAIL
    back = return_address(KEYRING, "b+*@example.org", 17, 3, 0)
    assert meant(read_notice(complaint("<redacted@example.org>", kind, back))) == MAIL


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure", "dmarc", ""])
def test_praise_and_reports_on_signatures_are_no_complaints(kind: str) -> None:
    assert read_notice(complaint(ID, kind)) is None


def test_an_older_secret_is_believed_a_foreign_one_is_not() -> None:
    old = KEYRING.message_ids(17, 3, 0, "example.org")[1]
    assert read_reference(KEYRING, old) == MAIL
    other = Keyring(["another installation's secret"])
    assert read_reference(other, ID) is None
    assert read_reference(other, return_address(KEYRING, "b+*@example.org", 17, 3, 0)) is None


@pytest.mark.parametrize(
    "forged",
    [
        ID.replace(".17.", ".18."),
        ID.replace("<", "<0", 1),
        f"<{'0' * 24}.17.3.0@example.org>",
        "<17.3.0@example.org>",
        "b+17.3.0.00000000000000000000@example.org",
        "b+17.3.0@example.org",
        "",
        "<>",
        "é" * 50,
    ],
)
def test_a_forged_reference_names_nothing(forged: str) -> None:
    assert read_reference(KEYRING, forged) is None


def test_an_ordinary_mail_and_a_holiday_reply_are_no_reports() -> None:
    holiday = f"From: a@example.org\nAuto-Submitted: auto-replied\nIn-Reply-To: {ID}\n\nAway.\n"
    for text in (holiday, "", "\n", "Subject: Status: 5.1.1\n\nAction: failed\nStatus: 5.1.1\n"):
        assert read_notice(eml(text)) is None


NEST = "Content-Type: multipart/mixed; boundary=b{0}\n\n--b{0}\n"


@pytest.mark.parametrize(
    "hostile",
    [
        "".join(NEST.format(n) for n in range(6000)).encode(),
        b"Content-Type: message/rfc822\n\n" * 8000,
        b"To: " + b"a@b.c, " * 35_000 + b"\n\n",
        b"Content-Type: multipart/report; boundary=" + b"x" * 250_000 + b"\n\n",
        b"Content-Type: multipart/report; boundary=x\n\n" + b"--x\n" * 60_000,
        b"X-Failed-Recipients: a\n\n" + b"  " * 120_000,
        b"X-Failed-Recipients: a\n\n" + b"\n" * 250_000,
        b"X-Failed-Recipients: a\n\n" + b"Message-ID:" * 20_000,
        b"X-Failed-Recipients: a\n\n" + (b"  5" * 90 + b"\n") * 900,
        postfix(ID).replace(b"Status: 5.1.1", b"Status: " + b"5." * 60_000),
        postfix(ID).replace(b"\r\nAction", b"\r\n\r\n" + b"Action: delayed\r\n\r\n" * 12_000),
        b"\xff\xfe\x00" * 80_000,
        postfix(ID)[:900],
    ],
    ids=range(13),
)
def test_a_hostile_report_costs_little(hostile: bytes) -> None:
    begun = time.process_time()
    read_notice(hostile[: 256 * 1024])
    assert time.process_time() - begun < 3.0


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 2500))
def test_anything_is_read_without_an_exception(noise: bytes, at: int) -> None:
    read_notice(noise)
    data = postfix(ID)
    read_notice(data[:at] + noise + data[at:])


def test_a_code_of_many_digits_is_none() -> None:
    assert judge("", status="5.1.1.1.1").verdict is Verdict.UNCLEAR
    assert judge("").verdict is Verdict.UNCLEAR
