"""Header fields: encoded words (RFC 2047), addresses, folding. Only printable ASCII comes out."""

import hashlib
import re
import unicodedata
from base64 import b64encode
from functools import lru_cache
from urllib.parse import quote

from .addresses import EmailAddress, parse_address, parse_list_id

__all__ = [
    "address",
    "boundary_of",
    "closing",
    "encoded",
    "form_fields",
    "is_one_line",
    "listed",
    "mailbox",
    "mailto",
    "one_line",
    "opening",
    "parting",
    "standing",
]

_ATOMS = re.compile(r"[A-Za-z0-9 !#$%&'*+\-/=?^_`{|}~]+\Z")
_PLAIN = re.compile(r"[ -~]*\Z")
_BREAKS = frozenset({"Cc", "Zl", "Zp", "Cs"})
_PART = (
    b"Content-Type: text/%b; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
)
_WORD = 39  # bytes of UTF-8 in one encoded word: 52 in base64, 64 with its frame


@lru_cache(maxsize=4096)
def encoded(text: str) -> str:
    """Return unstructured text for a header: as it is, or as encoded words, folded."""
    if _PLAIN.match(text) and "=?" not in text:
        return _folded(text)
    words, piece = [], b""
    for char in text:
        more = char.encode("utf-8", "replace")
        if len(piece) + len(more) > _WORD:  # a character is never split (RFC 2047 5)
            words.append(piece)
            piece = b""
        piece += more
    words.append(piece)
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in words)


def mailbox(name: str, where: str) -> str:
    """Return `name <address>` for From, To, Reply-To."""
    name = one_line(name)
    if not name:
        return f"<{where}>"
    if _ATOMS.match(name) and "=?" not in name:
        return f"{name}\r\n <{where}>" if len(name) + len(where) > 70 else f"{name} <{where}>"
    if _PLAIN.match(name) and "=?" not in name:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return (
            f'"{quoted}" <{where}>' if len(name) + len(where) < 70 else f'"{quoted}"\r\n <{where}>'
        )
    return f"{encoded(name)}\r\n <{where}>"


@lru_cache(maxsize=1024)
def address(text: str) -> str:
    """Return an address with its domain in IDNA; the local part is left as it is (RFC 6531)."""
    parsed = parse_address(text)
    return parsed.ascii if isinstance(parsed, EmailAddress) else _one_word(text)


def boundary_of(message_id: str) -> str:
    """Return what stands between the parts of a mail: it follows from the id, not from chance."""
    return f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:24]}"


def form_fields(boundary: str) -> list[tuple[str, str]]:
    """Return the fields that say how a mail is made up: they stand last."""
    kind = f'multipart/alternative;\r\n boundary="{boundary}"'
    return [("MIME-Version", "1.0"), ("Content-Type", kind)]


def opening(boundary: str) -> bytes:
    """Return what stands before the plain text, which is quoted-printable."""
    return b"--%b\r\n%b" % (boundary.encode(), _PART % b"plain")


def parting(boundary: str) -> bytes:
    """Return what stands between the plain text and the HTML."""
    return b"\r\n--%b\r\n%b" % (boundary.encode(), _PART % b"html")


def closing(boundary: str) -> bytes:
    """Return what stands at the end."""
    return b"\r\n--%b--\r\n" % boundary.encode()


def listed(
    reply: str, one_click: str | None, subject: str = "unsubscribe"
) -> list[tuple[str, str]]:
    """Return how an email is unsubscribed from (RFC 2369 3.2, RFC 8058 3.1).

    Args:
        reply: where an email that unsubscribes goes.
        one_click: the address for a POST, where there is a service.
        subject: of that email; it may hold a signed name.
    """
    by_mail = f"<{mailto(reply, subject)}>"
    if not one_click:
        return [("List-Unsubscribe", by_mail)]
    return [
        ("List-Unsubscribe", f"<{one_click}>,\r\n {by_mail}"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]


def standing(reply_to: str | None, list_id: str | None, language: str) -> list[tuple[str, str]]:
    """Return the fields that all mails of a course have alike."""
    fields = []
    if reply_to:
        fields.append(("Reply-To", f"<{address(reply_to)}>"))
    if list_id:
        fields.append(("List-Id", f"<{parse_list_id(list_id) or _one_word(list_id)}>"))
    if language.isascii() and language:
        fields.append(("Content-Language", one_line(language)))
    fields.append(("Auto-Submitted", "auto-generated"))  # RFC 3834 5: no holiday replies, please
    return fields


def _one_word(text: str) -> str:
    """Return what `check` refused, without anything that could make a second address of it."""
    return "".join(char for char in one_line(text) if char not in ' ,;:<>()[]"\\')


def mailto(to: str, subject: str) -> str:
    """Return a link that writes an email (RFC 6068)."""
    return f"mailto:{quote(address(one_line(to)), safe='@+.')}?subject={quote(subject)}"


def _folded(text: str) -> str:
    if len(text) < 66:
        return text
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) > 64:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line])


def is_one_line(text: str) -> bool:
    """Tell whether a header can hold text as it is: no line end, no control character."""
    return text.isprintable() or not any(unicodedata.category(char) in _BREAKS for char in text)


def one_line(text: str) -> str:
    """Return text without control characters or line ends: nothing can break out of a header."""
    if not text.isprintable():  # joiners and marks of direction are not, and belong to words
        text = "".join(" " if unicodedata.category(c) in _BREAKS else c for c in text)
    return " ".join(text.split())
