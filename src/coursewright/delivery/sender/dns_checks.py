"""What `doctor` asks: the mail server with TLS and login, file modes, SPF, DMARC, the DKIM key."""

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from contextlib import suppress
from pathlib import Path

import dns.exception
import dns.resolver
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from coursewright.errors import SurroundingsError

from .signing import Signer
from .transport import Server, connect, greeting_name, refusal

__all__ = ["dmarc", "published_key", "reach", "spf", "too_open"]

_LOGIN = "Check user and password: COURSEWRIGHT_SMTP_USER, COURSEWRIGHT_SMTP_PASSWORD."


def reach(server: Server) -> str:
    """Return how a mail server was reached: its certificate was verified, the login taken.

    Raises:
        SurroundingsError: it does not answer, its certificate is not valid, the login is refused.
    """
    place = f"{server.host}:{server.port}"
    try:
        sock = connect(server).sock
    except ssl.SSLCertVerificationError as error:
        msg = f"the certificate of {place} is not valid: {error.verify_message}"
        raise SurroundingsError(msg, hint="Is it the name that the certificate is for?") from error
    except (OSError, smtplib.SMTPException) as error:
        reply = refusal(error)
        if reply.code:
            msg = f"{place} refuses: {reply.code} {reply.text}"
            raise SurroundingsError(msg, hint=_LOGIN if server.user else None) from error
        msg = f"{place} does not answer: {reply.text}"
        raise SurroundingsError(msg) from error
    with sock:
        words = [place, *_encryption(sock, server), f"greeted as {greeting_name(server)}"]
        words.append(f"logged in as {server.user}" if server.user else "no login")
        with suppress(OSError):
            sock.sendall(b"QUIT\r\n")
    return ", ".join(words)


def _encryption(sock: socket.socket, server: Server) -> list[str]:
    if not isinstance(sock, ssl.SSLSocket):
        return ["NOT ENCRYPTED"] if server.plain else ["not encrypted"]
    certificate = sock.getpeercert()
    if not certificate:  # to this machine itself none is asked for
        return [str(sock.version()), "certificate not verified"]
    return [str(sock.version()), f"certificate valid until {certificate['notAfter']}"]


def too_open(path: Path) -> str | None:
    """Return what is wrong with the mode of a file that only its owner may read, or None."""
    try:
        mode = path.stat().st_mode & 0o777
    except OSError:
        return None
    if mode & 0o077:
        return f"{path} has mode {mode:03o}: others can read it. chmod 600 {path}"
    return None


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
