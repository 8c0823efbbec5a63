"""One returned message: does it report a failure or a complaint, and about which mail of ours?

Nothing in it is believed but a reference that we signed ourselves: the Message-ID of the mail that
came back, or the address that it came back to. So nobody can make us forget a stranger.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import Literal

from .verdict import judge

__all__ = ["BounceNotice", "read_notice"]

_REFERENCE = re.compile(r"<?[0-9a-zA-Z.+_=/-]{1,120}@[0-9a-zA-Z.\[\]:-]{1,255}>?")
_NESTED = re.compile(rb"boundary\s*=|content-type:\s*message/", re.IGNORECASE)
_MOST_NESTED = 40  # a parser that follows more parts than any report has is being led on
_MOST_REFERENCES = 60
_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Original-Recipient")
_ANSWERS = ("In-Reply-To", "References", "X-Original-Message-ID")
_COMPLAINTS = {"abuse", "fraud", "virus", "other", "miscategorized"}
_QUOTED_ID = re.compile(r"(?mi)^Message-ID:[ \t]{0,9}(\S{1,500})")
_OLD_EXIM = re.compile(r"(?m)^[ \t]{2,20}.{0,300}?(5\d\d)[ -](.{0,200})$")


@dataclass(frozen=True, slots=True)
class BounceNotice:
    """What a returned message says of one mail."""

    kind: Literal["hard", "soft", "policy", "complaint", "opt-out"]
    status: str
    text: str
    """What the other side said, for the record."""
    references: tuple[str, ...]
    """Where a signed reference to our mail may stand, the likeliest first."""


def read_notice(data: bytes) -> BounceNotice | None:
    """Return what a message reports, or None: it is no report, or of a mail that is only late."""
    if len(_NESTED.findall(data)) > _MOST_NESTED:
        return None
    try:
        message = BytesParser(policy=compat32).parsebytes(data)
        found = _verdict(message)
        if found is None:
            return None
        kind, status, text = found
        names = tuple(dict.fromkeys(_references(message)))[:_MOST_REFERENCES]
        return BounceNotice(kind, status, _line(text), names)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # the standard library's parser on what is no mail


def _verdict(
    message: Message,
) -> tuple[Literal["hard", "soft", "policy", "complaint", "opt-out"], str, str] | None:
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "message/feedback-report":
            return _complaint(part)
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            return _failure(part)
    if message.get("X-Failed-Recipients"):  # Exim before it wrote reports
        text = _text(message)
        found = _OLD_EXIM.search(text)
        if found:
            verdict, code = judge("5.0.0", f"{found[1]} {found[2]}")
            return verdict, code, f"{found[1]} {found[2]}"
    return None


def _failure(part: Message) -> tuple[Literal["hard", "soft", "policy"], str, str] | None:
    """Judge the recipients of a report: ours has one, so the first that failed is meant."""
    for block in _blocks(part):
        if str(block.get("Action", "")).strip().lower().split(" ")[0] != "failed":
            continue
        text = _line(str(block.get("Diagnostic-Code", "")))
        verdict, code = judge(str(block.get("Status", "")), text)
        return verdict, code, text
    return None


def _complaint(part: Message) -> tuple[Literal["complaint", "opt-out"], str, str] | None:
    for block in _blocks(part):
        kind = str(block.get("Feedback-Type", "")).strip().lower()
        if kind in _COMPLAINTS:
            return "complaint", "", kind
        if kind in ("opt-out", "opt-out-list"):
            return "opt-out", "", kind
    return None


def _blocks(part: Message) -> Iterator[Message]:
    """Yield the groups of fields of a report (RFC 3464 2.1), wherever the parser put them."""
    payload = part.get_payload()
    if isinstance(payload, list):
        for one in payload:
            if isinstance(one, Message):
                yield one
                yield from _blocks(one) if one.get_content_maintype() == "message" else ()
                rest = one.get_payload()
                if isinstance(rest, str) and ":" in rest:
                    yield BytesParser(policy=compat32).parsebytes(rest.encode("utf-8", "replace"))
    else:
        raw = part.get_payload(decode=True)
        for block in re.split(rb"\r?\n\r?\n", raw if isinstance(raw, bytes) else b""):
            yield BytesParser(policy=compat32).parsebytes(block.lstrip())


def _references(message: Message) -> Iterator[str]:
    """Yield what may name our mail: where the report came to, then the mail that it returns."""
    for name in _TO:
        for value in message.get_all(name, ())[:5]:
            yield from _REFERENCE.findall(str(value)[:2000])
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "message/feedback-report":
            for block in _blocks(part):
                yield from _REFERENCE.findall(str(block.get("Original-Mail-From", ""))[:500])
        elif part is not message and part.get("Message-ID"):
            yield from _REFERENCE.findall(str(part["Message-ID"])[:500])
        elif kind == "text/rfc822-headers":
            raw = part.get_payload(decode=True)
            head = BytesParser(policy=compat32).parsebytes(raw if isinstance(raw, bytes) else b"")
            yield from _REFERENCE.findall(str(head.get("Message-ID", ""))[:500])
    for name in _ANSWERS:
        yield from _REFERENCE.findall(str(message.get(name, ""))[:2000])
    if message.get("X-Failed-Recipients"):
        found = re.search(
            r"^Message-ID:\s*(\S{1,500})", _text(message), re.IGNORECASE | re.MULTILINE
        )
        yield from _REFERENCE.findall(found[1]) if found else ()


def _parts(message: Message) -> Iterator[Message]:
    for count, part in enumerate(message.walk()):
        if count > 200:
            return
        yield part


def _text(message: Message) -> str:
    raw = message.get_payload(decode=True) if not message.is_multipart() else b""
    return (raw if isinstance(raw, bytes) else b"").decode("utf-8", "replace")


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text[:2000]).split())[:300]
