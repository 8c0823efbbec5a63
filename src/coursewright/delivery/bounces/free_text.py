"""Reports without an RFC 3464 part (qmail, old Exim, Zoho ...): what they say in words.

`flufl.bounce`, which Mailman keeps, knows their shapes. It finds that a report is one and whether
it calls the failure permanent; the words are judged by our own table. Where the two differ, the
careful verdict wins.
"""

import logging
import re
from email.message import Message

from flufl.bounce import all_failures

__all__ = ["failed_for_good", "looks_like_a_report", "only_late", "said_in_words"]

_MOST = 64 * 1024  # characters of a text that flufl.bounce is given: its patterns are slow on more
_SHOWN = 3000
_QUOTE = re.compile(
    r"(?im)^[ \t>]*-{2,}.{0,60}(?:copy of|original|returned message|unsent|message header|"
    r"header follows"
    r"|message text|transcript ends).{0,80}$|^.{0,40}(?:below this line is a copy|"
    r"original message"
    r" follows|message (?:text )?follows|here is a copy of your (?:mail|message)|"
    r"headers of the original"
    r"|the message headers|the first \d+ lines|original message:).{0,60}$|^(?:received|"
    r"return-path):[ \t]"
)
_REPLY = re.compile(r"(?<![\w.\-/:#])[45]\d\d[ \-](?=[^\s\d]|[45]\.\d)(?!kb|bytes|mb)(?i:.{4})")
"""A server's own reply, which the report quotes; before it comes the relay's form letter."""
_POLITE = re.compile(
    r"(?i)this message is in mime format.{0,200}?legible|for (?:further|"
    r"more) (?:assistance|information|help).{0,120}"
    r"|please (?:contact|send mail to|verify|check).{0,120}?\.(?= |$)|if you (?:do so|"
    r"continue|are still|have).{0,160}?\.(?= |$)"
    r"|(?:hi\. )?this is the .{0,80}? (?:program|service)\b.{0,20}|(?:created|"
    r"generated) (?:automatically )?by .{0,60}?software"
    r"|an? (?:automatic|automated|machine)[^.]{0,80}notification|content-[a-z-]+: \S+|"
    r"your message (?:to|was not delivered to|could not be|cannot be)"
)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")
_DAEMON = re.compile(
    r"(?i)mailer-?daemon|postmaster|mail ?delivery|mail ?(?:sub)?system|double-bounce"
)
_UNDELIVERED = re.compile(
    r"(?i)undeliver|not (?:be )?deliver|deliver\w* (?:\w+ )?(?:fail|notif|status|error|"
    r"report|problem)|fail\w* (?:notice|notif|deliver)|returned (?:e-?mail|mail|to sender)"
    r"|mail (?:system )?error|returning message|bounce|unzustellbar|nicht zugestellt|"
    r"non remis|non distribu|no se pudo entregar|mancata consegna|退信|недоставлен"
)
_WARNING = re.compile(
    r"(?i)\b(?:warning|delayed|delay)\b|still (?:being )?(?:try|tri)|will (?:continue|"
    r"keep|be retried|try)|not yet been delivered|no action is required"
)
_WIDE = 40  # parts looked through
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError)

# It logs a traceback for what is no email, such as one without From: a hostile mailbox has many.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)


def failed_for_good(message: Message) -> bool:
    """Return whether flufl.bounce calls a message the report of a permanent failure."""
    return bool(_failures(message)[1])


def looks_like_a_report(message: Message) -> bool:
    """Return whether a mail system sent a message to say that an email was not delivered.

    For shapes that flufl.bounce does not know: who wrote it and its subject. What is only late is
    no report.
    """
    subject, sender = str(message.get("Subject", ""))[:400], str(message.get("From", ""))[:400]
    if not (_DAEMON.search(sender) and _UNDELIVERED.search(subject)):
        return False
    return not (_WARNING.search(subject) or _WARNING.search(said_in_words(message)))


def only_late(message: Message) -> bool:
    """Return whether flufl.bounce reads a report as one of a delay and of nothing else."""
    temporary, permanent = _failures(message)
    return bool(temporary and not permanent)


def _failures(message: Message) -> tuple[int, int]:
    """Return how many addresses flufl.bounce finds that failed for now, and for good."""
    if _too_large(message):
        return 0, 0
    try:
        temporary, permanent = all_failures(message)
    except _BROKEN:
        return 0, 0
    return len(temporary), len(permanent)


def said_in_words(message: Message) -> str:
    """Return what a report says to a person, up to the email that it returns."""
    for count, part in enumerate(message.walk()):
        if count > _WIDE:
            break
        if part.get_content_maintype() == "text" or (count == 0 and not part.is_multipart()):
            raw = part.get_payload(decode=True)
            text = (raw if isinstance(raw, bytes) else b"")[:_MOST].decode("utf-8", "replace")
            if part.get_content_subtype() == "html":
                text = _TAG.sub(" ", text)
            quote = _QUOTE.search(text)
            text = text[: quote.start()] if quote else text
            if text.strip():
                text = " ".join(text[:_SHOWN].split())
                reply = _REPLY.search(text)
                return text[reply.start() :] if reply else _POLITE.sub(" ", text)
    return ""


def _too_large(message: Message) -> bool:
    """Return whether a message is larger than a report's words ever are."""
    size = 0
    for count, part in enumerate(message.walk()):
        payload = part.get_payload()
        size += len(payload) if isinstance(payload, str) else 0
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            break
        if count > _WIDE or size > _MOST:
            return True
    return False
