"""The message as it goes over the wire: headers, text and HTML part, signatures. No randomness.

The same delivery gives the same bytes: Message-ID, Date and boundary follow from the ledger.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from functools import cached_property, lru_cache

from coursewright.errors import UsageError
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
from coursewright.sequence.email_template import EmailTemplate
from coursewright.sequence.release import Release

from .signing import Signer

__all__ = ["Composer", "Envelope"]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What one message is addressed with."""

    address: str
    name: str
    message_id: str
    date: int
    """UTC second of the Date field."""
    values: Mapping[str, str]
    """What the placeholders are filled with."""
    unsubscribe: str | None = None
    """The one-click address (RFC 8058)."""
    leave_by: tuple[str, str] | None = None
    """Address and subject of an email that unsubscribes; else the course's, without a name."""


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

    def compose(self, letter: EmailTemplate, envelope: Envelope) -> bytes:
        """Return the message, lines ended by CRLF."""
        boundary = boundary_of(envelope.message_id)
        fields = self._fields(letter, envelope, boundary)
        body = b"".join(
            (
                opening(boundary),
                letter.text.fill(envelope.values),
                parting(boundary),
                letter.html.fill(envelope.values),
                closing(boundary),
            )
        )
        if self.signers:
            digest = hashlib.sha256(body).digest()
            signed = [
                ("DKIM-Signature", s.sign(fields, digest, envelope.date)) for s in self.signers
            ]
            fields = [*signed, *fields]
        head = "".join([f"{name}: {value}\r\n" for name, value in fields])
        return b"".join((head.encode("utf-8"), b"\r\n", body))

    def _fields(
        self, letter: EmailTemplate, envelope: Envelope, boundary: str
    ) -> list[tuple[str, str]]:
        fields = [
            self._sender,
            ("To", mailbox(envelope.name, address(envelope.address))),
            ("Subject", encoded(letter.fill_subject(envelope.values))),
            ("Date", _date(envelope.date)),
            ("Message-ID", envelope.message_id),
            *self._fixed,
        ]
        reply, subject = envelope.leave_by or (self._reply, "unsubscribe")
        fields += listed(reply, envelope.unsubscribe, subject)
        if self.idempotency_header:
            fields.append((self.idempotency_header, envelope.message_id.strip("<>")))
        fields += form_fields(boundary)
        return fields

    @cached_property
    def _sender(self) -> tuple[str, str]:
        sender = self.release.sequence.sender
        return "From", mailbox(sender.name, address(one_line(sender.address)))

    @cached_property
    def _reply(self) -> str:
        sender = self.release.sequence.sender
        return sender.reply_to or sender.address

    @cached_property
    def _fixed(self) -> tuple[tuple[str, str], ...]:
        sender = self.release.sequence.sender
        return tuple(standing(sender.reply_to, sender.list_id, self.release.course.language))


_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")


@lru_cache(maxsize=64)
def _date(at: int) -> str:
    return formatdate(at)
