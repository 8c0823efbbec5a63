"""The ledger knows its secrets by their fingerprints, and refuses to work with another one.

With another secret the suppression list recognizes nobody, the links in emails already sent stop
working, and an email in doubt cannot be found in the mail server's log.
"""

import json
from dataclasses import dataclass

import sqlalchemy as sa

from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import SurroundingsError

from .database import Ledger
from .settings import SECRETS, read_setting, write_setting
from .statements import statement

__all__ = ["SecretLoss", "holds_secret", "replace_secret", "verify_secret"]

_HINT = (
    "Run the command in the folder that holds coursewright.key, or set COURSEWRIGHT_SECRET or "
    "COURSEWRIGHT_SECRET_FILE. If the secret is lost: `coursewright secret --lost`."
)
_Known = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class SecretLoss:
    """What a lost secret takes with it."""

    carried: int
    """Suppressed addresses that are still recognized, since the ledger holds their contact."""
    unrecognized: int
    """Entries of the suppression list that recognize nobody any more: erased people."""
    learners: int
    """Enrollments whose links, in emails already sent, stop working."""


def holds_secret(ledger: Ledger) -> bool:
    """Tell whether the ledger depends on a secret: no new one may be made beside it."""
    with ledger.read() as connection:
        people = connection.execute(statement(connection, "holds-people")).scalar_one()
        return bool(people) or read_setting(connection, SECRETS) is not None


def verify_secret(ledger: Ledger, keyring: Keyring, now: float, *, record: bool = True) -> None:
    """Check that a keyring holds the ledger's secrets; a new first secret is recorded.

    Raises:
        SurroundingsError: it is of another ledger, or an old secret is missing that the
            suppression list still needs.
    """
    with ledger.read() as connection:
        if _settled(connection, keyring) or not record:
            return
    with ledger.write() as connection:
        if not _settled(connection, keyring):
            known = _known(connection)
            if not known:
                _match_legacy(connection, keyring)
            newest = (keyring.fingerprints[0], int(now) if known else 0)
            write_setting(connection, SECRETS, json.dumps([newest, *known]))


def _settled(connection: sa.Connection, keyring: Keyring) -> bool:
    """Tell whether there is nothing to record; refuse a keyring that does not fit."""
    known, mine = _known(connection), keyring.fingerprints
    if not known:
        return False
    if known[0][0] not in mine:
        msg = "the secret is not the one that this ledger was made with"
        raise SurroundingsError(msg, hint=_HINT)
    until = known[0][1]
    for fingerprint, since in known[1:]:
        values = {"since": since, "before": until}
        needs = connection.execute(statement(connection, "suppressed-by"), values).scalar_one()
        if needs and fingerprint not in mine:
            msg = f"{needs:,} suppressed addresses are recognized only by an older secret"
            hint = "Keep the older secrets below the newest, one on each line."
            raise SurroundingsError(msg, hint=hint)
        until = since
    return mine[0] in {fingerprint for fingerprint, _ in known}


def _known(connection: sa.Connection) -> _Known:
    text = read_setting(connection, SECRETS)
    return [(str(name), int(since)) for name, since in json.loads(text)] if text else []


def _match_legacy(connection: sa.Connection, keyring: Keyring) -> None:
    """Check an older ledger, which has no fingerprint, by a suppression whose address it holds."""
    for row in connection.execute(statement(connection, "suppressed-contacts")):
        hashes = {"hashes": keyring.address_hashes(row.address_key)}
        if connection.execute(statement(connection, "suppressed"), hashes).first() is None:
            msg = "the secret is not the one that this ledger's suppression list was made with"
            raise SurroundingsError(msg, hint=_HINT)
        return


def replace_secret(connection: sa.Connection, keyring: Keyring, now: float) -> SecretLoss:
    """Record a new secret in place of a lost one, and carry over what can be."""
    total = int(connection.execute(statement(connection, "suppressed-total")).scalar_one())
    contacts = connection.execute(statement(connection, "suppressed-contacts")).all()
    # The old hashes name nobody now. What the contacts know is written again under the new secret.
    carried = 0
    for row in contacts:
        hashes = keyring.address_hashes(row.address_key)
        if connection.execute(statement(connection, "suppressed"), {"hashes": hashes}).first():
            continue
        values = {"hash": hashes[0], "reason": row.status, "now": int(now)}
        values |= {"source": "", "run": "", "detail": ""}
        carried += connection.execute(statement(connection, "suppress"), values).rowcount
    learners = connection.execute(statement(connection, "sent-total")).scalar_one()
    write_setting(connection, SECRETS, json.dumps([(keyring.fingerprints[0], 0)]))
    return SecretLoss(carried, max(total - carried, 0), int(learners))
