"""The circuit breaker: stops the sender when replies show that it is at fault, not the recipients.

It reads replies in order, keeps counts of the recent ones, and reports once what to stop. Temporary
replies about one mailbox (greylisting, mailbox full) are not counted.
"""

import re
from collections import Counter, deque
from collections.abc import Collection
from dataclasses import dataclass

from coursewright.delivery.bounces.reply_text import fingerprint
from coursewright.delivery.bounces.verdict import Verdict
from coursewright.delivery.ledger.latches import ALL, LatchKind, domain_scope

from .replies import Reply

__all__ = ["Breaker", "Trip"]

_POLICY_ROW = 3  # refusals of the sender by one group of domains, with no email accepted between
_ALIKE_ROW = 10  # recipients in a row who were refused with the same reply
_WINDOW = 100  # recent results that the share is calculated from
_SHARE, _LEAST, _DOMAINS = 0.25, 20, 3  # same reply: share, smallest number, number of domains
_RATE_ROW = 10
_DOUBT_ROW = 8  # final dots in a row without an answer
_HOUR, _DAY = 3600.0, 86400.0
_REFUSED = {Verdict.GONE, Verdict.CONTENT, Verdict.UNCLEAR, Verdict.POLICY}
_WINDOWS = (
    (re.compile(r"(?i)\bminut|/m\b"), 600.0),
    (re.compile(r"(?i)\bhour|stunde|heure|\bhora\b|час|小时"), _HOUR),
)


@dataclass(frozen=True, slots=True)
class Trip:
    """What to stop, and why."""

    kind: LatchKind
    scope: str
    reply: str
    alike: str
    """What the refusals have in common (`fingerprint`), or nothing."""
    seconds: float | None
    """How long to stop; None: until a person releases the latch."""


class Breaker:
    """Watches the replies of one run of a sender."""

    def __init__(self, believed: Collection[str] = ()) -> None:
        self._believed = believed
        """Kinds of refusals that a person has confirmed."""
        self._row: Counter[str] = Counter()
        """Refusals of the same kind since the last accepted email or refusal of another kind."""
        self._policies: Counter[str] = Counter()
        self._last = ""
        self._window: deque[tuple[str, str]] = deque(maxlen=_WINDOW)
        """Kind of refusal (empty: accepted) and group of domains of each recent result."""
        self._rates = self._doubts = 0
        self.tripped: set[str] = set()
        """Kinds of refusals that it stopped for: they no longer affect learners."""

    def heard(self, verdict: Verdict, reply: Reply, group: str) -> Trip | None:
        """Count a reply; return what to stop now, if anything."""
        if verdict is Verdict.SENT:
            self._taken(group)
            return None
        self._doubts = 0
        if verdict is Verdict.QUOTA:
            return _timed(reply, _DAY)
        if verdict is Verdict.RATE:
            self._rates += 1
            return _timed(reply, 900.0) if self._rates == _RATE_ROW else None
        return self._refused(verdict, reply, group) if verdict in _REFUSED else None

    def lost(self, reply: Reply) -> Trip | None:
        """Count a final dot without an answer; return what to stop now, if anything."""
        self._doubts += 1
        if self._doubts != _DOUBT_ROW:
            return None
        text = f"{_DOUBT_ROW} emails in a row got no answer after the final dot: {reply.text}"
        return Trip(LatchKind.DOUBT, ALL, text, "", 900.0)

    def _taken(self, group: str) -> None:
        self._window.append(("", group))
        self._row.clear()
        self._policies.pop(group, None)
        self._last = ""
        self._rates = self._doubts = 0

    def _refused(self, verdict: Verdict, reply: Reply, group: str) -> Trip | None:
        alike = fingerprint(reply.text) or str(reply.code)
        if alike in self._believed and verdict is not Verdict.POLICY:
            return None
        self._window.append((alike, group))
        if alike != self._last:
            self._row.clear()
        self._last = alike
        self._row[alike] += 1
        if verdict is Verdict.POLICY:
            self._policies[group] += 1
        if alike in self.tripped:
            return None
        if verdict is Verdict.POLICY and self._about_us(reply, group):
            kind = LatchKind.POLICY
        elif self._row[alike] >= _ALIKE_ROW or self._share(alike):
            kind = LatchKind.POLICY if verdict is Verdict.POLICY else LatchKind.BREAKER
        else:
            return None
        self.tripped.add(alike)
        return Trip(kind, self._scope(alike, group), f"{reply.code} {reply.text}", alike, None)

    def _about_us(self, reply: Reply, group: str) -> bool:
        in_all = self._row.total() if reply.stage != "connect" else _POLICY_ROW
        return (
            reply.stage in ("connect", "mail")
            or self._policies[group] >= _POLICY_ROW
            or in_all >= _POLICY_ROW
        )

    def _share(self, alike: str) -> bool:
        groups = Counter(group for kind, group in self._window if kind == alike)
        count = groups.total()
        share = count / len(self._window)
        return count >= _LEAST and share >= _SHARE and len(groups) >= _DOMAINS

    def _scope(self, alike: str, group: str) -> str:
        """Return what to stop: one group of domains if others accept emails, else everything."""
        groups = {one for kind, one in self._window if kind == alike}
        others = any(not kind and one != group for kind, one in self._window)
        return domain_scope(group) if groups == {group} and others else ALL


def _timed(reply: Reply, default: float) -> Trip:
    seconds = next((one for words, one in _WINDOWS if words.search(reply.text)), default)
    return Trip(LatchKind.QUOTA, ALL, f"{reply.code} {reply.text}", "", seconds)
