"""What receivers will look at: the mail server's greeting, SPF, DMARC, the published DKIM key."""

import re
import smtplib
from base64 import b64encode

import dns.exception
import dns.resolver
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from coursewright.errors import SurroundingsError

from .signing import Signer
from .transport import read_server

__all__ = ["dmarc", "greet", "published_key", "spf"]


def greet(url: str) -> str:
    """Return what the mail server offers.

    Raises:
        SurroundingsError: it does not answer.
    """
    server = read_server(url, timeout=10.0)
    kind = smtplib.SMTP_SSL if server.tls == "yes" else smtplib.SMTP
    try:
        with kind(server.host, server.port, timeout=server.timeout) as smtp:
            smtp.ehlo()
            return ", ".join(sorted(smtp.esmtp_features)) or "no extensions"
    except (OSError, smtplib.SMTPException) as error:
        msg = f"{server.host}:{server.port} does not answer: {error}"
        raise SurroundingsError(msg) from error


def spf(domain: str) -> str:
    """Return the SPF record of a domain (RFC 7208)."""
    return _one(domain, "v=spf1", "Receivers ask which servers may send for it.")


def dmarc(domain: str) -> str:
    """Return the DMARC record of a domain (RFC 7489)."""
    return _one(f"_dmarc.{domain}", "v=DMARC1", "Large receivers want at least p=none.")


def published_key(signer: Signer) -> str:
    """Return where the public half of a key is found, if it is the one that signs."""
    name = f"{signer.selector}._domainkey.{signer.domain}"
    record = _one(name, "", "Publish the key.")
    public = signer.key.public_key()
    if isinstance(public, RSAPublicKey):
        raw = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    else:
        raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    found = re.search(r"p=([A-Za-z0-9+/=\s]*)", record)
    if not found or re.sub(r"\s", "", found[1]) != b64encode(raw).decode():
        msg = f"{name} holds another key than the one that signs"
        raise SurroundingsError(msg)
    return name


def _one(name: str, opening: str, why: str) -> str:
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=5.0)
        texts = [b"".join(row.strings).decode("utf-8", "replace") for row in answer]
    except dns.exception.DNSException as error:
        msg = f"{name} has no such record ({type(error).__name__})"
        raise SurroundingsError(msg, hint=why) from error
    found = [text for text in texts if text.startswith(opening)]
    if len(found) != 1:
        msg = f"{name} has {len(found)} records that begin with {opening!r}, not one"
        raise SurroundingsError(msg, hint=why)
    return found[0]
