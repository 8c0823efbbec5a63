"""The verdicts that replies and reports are classified into."""

from enum import StrEnum

__all__ = ["Verdict"]


class Verdict(StrEnum):
    """What follows from a reply or a report."""

    SENT = "sent"
    LATER = "later"
    """The recipient's mailbox or server asks to wait."""
    RATE = "rate"
    """We send too quickly."""
    CONCURRENCY = "concurrency"
    """We have too many connections open."""
    QUOTA = "quota"
    """What we may send in a day, or another window, is used up."""
    SOFT = "soft"
    """The mailbox is full, or could not be reached: counted, and tried again."""
    GONE = "gone"
    """There is no such mailbox: the address is suppressed."""
    POLICY = "policy"
    """It is about us: who we are, how we log in, what is thought of us. A person must look."""
    CONTENT = "content"
    """This message will never be taken: its size, its form, what is in it."""
    UNCLEAR = "unclear"
    """Refused for good, and neither code nor words say why."""
