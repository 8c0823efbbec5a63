"""What the format fixes: its number, the kinds of messages, and the limits that readers keep."""

from enum import StrEnum

__all__ = ["CLIP_BYTES", "DIGEST_DAYS", "FORMAT", "LIMITS", "FormatLimits", "MessageKind"]

FORMAT = 2
"""Raised when a program that reads the format before would misread it."""
DIGEST_DAYS = 14
"""Days that one sponsor digest covers, and the days from one to the next."""
CLIP_BYTES = 102_000
"""Bytes of HTML after which Gmail cuts an email and hides the footer with its links."""


class MessageKind(StrEnum):
    """What a message is for: this decides when it is sent, and to whom."""

    LESSON = "lesson"
    """Sent on its day of the track."""
    WELCOME = "welcome"
    """Sent once an enrollment is active."""
    RECALL = "recall"
    """Sent some days after the last lesson."""
    NUDGE = "nudge"
    """Sent once to a learner who has been silent."""
    SPONSOR_DIGEST = "sponsor-digest"
    """Sent to the learner's sponsor, every two weeks."""
    COMPLETION = "completion"
    """Sent after the last lesson."""
    GOODBYE = "goodbye"
    """Sent when a learner leaves the course."""
    CONFIRM = "confirm"
    """Sent at sign-up: asks whether the address belongs to the person."""


class FormatLimits:
    """The most that a reader accepts."""

    sequence_bytes = 32 * 2**20
    """Of `sequence.json`."""
    message_bytes = 2 * 2**20
    """Of one message file."""
    messages = 20_000
    """Messages of a sequence."""
    items = 20_000
    """Items of any other list."""
    segments = 20_000
    """Segments of one text, those inside groups included."""
    depth = 8
    """Groups and series inside one another."""
    id_characters = 200
    """Of an id."""


LIMITS = FormatLimits()
