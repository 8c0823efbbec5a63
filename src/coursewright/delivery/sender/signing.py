"""DKIM signatures (RFC 6376, RFC 8463): relaxed headers, simple body, RSA, Ed25519 or both.

The body is signed as it stands ("simple"): it is quoted-printable, which no hop needs to change.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from coursewright.errors import SurroundingsError, UsageError

__all__ = ["Signer", "read_signer"]

_PADDING, _HASH = PKCS1v15(), SHA256()
_SIGNED = (
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
)
_ONCE_MORE = ("from", "to", "subject", "date", "reply-to", "list-unsubscribe", "content-type")
"""Signed once more than they occur: one that is put in later breaks the signature (RFC 6376 8.15).

A reader would see the added one, and a mailbox provider would act on the added List-Unsubscribe.
"""
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\Z")


@dataclass(frozen=True, slots=True)
class Signer:
    """A domain's key under a selector."""

    domain: str
    selector: str
    key: RSAPrivateKey | Ed25519PrivateKey

    def sign(self, fields: Sequence[tuple[str, str]], body_hash: bytes, at: int) -> str:
        """Return the value of the `DKIM-Signature` for a message's fields and body hash."""
        values = {name.lower(): value for name, value in fields}
        names = [name for name in _SIGNED if name in values]
        algorithm = "rsa" if isinstance(self.key, RSAPrivateKey) else "ed25519"
        value = (
            f"v=1; a={algorithm}-sha256; c=relaxed/simple; d={self.domain}; s={self.selector};"
            f"\r\n t={at}; h={':'.join(names)}:"
            f"\r\n {':'.join(_ONCE_MORE)};"
            f"\r\n bh={b64encode(body_hash).decode()};\r\n b="
        )
        lines = [f"{name}:{values[name]}\r\n" for name in names]
        lines.append(f"dkim-signature:{value}")
        return value + b64encode(self._signature(_relaxed("".join(lines)).encode())).decode()

    def _signature(self, data: bytes) -> bytes:
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(data, _PADDING, _HASH)
        # RFC 8463 3: the hash is signed.
        return self.key.sign(hashlib.sha256(data).digest())


def _relaxed(lines: str) -> str:
    """Return fields unfolded, with single blanks (RFC 6376 3.4.2); none begins or ends with one."""
    return lines.replace("\r\n ", " ").replace("  ", " ")


def read_signer(text: str) -> Signer:
    """Return the signer that `DOMAIN:SELECTOR:FILE` names.

    Raises:
        UsageError: the text or the kind of key is not one for DKIM.
        SurroundingsError: the file cannot be read.
    """
    domain, _, rest = text.partition(":")
    selector, _, file = rest.partition(":")
    if not (_LABEL.match(domain) and _LABEL.match(selector) and file):
        msg = f"not a signing key: {text[:80]!r}"
        raise UsageError(msg, hint="Give DOMAIN:SELECTOR:FILE, example.org:2027a:dkim.pem.")
    try:
        key = load_pem_private_key(Path(file).read_bytes(), None)
    except OSError as error:
        msg = f"cannot read the key {file}: {error.strerror or error}"
        raise SurroundingsError(msg) from error
    except (ValueError, TypeError) as error:
        msg = f"{file} is not a private key in PEM without a password"
        raise UsageError(msg) from error
    if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
        msg = f"{file} is neither an RSA nor an Ed25519 key"
        raise UsageError(msg)
    if isinstance(key, RSAPrivateKey) and key.key_size < 1024:
        msg = f"{file} has {key.key_size} bits; receivers refuse fewer than 1024 (RFC 8301)"
        raise UsageError(msg, hint="Make one of 2048.")
    return Signer(domain, selector, key)
