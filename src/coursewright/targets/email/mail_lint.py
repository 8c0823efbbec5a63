"""Faults of a mail that show when it is made: its size, and what clients lack."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from coursewright.problems import Code, Problem, Severity
from coursewright.sequence.format import CLIP_BYTES
from coursewright.source import Span

from .mail_features import lacking

if TYPE_CHECKING:
    from .email_builder import EmailPlan

__all__ = ["CODES", "lint"]

_TEMPLATES = Span.whole("templates/email")
_WARN = 80_000
_SHORTER = "Put depth into `:::more`, which the short mail leaves out."

TOO_BIG = Code(
    "mail-too-big",
    Severity.ERROR,
    "The HTML of a mail is longer than 102 KB.",
    "Gmail cuts it there: the end, with the way to unsubscribe, is hidden behind a link.",
)
GROWING = Code(
    "mail-nearly-too-big",
    Severity.WARNING,
    "The HTML of a mail is longer than 80 KB.",
    "Gmail cuts mails at 102 KB, and a sender's own additions come on top.",
)
FEATURE = Code(
    "mail-feature-unsupported",
    Severity.WARNING,
    "A template or the style of a mail uses what many mail clients lack.",
    "Where it is not known it is dropped, and with it the sense or the order of the mail.",
)
CODES = (TOO_BIG, GROWING, FEATURE)


def lint(plan: "EmailPlan", shown: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with a mail that is done.

    Args:
        plan: the mail.
        shown: its subject, preheader, HTML and text as the sample learner gets them.
    """
    size = len(shown["html"].encode("utf-8"))
    say = f"The mail `{plan.id}` has {size / 1000:.0f} KB of HTML."
    if size > CLIP_BYTES:
        yield TOO_BIG.at(plan.span, say, hint=_SHORTER)
    elif size > _WARN:
        yield GROWING.at(plan.span, say, hint=_SHORTER)
    for name in lacking(shown["html"]):
        hint = "Do without it in a template of yours: some mail clients leave it out."
        yield FEATURE.at(_TEMPLATES, f"Mails use `{name}`.", hint=hint)
