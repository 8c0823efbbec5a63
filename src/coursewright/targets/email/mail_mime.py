"""A mail as a file (`.eml`): what arrives, with a sample learner; the same bytes in every build."""

import hashlib
from collections.abc import Sequence

from coursewright.mime.headers import (
    address,
    boundary_of,
    closing,
    encoded,
    form_fields,
    listed,
    mailbox,
    one_line,
    opening,
    parting,
    standing,
)
from coursewright.mime.quoted import encode_piece
from coursewright.model import Sender

__all__ = ["SAMPLE_NAME", "eml"]

SAMPLE_NAME = "Alex Rivera"
_SAMPLE_ADDRESS = "alex.rivera@example.org"
_DATE = "Mon, 05 Jan 2026 09:00:00 +0000"  # a fixed day: no file may hang on the day it was built


def eml(
    *,
    sender: Sender,
    language: str,
    subject: str,
    text: str | Sequence[str],
    html: str | Sequence[str],
    unsubscribe: str | None,
) -> bytes:
    """Return the mail as RFC 5322 has it: multipart/alternative, text first, quoted-printable.

    It is what the sender writes, byte for byte, but for learner, date and id.

    Args:
        sender: who it comes from.
        language: of the text (BCP 47).
        subject: as one line of text.
        text: the plain part; in pieces, where it was split at what differs for each learner.
        html: the HTML part, the same.
        unsubscribe: the https address that takes a one-click POST (RFC 8058), where there is one.
    """
    texts, htmls = ([one] if isinstance(one, str) else one for one in (text, html))
    digest = hashlib.sha256("\0".join((subject, *texts, *htmls)).encode("utf-8", "replace"))
    where = address(one_line(sender.address))
    name = f"<{digest.hexdigest()[:32]}@{where.rpartition('@')[2] or 'example.invalid'}>"
    boundary = boundary_of(name)
    head = [
        ("From", mailbox(sender.name, where)),
        ("To", mailbox(SAMPLE_NAME, _SAMPLE_ADDRESS)),
        ("Subject", encoded(one_line(subject))),
        ("Date", _DATE),
        ("Message-ID", name),
        *standing(sender.reply_to, sender.list_id, language),
        *listed(sender.reply_to or sender.address, _one_click(unsubscribe)),
        *form_fields(boundary),
    ]
    lines = "".join(f"{name}: {value}\r\n" for name, value in head).encode("utf-8", "replace")
    return b"".join(
        (
            lines,
            b"\r\n",
            opening(boundary),
            *map(encode_piece, texts),
            parting(boundary),
            *map(encode_piece, htmls),
            closing(boundary),
        )
    )


def _one_click(unsubscribe: str | None) -> str | None:
    """Return an address that may stand in the header: https, on one line, in ASCII."""
    if not unsubscribe or not unsubscribe.startswith("https://"):
        return None
    return "".join(one_line(unsubscribe).split()).encode("ascii", "ignore").decode()
