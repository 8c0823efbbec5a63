"""The signed names of one delivery on its way: its Message-ID, and the address it comes back to."""

import hmac
import re
from dataclasses import dataclass

from .keyring import Keyring

__all__ = [
    "DeliveryReference",
    "leave_name",
    "read_leave_name",
    "read_reference",
    "return_address",
]

_ID = re.compile(r"<?[0-9a-f]{24}\.(\d{1,18})\.(\d{1,18})\.(\d{1,9})@(.+?)>?\Z")
_ADDRESS = re.compile(r"(?i)(?:^|[^0-9])(\d{1,18})\.(\d{1,18})\.(\d{1,9})\.([0-9a-f]{20})@")


_LEAVE = re.compile(r"(?i)u(\d{1,18})\.([0-9a-f]{20})\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class DeliveryReference:
    """One delivery."""

    enrolment: int
    lesson: int
    gen: int


def return_address(keyring: Keyring, pattern: str, enrolment: int, lesson: int, gen: int) -> str:
    """Return the envelope's sender for one delivery: `pattern` with its name for the `*`."""
    name = f"{enrolment}.{lesson}.{gen}"
    return pattern.replace("*", f"{name}.{_signs(keyring, name)[0]}", 1)


def read_reference(keyring: Keyring, text: str) -> DeliveryReference | None:
    """Return the delivery that a Message-ID or an address of ours names; None: neither is ours."""
    if found := _ID.match(text):
        numbers = (int(found[1]), int(found[2]), int(found[3]))
        wanted = text if text.startswith("<") else f"<{text}"
        wanted = wanted if wanted.endswith(">") else f"{wanted}>"
        known = keyring.message_ids(*numbers, found[4])
        if any(hmac.compare_digest(one.encode(), wanted.encode()) for one in known):
            return DeliveryReference(*numbers)
    if found := _ADDRESS.search(text):
        name = f"{found[1]}.{found[2]}.{found[3]}"
        sign = found[4].lower()  # some servers fold the case of what stands before the @
        if any(hmac.compare_digest(one, sign) for one in _signs(keyring, name)):
            return DeliveryReference(int(found[1]), int(found[2]), int(found[3]))
    return None


def leave_name(keyring: Keyring, enrolment: int) -> str:
    """Return the name under which an email unsubscribes the learner of an enrollment.

    It survives servers that fold the case of an address, and holds no address itself.
    """
    return f"u{enrolment}.{_signs(keyring, str(enrolment), 'unsubscribe-email')[0]}"


def read_leave_name(keyring: Keyring, text: str) -> int | None:
    """Return the enrollment that a name unsubscribes, or None: we did not sign it."""
    if found := _LEAVE.match(text):
        sign = found[2].lower()
        known = _signs(keyring, found[1], "unsubscribe-email")
        if any(hmac.compare_digest(one, sign) for one in known):
            return int(found[1])
    return None


def _signs(keyring: Keyring, name: str, purpose: str = "return-path") -> list[str]:
    return [hmac.digest(key, name.encode(), "sha256").hex()[:20] for key in keyring.keys(purpose)]
