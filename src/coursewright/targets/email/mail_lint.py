"""Faults of a mail that show when it is made: its size and length, what clients cannot do."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from coursewright.problems import Code, Problem, Severity

if TYPE_CHECKING:
    from .mailing import Plan

__all__ = ["CODES", "lint"]

_WARN = 80_000
_CLIP = 102_000  # Gmail cuts what is longer and hides the foot with the links out

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
WORDS = Code(
    "mail-length",
    Severity.WARNING,
    "The short edition of a lesson has fewer than 350 or more than 500 words.",
    "Shorter gives too little to act on; longer is not read on a phone between two meetings.",
)
CODES = (TOO_BIG, GROWING, WORDS)

_FEWEST, _MOST = 350, 500


def lint(plan: "Plan", shown: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with a mail that is done.

    Args:
        plan: the mail.
        shown: its subject, preheader, HTML and text as the sample learner gets them.
    """
    size = len(shown["html"].encode("utf-8"))
    kilobytes = f"{size / 1000:.0f} KB"
    if size > _CLIP:
        yield TOO_BIG.at(plan.span, f"the mail {plan.id} has {kilobytes} of HTML", hint=_SHORTER)
    elif size > _WARN:
        yield GROWING.at(plan.span, f"the mail {plan.id} has {kilobytes} of HTML", hint=_SHORTER)
    if plan.words is not None and not plan.view.full and not _FEWEST <= plan.words <= _MOST:
        msg = f"the mail {plan.id} has {plan.words} words; {_FEWEST} to {_MOST} read well"
        yield WORDS.at(plan.span, msg, hint=_SHORTER if plan.words > _MOST else None)


_SHORTER = "Put depth into `:::more`, which the short mail leaves out."
