"""States of deliveries, enrollments, contacts and courses, their reasons, and kinds of events.

Each is declared here and nowhere else. The SQL files hold the same values as literals, and a test
compares them with these enums.
"""

from enum import IntEnum, StrEnum

__all__ = [
    "ContactStatus",
    "CourseStatus",
    "DeliveryState",
    "EnrollmentStatus",
    "EventKind",
    "StateReason",
    "SuppressionReason",
]


class DeliveryState(IntEnum):
    """What has become of one email to one enrollment."""

    CLAIMED = 0
    """Leased to a sender; nothing has been sent."""
    SENDING = 1
    """The intent is committed; the SMTP dialogue may have begun."""
    SENT = 2
    FAILED = 3
    IN_DOUBT = 4
    """The lease ended without a result."""
    DEFERRED = 5
    """To be tried again, with the same text and date."""
    SKIPPED = 6
    """Never sent, and not owed."""

    @property
    def owed(self) -> bool:
        """Whether the email is still to be sent."""
        return self in (DeliveryState.CLAIMED, DeliveryState.DEFERRED)


class EnrollmentStatus(StrEnum):
    """Whether an enrollment is sent to."""

    PENDING = "pending"
    """Signed up, not confirmed."""
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    STOPPED = "stopped"


class ContactStatus(StrEnum):
    """Whether a person is written to."""

    ACTIVE = "active"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"


class CourseStatus(StrEnum):
    """Whether a course is sent."""

    ACTIVE = "active"
    PAUSED = "paused"


class SuppressionReason(StrEnum):
    """Why an address is on the suppression list."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"
    ERASED = "erased"


class StateReason(StrEnum):
    """Why an enrollment is paused or stopped."""

    NONE = ""
    MISSED = "missed"
    """Paused: its lesson would have come later than the schedule's `catch_up_days`."""
    ASKED_TO_LEAVE = "asked-to-leave"
    """Paused: an email that nobody signed asks to unsubscribe the learner."""
    NEEDS_SMTPUTF8 = "smtputf8"
    """Paused: the mail server takes no address such as the learner's (RFC 6531)."""
    LEARNER = "learner"
    OPERATOR = "operator"
    LEFT = "left"
    """Stopped by the learner; other courses go on."""
    REMOVED = "removed"
    """Stopped by the operator."""
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"
    REPLACED = "replaced"
    """Of a sponsor: the learner has another one."""
    LEARNER_LEFT = "learner-left"
    """Of a sponsor: the learner's enrollment ended."""
    TRACK_ENDED = "track-ended"
    """Stopped: a release no longer has the track, and the operator ended it."""


class EventKind(StrEnum):
    """What the events of an enrollment, or of the installation, record."""

    ANSWER = "answer"
    ASKED_TO_LEAVE = "asked-to-leave"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    CONFIRMED = "confirmed"
    DONE = "done"
    DOUBT_RESEND = "doubt-resend"
    DOUBT_SENT = "doubt-sent"
    FAILED = "failed"
    LEFT = "left"
    LEDGER_RESTORED = "ledger-restored"
    MOVED = "moved"
    NEXT_NOW = "next-now"
    OPTED_OUT = "opted-out"
    PAUSE = "pause"
    POLICY = "policy"
    READMITTED = "readmitted"
    REFUSED = "refused"
    """Refused for good, for what is in it or for no reason that was given."""
    REMOVED = "removed"
    RESEND = "resend"
    RESTORED = "restored"
    RESUME = "resume"
    SOFT_BOUNCE = "soft-bounce"
    STARTED = "started"
    SWITCH = "switch"
    TOLD = "told"
    UNSUBSCRIBED = "unsubscribed"
    UNTOLD = "untold"
