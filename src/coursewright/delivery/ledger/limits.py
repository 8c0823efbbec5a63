"""Limits on the number and rate of emails, shared by all senders of a ledger.

Limits per second or minute space emails evenly. Limits per hour or day count the emails in any
window of that length. A claim takes from both for its whole batch, in its own transaction, and what
is not sent is given back, so no limit costs a query for each email (`allowance`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from coursewright.errors import UsageError

from .statements import statement

__all__ = [
    "Rate",
    "SendLimits",
    "domains_of",
    "group_of",
    "keep_limits",
    "kept_limits",
    "read_rate",
]

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_MARGIN = 1.005  # a little slower: whoever counts has another clock, and threads wake late
_SETTING = "limits"
_OPERATORS: Mapping[str, tuple[str, ...]] = {  # domains that one operator receives for
    "gmail": ("gmail.com", "googlemail.com"),
    "outlook": ("outlook.com", "hotmail.com", "live.com", "msn.com", "outlook.de", "hotmail.co.uk"),
    "yahoo": ("yahoo.com", "ymail.com", "aol.com", "rocketmail.com", "yahoo.co.uk", "yahoo.de"),
    "icloud": ("icloud.com", "me.com", "mac.com"),
    "gmx": ("gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "web.de", "mail.com"),
    "orange": ("orange.fr", "wanadoo.fr"),
    "mail.ru": ("mail.ru", "bk.ru", "inbox.ru", "list.ru"),
    "netease": ("163.com", "126.com", "yeah.net"),
}
_GROUPS = {domain: name for name, domains in _OPERATORS.items() for domain in domains}


def group_of(domain: str) -> str:
    """Return the operator that receives for a domain, as far as its name tells."""
    return _GROUPS.get(domain, domain)


def domains_of(group: str) -> tuple[str, ...]:
    """Return the domains of a group: the inverse of `group_of`."""
    return _OPERATORS.get(group, (group,))


@dataclass(frozen=True, slots=True)
class Rate:
    """So many emails in a window."""

    number: int
    seconds: int

    @property
    def spacing(self) -> float:
        """Seconds from one email to the next, if it is a pace."""
        return self.seconds / self.number * _MARGIN

    @property
    def paced(self) -> bool:
        """Whether it spaces emails, rather than count them."""
        return self.seconds <= _UNITS["m"]

    def __str__(self) -> str:
        unit = next(name for name, seconds in _UNITS.items() if seconds == self.seconds)
        return f"{self.number}/{unit}"


def read_rate(text: str) -> Rate:
    """Return the rate that a text such as `100/m` names: a number for each s, m, h or d.

    Raises:
        UsageError: it is none.
    """
    number, _, unit = text.partition("/")
    if not number.isdecimal() or not 0 < int(number) < 10**9 or unit not in _UNITS:
        msg = f"not a rate: {text[:40]!r}"
        raise UsageError(msg, hint="Write 20/s, 1000/m, 500/h, 5000/d.")
    return Rate(int(number), _UNITS[unit])


@dataclass(frozen=True, slots=True)
class SendLimits:
    """How quickly emails may go out: all of these hold at once."""

    total: tuple[Rate, ...] = ()
    per_domain: tuple[Rate, ...] = ()
    """For each group of receiving domains."""

    def __str__(self) -> str:
        words = [str(rate) for rate in self.total]
        words += [f"{rate} for each receiving domain" for rate in self.per_domain]
        return ", ".join(words) or "none"


def keep_limits(connection: sa.Connection, limits: SendLimits) -> None:
    """Keep limits in the ledger, where every process finds them."""
    data = {
        "total": [str(rate) for rate in limits.total],
        "domain": [str(rate) for rate in limits.per_domain],
    }
    values = {"name": _SETTING, "value": json.dumps(data)}
    connection.execute(statement(connection, "write-setting"), values)


def kept_limits(connection: sa.Connection) -> SendLimits:
    """Return the limits that the ledger holds."""
    text = connection.execute(statement(connection, "setting"), {"name": _SETTING}).scalar()
    data = json.loads(text) if text else {}
    return SendLimits(
        tuple(read_rate(one) for one in data.get("total", ())),
        tuple(read_rate(one) for one in data.get("domain", ())),
    )
