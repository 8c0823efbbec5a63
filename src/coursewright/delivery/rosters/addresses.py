"""Addresses as people have them in their lists: cleaned, then judged by the gate for addresses."""

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError

from coursewright.mime.addresses import AddressFault, parse_address

__all__ = ["CellAddress", "address_key", "bare", "needs_smtputf8", "read_address"]

_PLAIN = re.compile(r"[A-Za-z0-9_.+-]{1,60}@[A-Za-z0-9.-]{3,120}\Z")
"""What nearly all addresses look like: nothing is to be cleaned."""
_INVISIBLE = dict.fromkeys(
    (0xAD, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A))
)
"""Soft hyphens, zero-width characters, marks of direction: copied along from web pages."""
_WIDE = str.maketrans({"\uff20": "@", "\uff0e": ".", "\u3002": "."})
_ANGLE = re.compile(r"(?s)(.*?)<([^<>]*)>\s*[;,]?\s*\Z")
_SPOKEN = re.compile(r"(?i)[\[({]\s*(at|dot|punkt)\s*[\])}]")
_SEVERAL = re.compile(r"[;,|/\s]+")


@dataclass(frozen=True, slots=True)
class CellAddress:
    """An address that email can go to, as it was found in a cell."""

    email: str
    """The address, normalized."""
    key: str
    """The address as it is compared: case folded, the domain in IDNA."""
    domain: str
    """In ASCII."""
    name: str = ""
    """The name that stood before it, as in `Ada <ada@example.org>`."""


def read_address(text: str) -> CellAddress:
    """Return the address in a cell, an argument or a form field.

    Invisible characters, `mailto:`, angle brackets and a trailing separator are dropped.

    Raises:
        ValueError: there is none, or more than one; the message says what to do.
    """
    name, address = ("", text) if _PLAIN.match(text) else _split(bare(text))
    _one(address)
    try:
        return CellAddress(*address_key(address), name)
    except EmailNotValidError as error:
        msg = f"{address[:80]!r} is not an address: {str(error).rstrip('.')}. Correct it"
        raise ValueError(msg) from error


def bare(text: str) -> str:
    """Return text without the characters that nobody sees, and without space around it."""
    return text.translate(_INVISIBLE).strip()


def needs_smtputf8(address: str) -> bool:
    """Tell whether only a mail server with SMTPUTF8 (RFC 6531) can take email for an address."""
    return not address.rpartition("@")[0].isascii()


def address_key(address: str) -> tuple[str, str, str]:
    """Return an address normalized, the key it is compared by, and its domain in ASCII.

    Raises:
        EmailNotValidError: it is not an address that email can go to.
    """
    parsed = parse_address(address)
    if isinstance(parsed, AddressFault):
        raise EmailNotValidError(parsed.reason)
    return parsed.text, parsed.key, parsed.domain


def _split(text: str) -> tuple[str, str]:
    """Return the name and the address of `Name <address>`, or of a `mailto:` link."""
    name = ""
    if found := _ANGLE.match(text):
        name, text = found[1].strip().strip("\"'").strip(), found[2].strip()
    if text[:7].lower() == "mailto:":
        text = text[7:].partition("?")[0]
    text = text.strip().rstrip(";,").strip("\"'").strip()
    return name, text.translate(_WIDE)


def _one(text: str) -> None:
    """Refuse what is no single address, in words that say what to do.

    Raises:
        ValueError: it is none, or several.
    """
    pieces = [one for one in _SEVERAL.split(text) if "@" in one]
    if len(pieces) > 1:
        msg = f"{len(pieces)} addresses in one cell: {text[:80]!r}. Keep one, or give each a line"
        raise ValueError(msg)
    if _SPOKEN.search(text):
        msg = f"{text[:80]!r} is written out. Write it with @ and dots"
        raise ValueError(msg)
    if "@" not in text:
        msg = f"{text[:80]!r} is not an address: it has no @. Correct it, or remove the line"
        raise ValueError(msg)
