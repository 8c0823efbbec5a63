"""The secrets of an installation, newest first, and what is made from them.

The newest signs; all are tried when something made earlier comes back. Each use has a key of its
own, so that a value made for one is worth nothing for another.
"""

import hashlib
import hmac
from collections.abc import Sequence

__all__ = ["Keyring"]


class Keyring:
    """Keys by purpose."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = [secret.encode() for secret in secrets]
        self._derived: dict[str, list[bytes]] = {}

    def keys(self, purpose: str) -> list[bytes]:
        """Return a key for each secret, the one to use first."""
        if purpose not in self._derived:
            name = b"coursewright:" + purpose.encode()
            self._derived[purpose] = [hmac.digest(key, name, "sha256") for key in self._secrets]
        return self._derived[purpose]

    @property
    def fingerprints(self) -> list[str]:
        """Return a name for each secret that tells nothing about it: a keyed hash of a constant."""
        return [hmac.digest(key, b"", "sha256").hex()[:32] for key in self.keys("fingerprint")]

    def address_hashes(self, key: str) -> list[str]:
        """Return what an address is known by in the suppression list, today's first."""
        return [
            hmac.new(one, key.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
            for one in self.keys("suppression")
        ]

    def message_ids(self, enrolment: int, lesson: int, gen: int, domain: str) -> list[str]:
        """Return the Message-ID of a delivery, never random: a mail sent again has the same.

        One for each secret: a mail in doubt may be older than the newest.
        """
        name = f"{enrolment}.{lesson}.{gen}"
        return [
            f"<{hmac.digest(one, name.encode(), 'sha256').hex()[:24]}.{name}@{domain}>"
            for one in self.keys("message-id")
        ]
