"""The number on a record of lessons: who is shown one can check it, and nobody can invent one.

It is the number of the enrollment and 80 bits that only the secret can make, in letters and digits
that are hard to mistake for one another: `27-9K2M-QX4T-0RJH-V6DA`.
"""

import hmac
import re

from .keyring import Keyring

__all__ = ["record_number", "recorded_enrollment"]

_PURPOSE = "lesson-record"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O and U
_READ_AS = str.maketrans("ILO", "110")
_LENGTH = 16
_NUMBER = re.compile(rf"([1-9]\d{{0,17}})([{_LETTERS}]{{{_LENGTH}}})", re.ASCII)


def record_number(keyring: Keyring, enrolment: int) -> str:
    """Return the number of an enrollment's record."""
    check = _check(keyring.keys(_PURPOSE)[0], enrolment)
    return "-".join([str(enrolment), *(check[at : at + 4] for at in range(0, _LENGTH, 4))])


def recorded_enrollment(keyring: Keyring, number: str) -> int | None:
    """Return the enrollment of a number as somebody typed it, or None when it is not ours."""
    typed = re.sub(r"[\s\u2010-\u2013-]", "", number[:80]).upper().translate(_READ_AS)
    found = _NUMBER.fullmatch(typed)
    if found is None:
        return None
    enrolment = int(found[1])
    keys = keyring.keys(_PURPOSE)
    fits = [hmac.compare_digest(_check(key, enrolment), found[2]) for key in keys]
    return enrolment if any(fits) else None


def _check(key: bytes, enrolment: int) -> str:
    value = int.from_bytes(hmac.digest(key, str(enrolment).encode(), "sha256")[:10])
    return "".join(_LETTERS[value >> 5 * place & 31] for place in reversed(range(_LENGTH)))
