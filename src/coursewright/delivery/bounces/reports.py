"""One returned message: does it report a failure or a complaint, and about which mail of ours?

Nothing in it is believed but a reference that we signed ourselves: the Message-ID of the mail that
came back, or the address that it came back to. So nobody can make us forget a stranger.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import Literal

from .free_text import failed_for_good, looks_like_a_report, only_late, said_in_words
from .verdict import Judgment, Verdict, judge

__all__ = ["BounceNotice", "NoticeKind", "read_notice"]

NoticeKind = Literal["hard", "soft", "policy", "content", "unclear", "complaint", "opt-out"]

_REFERENCE = re.compile(r"<?[0-9a-zA-Z.+_=/-]{1,120}@[0-9a-zA-Z.\[\]:-]{1,255}>?")
_NESTED = re.compile(rb"boundary\s*=|content-type:\s*message/", re.IGNORECASE)
_MOST_NESTED = 40  # a parser that follows more parts than any report has is being led on
_MOST_REFERENCES = 60
_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Original-Recipient")
_ANSWERS = ("In-Reply-To", "References", "X-Original-Message-ID")
_COMPLAINTS = {"abuse", "fraud", "virus", "other", "miscategorized"}
_QUOTED_ID = re.compile(r"(?mi)^Message-ID:[ \t]{0,9}(\S{1,500})")
_FAILED = {"failed", "failure", "error", "fail"}
_KINDS: dict[Verdict, NoticeKind] = {
    Verdict.GONE: "hard",
    Verdict.SOFT: "soft",
    Verdict.LATER: "soft",
    Verdict.POLICY: "policy",
    Verdict.QUOTA: "policy",
    Verdict.RATE: "policy",
    Verdict.CONCURRENCY: "policy",
    Verdict.CONTENT: "content",
    Verdict.UNCLEAR: "unclear",
    Verdict.SENT: "unclear",  # a report of failure that quotes a 250: whatever it is, nobody burns
}


@dataclass(frozen=True, slots=True)
class BounceNotice:
    """What a returned message says of one mail."""

    kind: NoticeKind
    """`policy` is about us: nobody is suppressed for it, nor for `content` and `unclear`."""
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


def _verdict(message: Message) -> tuple[NoticeKind, str, str] | None:
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "message/feedback-report":
            return _complaint(part)
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            blocks = [block for block in _blocks(part) if "Action" in block or "Status" in block]
            if blocks:
                return _failure(message, blocks)
    return _in_words(message)


def _in_words(message: Message) -> tuple[NoticeKind, str, str] | None:
    """Judge a report that has no fields for machines."""
    known = failed_for_good(message)
    if not known and (only_late(message) or not looks_like_a_report(message)):
        return None
    text = said_in_words(message)
    found = judge(text)
    denied = found.code[1:4] == ".7."
    if known and found.verdict is Verdict.UNCLEAR and not denied:
        found = Judgment(Verdict.GONE, found.code)  # we have no opinion, flufl.bounce has
    return _KINDS[found.verdict], found.code, text


def _failure(message: Message, blocks: Sequence[Message]) -> tuple[NoticeKind, str, str] | None:
    """Judge the recipients of a report: ours has one, so the first that failed is meant."""
    for block in blocks:
        action = str(block.get("Action", "")).strip().lower().split(" ")[0]
        status = str(block.get("Status", "")).strip()
        if action not in _FAILED and (action or not status.startswith("5")):
            continue
        text = _line(str(block.get("Diagnostic-Code", "")))
        found = _careful(message, judge(text, status=status), status)
        return _KINDS[found.verdict], found.code, text
    return None


def _careful(message: Message, found: Judgment, status: str) -> Judgment:
    """Hold a verdict against the report's own words and against flufl.bounce."""
    if found.verdict not in (Verdict.GONE, Verdict.UNCLEAR):
        return found
    judgment = judge(said_in_words(message), status=status)
    if found.verdict is Verdict.UNCLEAR:
        return judgment
    if judgment.verdict in (Verdict.POLICY, Verdict.QUOTA, Verdict.RATE):
        return judgment
    return Judgment(Verdict.SOFT, found.code) if only_late(message) else found


def _complaint(part: Message) -> tuple[NoticeKind, str, str] | None:
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
