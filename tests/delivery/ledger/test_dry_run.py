"""A dry run is one below the commands: whatever they do, nothing stays."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from coursewright.delivery.ledger.database import open_ledger
from coursewright.delivery.ledger.publishing import publish
from coursewright.errors import SurroundingsError
from coursewright.sequence.release import load_release


def test_what_is_written_in_a_dry_run_is_gone(database: str, sequence: Path) -> None:
    real = open_ledger(database)
    dry = open_ledger(database, dry_run=True)
    publish(dry, load_release(sequence), sequence.parent, 0.0)
    for ledger in (dry, real):
        with ledger.read() as connection:
            assert connection.execute(sa.text("SELECT count(*) FROM course")).scalar() == 0
        ledger.close()


def test_a_dry_run_makes_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError, match="there is no ledger"):
        open_ledger(f"sqlite:///{tmp_path}/new.db", dry_run=True)
    assert not list(tmp_path.iterdir())


def test_a_dry_run_brings_no_schema_up_to_date(
    fresh_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("sqlite", "postgresql"):
        url = fresh_database(kind)
        with monkeypatch.context() as patch:
            patch.setattr("coursewright.delivery.ledger.database.HEAD", "0002")
            open_ledger(url).close()
        with pytest.raises(SurroundingsError, match="older schema"):
            open_ledger(url, dry_run=True)
