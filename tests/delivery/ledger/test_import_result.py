"""What an import does with rows that are not to be enrolled, on each database."""

import io
from pathlib import Path

from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.privacy import export
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.rosters.roster import open_roster
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release

NOW = 1799658000.0
ROWS = (
    "email;name;first name;track;unsubscribed\n"
    "user@faß.de;Müller, Anna;;aspire;no\n"
    "gone@example.org;Gone;;aspire;yes\n"
    "пётр@example.org;N/A;;aspire;\n"
    "user@xn--fa-hia.de;Müller, Anna;;aspire;no\n"
    "wizard@example.org;Wiz;;wizard;no\n"
)


def test_rows_are_enrolled_skipped_or_named_and_counted(
    ledger: Ledger, keyring: Keyring, sequence: Path
) -> None:
    published = publish(ledger, load_release(sequence), sequence.parent, NOW)
    roster = open_roster(io.BytesIO(ROWS.encode()))
    place = (ledger, published, keyring, roster, NOW, EnrollmentDefaults())
    found = import_roster(*place, skip_faulty=True)
    assert found.added == 2
    assert found.skipped == {"unsubscribed": 1, "repeated": 1}
    assert (found.smtputf8_count, found.smtputf8) == (1, ["пётр@example.org"])
    (fault,) = found.faults
    assert roster.place_of(fault) == "line 6, column 4"
    kept = export(ledger, "user@faß.de")["contact"]
    assert (kept["name"], kept["domain"]) == ("Anna Müller", "xn--fa-hia.de")
    assert export(ledger, "пётр@example.org")["contact"]["name"] == ""
