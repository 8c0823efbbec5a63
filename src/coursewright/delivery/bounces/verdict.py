"""What a status code says of an address (RFC 3463, RFC 5248): gone, full for now, or our fault."""

import re
from typing import Literal

__all__ = ["Verdict", "judge"]

Verdict = Literal["hard", "soft", "policy"]

_CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_OURS = re.compile(
    r"spam|block|black ?list|policy|reputation|dmarc|\bspf\b|dkim|banned|denied|unauthenticated",
    re.IGNORECASE,
)
_FULL = re.compile(r"(?i)quota|full|too (?:big|large)|size|over ?limit|insufficient")
_EXPIRED = re.compile(r"(?i)expired|timed? ?out|too old|retry time")
_ABOUT_SENDER = {(1, 7), (1, 8)}  # the sender's own address was refused
_GONE = {(2, 1), (4, 1), (4, 4), (4, 310), (7, 13)}
"""Disabled; refused by the directory, no such host (as Exchange Online says both); disabled."""


def judge(status: str, text: str) -> tuple[Verdict, str]:
    """Return what is to be thought of an address, and the code that says so.

    Args:
        status: the field Status of a report.
        text: the field Diagnostic-Code, which often knows better than a Status of 5.0.0.
    """
    found = _CODE.search(status) or _CODE.search(text)
    if found and (found[2], found[3]) == ("0", "0"):
        found = _CODE.search(text) or found
    if not found:
        return "soft", status[:12]
    code = found[0]
    place = (int(found[2]), int(found[3]))
    if found[1] != "5":
        return "soft", code
    return _permanent(place, text), code


def _permanent(place: tuple[int, int], text: str) -> Verdict:
    subject = place[0]
    if place in _GONE:
        return "hard"
    if place in _ABOUT_SENDER or subject == 7:
        return "policy"
    if subject == 1:
        return "hard"
    if subject in (2, 3, 4, 6):  # full, too big, not reached in time, not understood
        return "soft"
    if _OURS.search(text):
        return "policy"
    return "soft" if _FULL.search(text) or _EXPIRED.search(text) else "hard"
