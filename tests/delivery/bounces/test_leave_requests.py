"""Emails that ask to be unsubscribed, told from all others; nothing a stranger writes is proof."""

import pytest

from coursewright.delivery.bounces.leave_requests import read_leave_request

NAME = "u17.0123456789abcdef0123"
APPLE = """\
From: p0001@example.org
To: course-help@example.org
Subject: unsubscribe
X-Apple-Unsubscribe: true
Message-ID: <x@y>
MIME-Version: 1.0
Content-Type: text/plain

unsubscribe
"""


def email(subject: str = "", body: str = "", **fields: str) -> bytes:
    head = {"From": "Ada <ada@example.org>", "To": "help@example.org", "Subject": subject}
    head |= {name.replace("_", "-"): value for name, value in fields.items()}
    text = "".join(f"{name}: {value}\n" for name, value in head.items())
    return f"{text}Content-Type: text/plain; charset=utf-8\n\n{body}\n".encode()


@pytest.mark.parametrize(
    "data",
    [
        email(f"unsubscribe {NAME}"),
        email(f"Unsubscribe {NAME.upper()}"),
        email(f"Re: unsubscribe {NAME}"),
        email("", To=f"bounces+{NAME}@example.org"),
        email("x", Delivered_To=f"<bounces+{NAME}@example.org>"),
        email("=?utf-8?q?unsubscribe_u17=2E0123456789abcdef0123?="),
        email(f"unsubscribe\n {NAME}"),
    ],
)
def test_a_signed_name_is_found_where_mail_programs_put_it(data: bytes) -> None:
    found = read_leave_request(data)
    assert found is not None
    assert found.signed == (NAME,)


@pytest.mark.parametrize(
    "data",
    [
        APPLE.encode(),
        email("unsubscribe"),
        email("UNSUBSCRIBE!"),
        email("Re: AW: Unsubscribe"),
        email("Please unsubscribe me."),
        email("Abmelden"),
        email("Désabonnement"),
        email("Darse de baja"),
        email("отписаться"),
        email("Re: Lesson 3: hello Ada", "unsubscribe\n\n> Lesson 3"),
        email("Re: Lesson 3", "Bitte abmelden!\n"),
        email("x", X_Apple_Unsubscribe="true"),
    ],
)
def test_a_request_in_words_is_one_without_proof(data: bytes) -> None:
    found = read_leave_request(data)
    assert found is not None
    assert found.signed == ()
    assert not found.proven
    assert found.sender in ("ada@example.org", "p0001@example.org")


@pytest.mark.parametrize(
    "data",
    [
        email("Re: Lesson 3", "How do I unsubscribe my colleague?\n"),
        email("Re: Lesson 3", "Thanks!\n\n> unsubscribe\n"),
        email("How to unsubscribe from anything", "A book for you"),
        email("unsubscribe", Auto_Submitted="auto-replied"),
        email("Out of office", "I am away.\n"),
        email("", ""),
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n--x--",
    ],
)
def test_other_email_asks_for_nothing(data: bytes) -> None:
    assert read_leave_request(data) is None


RESULTS = "mx.example.org; dkim=pass header.d=example.org; dmarc=pass (p=none) header.from="


@pytest.mark.parametrize(
    ("results", "proven"),
    [
        (RESULTS + "example.org", True),
        ("MX.example.org 1; dmarc=pass header.from=example.org", True),
        (RESULTS + "example.org.evil.example", False),
        (RESULTS + "evil.example", False),
        ("mx.evil.example; dmarc=pass header.from=example.org", False),
        ("mx.example.org; dmarc=fail header.from=example.org", False),
        ("mx.example.org; dmarc=none; spf=pass header.from=example.org", False),
        ("mx.example.org; spf=pass (dmarc=pass header.from=example.org)", False),
    ],
)
def test_only_the_operators_own_server_proves_who_wrote(results: str, proven: bool) -> None:
    data = email("unsubscribe", Authentication_Results=results)
    found = read_leave_request(data, "mx.example.org")
    assert found is not None
    assert found.proven is proven
    without = read_leave_request(data)
    assert without is not None
    assert not without.proven, "nobody has said whose results to believe"


def test_two_authors_are_none() -> None:
    data = b"From: ada@example.org\n" + email("unsubscribe")
    found = read_leave_request(data)
    assert found is not None
    assert found.sender == ""
    data = email("unsubscribe", From="ada@example.org, bob@example.org")
    found = read_leave_request(data)
    assert found is not None
    assert found.sender == ""
