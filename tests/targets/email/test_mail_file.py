"""The `.eml`: what RFC 5322, 2369, 2919 and 8058 ask for, and no header that an author made."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest

from coursewright.model import Sender
from coursewright.targets.email.mail_mime import eml
from targets.email.sample_emails import artifact, real_mails, small_mails

SENDER = Sender(name="Tea", address="tea@example.org", list_id="tea.example.org")
LONG = "https://mail.example.org/course/unsubscribe/" + "a" * 160


def made(sender: Sender = SENDER, subject: str = "Hello", unsubscribe: str | None = LONG) -> bytes:
    return eml(
        sender=sender,
        language="en",
        subject=subject,
        text="Text — so\n",
        html="<p>x</p>" * 500,
        unsubscribe=unsubscribe,
    )


def read(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default)
    assert not message.defects
    assert not any(part.defects for part in message.walk())
    return message


def test_every_mail_of_the_course_parses_without_a_defect() -> None:
    files = [one for one in real_mails().artifacts if one.path.endswith(".eml")]
    assert len(files) > 100
    for one in files:
        message = read(one.data)
        assert max(map(len, one.data.split(b"\r\n"))) <= 998
        assert b"\n" not in one.data.replace(b"\r\n", b"")
        kinds = [part.get_content_type() for part in message.iter_parts()]
        assert kinds == ["text/plain", "text/html"]
        for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"):
            assert len(message.get_all(name, [])) == 1, name


def test_the_parts_of_a_mail_are_the_files_beside_it() -> None:
    mails = small_mails()
    message = read(artifact(mails, "home/01-water.eml").data)
    for part, ending in zip(message.iter_parts(), ("txt", "html"), strict=True):
        text = artifact(mails, f"home/01-water.{ending}").data.decode()
        assert cast("EmailMessage", part).get_content().replace("\r\n", "\n") == text


def test_a_long_address_to_unsubscribe_stays_as_it_is() -> None:
    lines = made().split(b"\r\n")
    assert f"List-Unsubscribe: <{LONG}>,".encode() in lines
    assert b" <mailto:tea@example.org?subject=unsubscribe>" in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert b"List-Id: <tea.example.org>" in lines


def test_without_a_service_one_click_is_not_promised() -> None:
    data = made(unsubscribe=None)
    assert b"List-Unsubscribe: <mailto:" in data
    assert b"One-Click" not in data


@pytest.mark.parametrize("words", ["a\r\nBcc: x@example.org", "a\nb", "\r\n\r\nbody", "a\x00\x0b"])
def test_no_words_open_a_header(words: str) -> None:
    sender = Sender(name=words, address="tea@example.org", reply_to=words, list_id=words)
    message = read(made(sender, words, f"https://x.example/{words}"))
    assert message["Bcc"] is None
    assert len(message.keys()) == len(read(made()).keys()) + 1  # Reply-To


@pytest.mark.parametrize("words", ["Grüße an alle", "مرحبًا بالعالم " * 9, "😀" * 60, "x" * 300])
def test_a_subject_in_any_script_comes_back(words: str) -> None:
    data = made(Sender(name=words[:40], address="tea@bücher.example"), words)
    message = read(data)
    assert message["Subject"] == words.strip()
    assert message["From"].addresses[0].domain == "xn--bcher-kva.example"
    # Between two encoded words of a name Python's parser keeps the blank that RFC 2047 6.2 drops.
    name = message["From"].addresses[0].display_name
    assert name.replace(" ", "") == words[:40].replace(" ", "")


def test_the_same_mail_is_the_same_bytes() -> None:
    assert made() == made()
    assert small_mails().artifacts == small_mails().artifacts
