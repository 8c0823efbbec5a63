"""Emails that ask to be unsubscribed: the `mailto:` of List-Unsubscribe, mailbox providers, people.

Where the email holds a name that we signed, it is believed. Where it does not, only its From says
who asks, and anybody can write that: the reader of the ledger decides with care.
"""

import re
import unicodedata
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses

__all__ = ["LeaveRequest", "read_leave_request"]

_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Subject")
_SIGNED = re.compile(r"(?i)(?<![0-9a-z])u\d{1,18}\.[0-9a-f]{20}(?![0-9a-f])")
_WORDS = {
    *("unsubscribe", "unsubscribe me", "please unsubscribe me", "please unsubscribe", "remove me"),
    *("please remove me", "unsub", "opt out", "optout", "remove", "list unsubscribe", "signoff"),
    *("abmelden", "abbestellen", "bitte abmelden", "austragen", "newsletter abbestellen"),
    *("desabonner", "me desabonner", "desabonnement", "desinscription", "se desinscrire"),
    *("cancelar suscripcion", "darse de baja", "dar de baja", "baja", "desuscribir"),
    *(
        "cancellami",
        "disiscrivi",
        "disiscrizione",
        "annulla iscrizione",
        "afmelden",
        "uitschrijven",
    ),
    *("cancelar inscricao", "descadastrar", "avregistrera", "avmeld", "afmeld", "wypisz"),
    *("отписаться", "отписка", "配信停止", "退订", "取消订阅", "수신거부", "الغاء الاشتراك"),
}
_PROVIDERS = ("X-Apple-Unsubscribe", "X-List-Unsubscribe-Request")
_REPLY = re.compile(r"(?i)^(?:(?:re|aw|sv|antw|rv|odp)\s*:\s*)+")
_MOST_BODY = 4000


@dataclass(frozen=True, slots=True)
class LeaveRequest:
    """One email that asks to be unsubscribed."""

    signed: tuple[str, ...]
    """What looks like a name that we signed, wherever it stands."""
    sender: str
    """The address in From, or nothing."""
    message_id: str
    proven: bool
    """Whether the operator's own mail server says that From is true."""


def read_leave_request(data: bytes, authserv_id: str = "") -> LeaveRequest | None:
    """Return what an email asks, or None: it asks for something else.

    Args:
        data: the email.
        authserv_id: the name under which the operator's mail server writes
            Authentication-Results (RFC 8601); nobody else's are read.
    """
    try:
        message = BytesParser(policy=compat32).parsebytes(data)
        signed = tuple(dict.fromkeys(_signed(message)))
        if not signed and not _asks(message):
            return None
        sender = _sender(message)
        proven = bool(authserv_id and sender) and _proven(message, sender, authserv_id)
        return LeaveRequest(signed, sender, _text(message, "Message-ID")[:200], proven)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # the standard library's parser on what is no email


def _signed(message: Message) -> list[str]:
    found = []
    for name in _TO:
        for value in _values(message, name)[:5]:
            found += _SIGNED.findall(_decoded(value))
    return [one.lower() for one in found]


def _asks(message: Message) -> bool:
    """Tell whether an email asks in words: by its subject, or by all that it says."""
    if any(message.get(name) is not None for name in _PROVIDERS):
        return True
    if str(message.get("Auto-Submitted", "no")).strip().lower().startswith("auto-replied"):
        return False
    subject = _plain(_REPLY.sub("", _text(message, "Subject").strip()))
    return subject in _WORDS or _plain(_first_line(message)) in _WORDS


def _first_line(message: Message) -> str:
    """Return the first line that the sender wrote, of a plain text; an empty one if it is long."""
    part = next((one for one in message.walk() if one.get_content_type() == "text/plain"), None)
    raw = part.get_payload(decode=True) if part else b""
    text = (raw if isinstance(raw, bytes) else b"")[:_MOST_BODY].decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[0] if lines and not lines[0].startswith(">") else ""


def _sender(message: Message) -> str:
    fields = message.get_all("From", ())
    found = getaddresses([str(field)[:500] for field in fields]) if len(fields) == 1 else []
    return found[0][1] if len(found) == 1 else ""


def _proven(message: Message, sender: str, authserv_id: str) -> bool:
    """Tell whether the operator's mail server found From to be true (RFC 8601 2.7, RFC 7489)."""
    domain = re.escape(sender.rpartition("@")[2].lower())
    for value in message.get_all("Authentication-Results", ())[:10]:
        text = re.sub(r"\([^()]*\)", " ", str(value)).lower()
        name, _, results = text.partition(";")
        if name.split()[:1] != [authserv_id.lower()]:
            continue
        if re.search(rf"\bdmarc\s*=\s*pass\b[^;]*\bheader\.from\s*=\s*{domain}(?![\w.-])", results):
            return True
    return False


def _text(message: Message, name: str) -> str:
    return _decoded(next(iter(_values(message, name)), ""))


def _values(message: Message, name: str) -> list[str]:
    """Return the values of a field; what is written in bare UTF-8 (RFC 6532) is read as such."""
    return [
        str(value)[:2000].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        for field, value in message.raw_items()
        if field.lower() == name.lower()
    ]


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError):
        return value


def _plain(text: str) -> str:
    """Return words as they are compared: without case, accents and punctuation."""
    folded = unicodedata.normalize("NFKD", text[:80]).casefold()
    kept = "".join(char if char.isalnum() else " " for char in folded if not _mark(char))
    return " ".join(kept.split())


def _mark(char: str) -> bool:
    return bool(unicodedata.combining(char))
