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
_SHORTER = "Move detail into `:::more`, which the short email leaves out."

TOO_BIG = Code(
    "mail-too-big",
    Severity.ERROR,
    "The HTML of an email is larger than 102 KB.",
    "Gmail clips it there and hides the end, with the unsubscribe link, behind a link.",
)
GROWING = Code(
    "mail-nearly-too-big",
    Severity.WARNING,
    "The HTML of an email is larger than 80 KB.",
    "Gmail clips emails at 102 KB, and a sender may add more.",
)
FEATURE = Code(
    "mail-feature-unsupported",
    Severity.WARNING,
    "A template or style of an email uses a feature that many email clients lack.",
    "Those clients drop it, which can change the meaning or the order of the email.",
)
CODES = (TOO_BIG, GROWING, FEATURE)


def lint(plan: "EmailPlan", shown: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with a mail that is done.

    Args:
        plan: the mail.
        shown: its subject, preheader, HTML and text as the sample learner gets them.
    """
    size = len(shown["html"].encode("utf-8"))
    say = f"The email `{plan.id}` has {size / 1000:.0f} KB of HTML."
    if size > CLIP_BYTES:
        yield TOO_BIG.at(plan.span, say, hint=_SHORTER)
    elif size > _WARN:
        yield GROWING.at(plan.span, say, hint=_SHORTER)
    for name in lacking(shown["html"]):
        hint = "Avoid it in your templates: some email clients drop it."
        yield FEATURE.at(_TEMPLATES, f"Emails use `{name}`.", hint=hint)
