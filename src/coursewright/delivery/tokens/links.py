"""The addresses of the service in the mails, and the signed tokens in them.

A token says which enrolment and which step a link is for, and is worth nothing else: it shows no
address, it needs no cookie, and it works as long as one of the secrets does.
"""

import re
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer
from itsdangerous.encoding import base64_decode, base64_encode

from .keyring import Keyring

__all__ = ["LINKS", "LinkClaims", "LinkSigner"]

LINKS = {
    "link.unsubscribe": "u",
    "link.preferences": "p",
    "link.pause": "p",
    "link.track": "p",
    "link.pace": "p",
    "link.leave": "l",
    "link.next": "n",
    "link.confirm": "c",
    "link.certificate": "k",
    "link.done": "d",
    "link.calendar": "i",
}
"""Which page of the service each link leads to."""


_TOKEN = re.compile(r"[A-Za-z0-9_-]{6,80}\.[A-Za-z0-9_-]{27}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class LinkClaims:
    """What a token stands for."""

    enrolment: int
    lesson: int


class LinkSigner:
    """Makes and reads the links of one service."""

    def __init__(self, keyring: Keyring, base: str | None) -> None:
        self.base = base.rstrip("/") + "/" if base else None
        # The last key signs, all of them verify: itsdangerous has its newest at the end.
        self._serializer = URLSafeSerializer(keyring.keys("links")[::-1], salt="coursewright.link")
        self._signer = self._serializer.make_signer()
        self._pages = {name: f"{self.base}{page}/" for name, page in LINKS.items()}
        self._pages["link.answer"] = f"{self.base}a/"

    def token(self, enrolment: int, lesson: int) -> str:
        """Return the token for the links of one mail."""
        # As the serializer writes it, which would first try whether to compress a few digits.
        return self._signer.sign(base64_encode(f"[{enrolment},{lesson}]")).decode()

    def read(self, token: str) -> LinkClaims | None:
        """Return what a token stands for, or None: forged, foreign, or of a secret long gone.

        One way of writing it is ours; base64 knows others, and they are refused.
        """
        if not _TOKEN.match(token) or not all(map(_canonical, token.split("."))):
            return None
        try:
            found = self._serializer.loads(token)
        except BadData:
            return None
        whole = isinstance(found, list) and len(found) == 2
        if not whole or not all(isinstance(one, int) for one in found):
            return None
        if token.partition(".")[0] != base64_encode(f"[{found[0]},{found[1]}]").decode():
            return None
        return LinkClaims(*found)

    @property
    def names(self) -> frozenset[str]:
        """The links that have an address; none without a service."""
        return frozenset(self._pages) if self.base is not None else frozenset()

    def values(self, enrolment: int, lesson: int) -> dict[str, str]:
        """Return the links of one email; none without a service."""
        if self.base is None:
            return {}
        token = self.token(enrolment, lesson)
        return {name: page + token for name, page in self._pages.items()}


def _canonical(text: str) -> bool:
    try:
        return base64_encode(base64_decode(text)).decode() == text
    except BadData:
        return False
