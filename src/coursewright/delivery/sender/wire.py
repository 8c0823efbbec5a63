"""The message as it goes over the wire: headers, text and HTML part, signatures. No randomness.

The same delivery gives the same bytes: Message-ID, Date and boundary follow from the ledger.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from functools import cached_property, lru_cache
from typing import Any

from coursewright.delivery.compiled import Message, Release
from coursewright.delivery.letter import Letter, one_line
from coursewright.errors import UsageError

from .headers import address, encoded, mailbox
from .signing import Signer

__all__ = ["Composer", "Envelope", "learner_values"]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What one message is addressed with."""

    address: str
    name: str
    message_id: str
    date: int
    """UTC second of the Date field."""
    values: Mapping[str, str]
    """What the slots are filled with."""
    unsubscribe: str | None = None
    """The one-click address (RFC 8058)."""


@dataclass(frozen=True)
class Composer:
    """Makes messages of a release.

    No line of them begins with a dot: SMTP has nothing to double (RFC 5321 4.5.2).
    """

    release: Release
    signers: Sequence[Signer] = ()
    idempotency_header: str = ""
    """A provider's header that makes it drop a message it has had: `Resend-Idempotency-Key`."""

    def __post_init__(self) -> None:
        if self.idempotency_header and not _FIELD.match(self.idempotency_header):
            msg = f"not the name of a header: {self.idempotency_header[:80]!r}"
            raise UsageError(msg)

    def compose(self, letter: Letter, envelope: Envelope) -> bytes:
        """Return the message, lines ended by CRLF."""
        boundary = f"=_{hashlib.sha256(envelope.message_id.encode()).hexdigest()[:24]}"
        fields = self._fields(letter, envelope, boundary)
        mark = f"--{boundary}".encode()
        body = (
            b"%b\r\n" % mark,
            _PART % b"plain",
            letter.text.fill(envelope.values),
            b"\r\n%b\r\n" % mark,
            _PART % b"html",
            letter.html.fill(envelope.values),
            b"\r\n%b--\r\n" % mark,
        )
        if self.signers:
            digest = hashlib.sha256()
            for piece in body:
                digest.update(piece)
            signed = [
                ("DKIM-Signature", s.sign(fields, digest.digest(), envelope.date))
                for s in self.signers
            ]
            fields = [*signed, *fields]
        head = "".join([f"{name}: {value}\r\n" for name, value in fields])
        return b"".join((head.encode("utf-8"), b"\r\n", *body))

    def _fields(self, letter: Letter, envelope: Envelope, boundary: str) -> list[tuple[str, str]]:
        by_mail = f"<mailto:{self._reply}?subject=unsubscribe>"
        fields = [
            self._sender,
            ("To", mailbox(envelope.name, address(envelope.address))),
            ("Subject", encoded(letter.fill_subject(envelope.values))),
            ("Date", _date(envelope.date)),
            ("Message-ID", envelope.message_id),
            *self._fixed,
        ]
        if envelope.unsubscribe:
            fields.append(("List-Unsubscribe", f"<{envelope.unsubscribe}>,\r\n {by_mail}"))
            fields.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
        else:
            fields.append(("List-Unsubscribe", by_mail))
        if self.idempotency_header:
            fields.append((self.idempotency_header, envelope.message_id.strip("<>")))
        fields.append(("MIME-Version", "1.0"))
        fields.append(("Content-Type", f'multipart/alternative;\r\n boundary="{boundary}"'))
        return fields

    @cached_property
    def _sender(self) -> tuple[str, str]:
        sender = self.release.data["sender"]
        where = address(one_line(str(sender["address"])))
        return "From", mailbox(str(sender.get("name") or ""), where)

    @cached_property
    def _reply(self) -> str:
        sender = self.release.data["sender"]
        return one_line(sender.get("reply_to") or sender["address"])

    @cached_property
    def _fixed(self) -> tuple[tuple[str, str], ...]:
        return _fixed(self.release)


_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")
_PART = (
    b"Content-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
)


@lru_cache(maxsize=64)
def _date(at: int) -> str:
    return formatdate(at)


def _fixed(release: Release) -> tuple[tuple[str, str], ...]:
    sender, fields = release.data["sender"], []
    if sender.get("reply_to"):
        fields.append(("Reply-To", f"<{address(one_line(str(sender['reply_to'])))}>"))
    if sender.get("list_id"):
        fields.append(("List-Id", f"<{one_line(str(sender['list_id']))}>"))
    language = one_line(str(release.course.get("language") or ""))
    if language.isascii() and language:
        fields.append(("Content-Language", language))
    fields.append(("Auto-Submitted", "auto-generated"))  # RFC 3834 5: no holiday replies, please
    return tuple(fields)


def learner_values(
    release: Release, track: str, name: str, attrs: Mapping[str, Any], message: Message
) -> dict[str, str]:
    """Return what the slots of a learner's mail are filled with, links aside.

    The first name is the roster's column `first_name`, else the first word of the name; without
    one, the author's fallback stands.
    """
    name = one_line(name)
    first = one_line(str(attrs.get("first_name") or name.partition(" ")[0]))
    return {
        "learner.first_name": first,
        "learner.name": name,
        "track.label": str(release.tracks.get(track, {}).get("label") or ""),
        "course.title": str(release.course.get("title") or ""),
        "lesson.number": str(message.number or ""),
        "lesson.count": str(message.count or ""),
    }
