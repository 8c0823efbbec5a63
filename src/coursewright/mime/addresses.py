"""The gate for email addresses and list ids: what goes into a header or an SMTP dialog.

RFC 5321 and 6531 by `email-validator`, domains by IDNA 2008; nothing is looked up in the DNS.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

__all__ = ["AddressFault", "EmailAddress", "parse_address", "parse_list_id"]

_PLAIN = re.compile(r"([A-Za-z0-9_+-]{1,30}(?:\.[A-Za-z0-9_+-]{1,30})?)@([A-Za-z0-9.-]{3,120})\Z")
"""What nearly all addresses look like, well within RFC 5321; the others take the long way."""
_LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LIST_ID = re.compile(rf"{_LABEL}(?:\.{_LABEL})+\Z")
_LONGEST_LIST_ID = 255  # RFC 2919 2


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An address that email can go to."""

    text: str
    """Normalized: the domain in lower case, in Unicode where it has a Unicode form."""
    ascii: str
    """With the domain in ASCII; the local part is as it is (RFC 6531)."""
    key: str
    """How addresses are compared: case folded, the domain in ASCII."""
    domain: str
    """In ASCII."""


@dataclass(frozen=True, slots=True)
class AddressFault:
    """Why a text is not an address."""

    reason: str
    """A sentence for people."""


def parse_address(text: str) -> EmailAddress | AddressFault:
    """Return a single address without a name, or why the text is none."""
    try:
        if plain := _PLAIN.match(text):
            domain = _domain(plain[2].lower())
            address = f"{plain[1]}@{domain}"
            return EmailAddress(address, address, address.casefold(), domain)
        found = _validated(text)
    except EmailNotValidError as error:
        return AddressFault(str(error))
    domain = (found.ascii_domain or found.domain).lower()
    key = f"{found.local_part.casefold()}@{domain}"
    return EmailAddress(found.normalized, f"{found.local_part}@{domain}", key, domain)


def _validated(text: str) -> ValidatedEmail:
    return validate_email(text, check_deliverability=False, strict=True)


@lru_cache(maxsize=8192)  # a roster has many people of few domains
def _domain(name: str) -> str:
    """Return a domain of ASCII characters as the library normalizes it."""
    found = _validated(f"x@{name}")
    return (found.ascii_domain or found.domain).lower()


def parse_list_id(text: str) -> str | None:
    """Return a List-Id without its brackets (RFC 2919 2); None if the text is not one."""
    plain = text.strip()
    if plain.startswith("<") and plain.endswith(">"):
        plain = plain[1:-1]
    if len(plain) > _LONGEST_LIST_ID or not _LIST_ID.match(plain):
        return None
    return plain
