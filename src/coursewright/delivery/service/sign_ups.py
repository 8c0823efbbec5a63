"""Limits on sign-ups, in the ledger: shared by all processes, and kept over a restart."""

import sqlalchemy as sa

from coursewright.delivery.ledger.statements import statement
from coursewright.delivery.tokens.keyring import Keyring

__all__ = ["MOST_PENDING", "SignUpLimits", "mailbox_of"]

MOST_PENDING = 1000
_PER_MAILBOX = 3
_DAY = 86400
_GMAIL = {"gmail.com", "googlemail.com"}


class SignUpLimits:
    """Counts who asks for a confirmation email, by mailbox and by course, for a day."""

    def __init__(self, keyring: Keyring, most_pending: int = MOST_PENDING) -> None:
        self._keyring, self._most = keyring, most_pending

    def may_ask(self, connection: sa.Connection, key: str, now: float) -> bool:
        """Count a sign-up of a mailbox; return whether it may get one more email today."""
        name = self._keyring.address_hashes(mailbox_of(key))[0][:32]
        connection.execute(statement(connection, "forget-sign-ups"), {"now": int(now)})
        return self._count(connection, f"sign-up-mailbox:{name}", now) <= _PER_MAILBOX

    def full(self, connection: sa.Connection, course: str, now: float) -> bool:
        """Tell whether as many sign-ups of a course wait for their yes as may."""
        values = {"scope": _scope(course), "now": int(now)}
        used = connection.execute(statement(connection, "sign-ups"), values).scalar()
        return (used or 0) >= self._most

    def asked(self, connection: sa.Connection, course: str, now: float) -> None:
        """Note that a confirmation email will go out."""
        self._count(connection, _scope(course), now)

    def confirmed(self, connection: sa.Connection, course: str) -> None:
        """Note that someone said yes: one fewer is pending."""
        values = {"scope": _scope(course)}
        connection.execute(statement(connection, "sign-up-confirmed"), values)

    def _count(self, connection: sa.Connection, scope: str, now: float) -> int:
        values = {"scope": scope, "now": int(now), "resets": int(now) + _DAY}
        return int(connection.execute(statement(connection, "count-sign-up"), values).scalar_one())


def mailbox_of(key: str) -> str:
    """Return the mailbox behind an address: `a+b@` is `a@`, and Gmail passes over dots."""
    local, _, domain = key.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _GMAIL:
        local, domain = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{domain}"


def _scope(course: str) -> str:
    return f"sign-up:{course}"
