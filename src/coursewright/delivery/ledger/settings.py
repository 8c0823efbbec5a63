"""Values that belong to the whole ledger, by name: `setting` rows."""

import sqlalchemy as sa

from .statements import statement

__all__ = [
    "COPIED_AT",
    "LAST_CLAIM",
    "LAST_ENROLLMENT",
    "SECRETS",
    "SMTPUTF8_HELD",
    "drop_setting",
    "last_enrollment",
    "read_setting",
    "write_setting",
]

COPIED_AT = "copied_at"
"""When this ledger was written as a backup; absent in one that is in use."""
LAST_CLAIM = "last_claim"
"""When a sender last looked for what is due."""
LAST_ENROLLMENT = "last_enrollment"
"""The highest number of an enrollment that was erased, or lost with a restored ledger."""
SECRETS = "secret_fingerprint"
"""The fingerprints of the secrets used so far, newest first, each with its first use."""

SMTPUTF8_HELD = "smtputf8_held"
"""Present while learners may be on hold because their address needs SMTPUTF8."""


def read_setting(connection: sa.Connection, name: str) -> str | None:
    """Return a setting, or None if it was never written."""
    found: str | None = connection.execute(
        statement(connection, "setting"), {"name": name}
    ).scalar()
    return found


def write_setting(connection: sa.Connection, name: str, value: str) -> None:
    """Write a setting."""
    connection.execute(statement(connection, "write-setting"), {"name": name, "value": value})


def last_enrollment(connection: sa.Connection) -> int:
    """Return the highest number that an enrollment has had, erased ones included."""
    highest = connection.execute(statement(connection, "highest-enrollment")).scalar() or 0
    return max(int(highest), int(read_setting(connection, LAST_ENROLLMENT) or 0))


def drop_setting(connection: sa.Connection, name: str) -> None:
    """Forget a setting."""
    connection.execute(statement(connection, "drop-setting"), {"name": name})
