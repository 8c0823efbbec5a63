"""What a mail server's reply means for the learner, the sender and the retry (RFC 5321, 3463)."""

import re
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Meaning", "Reply", "meaning", "retry_after"]

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_FIRST, _LONGEST, _GIVE_UP = 300, 4 * 3600, 12


class Meaning(StrEnum):
    """What follows from a reply."""

    SENT = "sent"
    LATER = "later"
    """The learner's mailbox or server asks to wait."""
    CONNECTION = "connection"
    """The server, not the learner: nobody is blamed."""
    FAILED = "failed"
    """This mail will never be taken."""
    BOUNCED = "bounced"
    """There is no such mailbox: write there no more."""
    POLICY = "policy"
    """Our own fault: who we are, how we log in, how we behave."""
    UNSURE = "unsure"
    """The connection broke after the final dot."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The last word of a dialogue."""

    stage: str
    """`connect`, `mail`, `rcpt`, `data`, `dot` or `lease`."""
    code: int
    """0 when there was no reply."""
    text: str

    @property
    def enhanced(self) -> str:
        """The enhanced status code, such as 5.1.1, or the plain code."""
        found = _ENHANCED.search(self.text)
        return found[0] if found else str(self.code)


def meaning(reply: Reply) -> Meaning:
    """Return what a reply means."""
    if reply.stage == "lease":
        return Meaning.CONNECTION
    if reply.code == 0:
        return Meaning.UNSURE if reply.stage == "dot" else Meaning.CONNECTION
    if reply.stage == "dot" and reply.code < 300:
        return Meaning.SENT
    if reply.code == 421 or (reply.code < 500 and reply.stage in ("connect", "mail")):
        return Meaning.CONNECTION  # the learner has not been named yet
    if reply.code < 500:
        return Meaning.LATER
    return _permanent(reply)


def _permanent(reply: Reply) -> Meaning:
    found = _ENHANCED.search(reply.text)
    subject, detail = (int(found[2]), int(found[3])) if found else (0, 0)
    if subject == 7 or reply.code in (530, 535, 538) or reply.stage in ("connect", "mail"):
        return Meaning.POLICY
    if (subject, detail) == (2, 2):  # the mailbox is full: it may be emptied
        return Meaning.LATER
    if reply.stage == "rcpt" and (subject == 1 or (not found and reply.code in (550, 553))):
        return Meaning.BOUNCED
    return Meaning.FAILED


def retry_after(tries: int, spread: float) -> int | None:
    """Return the seconds until try number `tries` + 1, or None when it is time to give up.

    Args:
        tries: how many there were.
        spread: from 0 to 1, a number of the learner's own, so that not all come back at once.
    """
    if tries >= _GIVE_UP:  # the waits so far add up to about two days
        return None
    return int(min(_FIRST * 2**tries, _LONGEST) * (0.5 + spread))
