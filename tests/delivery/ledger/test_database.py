import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from coursewright.delivery.ledger.database import HEAD, Ledger, open_ledger
from coursewright.delivery.ledger.statements import statement, statement_names
from coursewright.errors import SurroundingsError, UsageError


def test_the_schema_is_made_once_and_found_again(database: str) -> None:
    for _ in range(2):
        ledger = open_ledger(database)
        with ledger.read() as connection:
            found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        ledger.close()
        assert found == HEAD


def test_two_that_open_an_empty_database_at_once_both_get_it(database: str) -> None:
    opened: list[Ledger] = []
    threads = [
        threading.Thread(target=lambda: opened.append(open_ledger(database))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(opened) == 3
    for ledger in opened:
        ledger.close()


def test_an_older_database_is_brought_up_to_date_and_keeps_its_rows(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("coursewright.delivery.ledger.database.HEAD", "0001")
        old = open_ledger(database)
        with old.write() as connection:
            connection.exec_driver_sql(
                "INSERT INTO course (slug, state, catch_up, release_hash, release)"
                " VALUES ('c', 'active', 1, 'h', '{}')"
            )
            connection.exec_driver_sql(
                "INSERT INTO contact (address, address_key, name, tz, locale, domain, status,"
                " soft_bounces, attrs, consent_source, created_at)"
                " VALUES ('a@b.org', 'a@b.org', '', '', '', 'b.org', 'active', 0, '{}', '', 1)"
            )
            connection.exec_driver_sql(
                "INSERT INTO enrolment (contact_id, course_id, cohort, track, schedule, edition,"
                " start_on, state, why, gen, tries, shift_days, plan_rev, created_at)"
                " SELECT contact.id, course.id, '', 't', '', 'digest', '2027-01-11', 'active', '',"
                " 0, 0, 0, 0, 1 FROM contact, course"
            )
        old.close()
    ledger = open_ledger(database)
    with ledger.read() as connection:
        row = connection.exec_driver_sql("SELECT * FROM enrolment").one()
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    ledger.close()
    assert (row.track, row.learner_id, found) == ("t", None, HEAD)


def test_a_newer_schema_is_refused(database: str) -> None:
    ledger = open_ledger(database)
    with ledger.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    ledger.close()
    with pytest.raises(SurroundingsError, match="9999"):
        open_ledger(database)


def test_every_statement_is_understood_by_both_databases(ledger: Ledger) -> None:
    """Explained with NULL for each value: the database itself reads the SQL."""
    assert len(statement_names()) > 30
    with ledger.read() as connection:
        for name in statement_names():
            made = statement(connection, name)
            values: dict[str, Any] = {
                key: ([0] if key == "ids" else ["0"]) if bind.expanding else None
                for key, bind in made._bindparams.items()
            }
            explained = sa.text(f"EXPLAIN {made.text}").bindparams(*made._bindparams.values())
            assert connection.execute(explained, values).all(), name


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "", "oracle://x"])
def test_a_url_of_another_database_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        open_ledger(url)


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.db", "postgresql://x@127.0.0.1:1/none?connect_timeout=2"]
)
def test_a_database_that_is_away_is_said(url: str) -> None:
    with pytest.raises(SurroundingsError):
        open_ledger(url)


def test_sqlite_is_durable_and_lets_readers_be(fresh_database: Callable[[str], str]) -> None:
    ledger = open_ledger(fresh_database("sqlite"))
    with ledger.write() as writer:
        assert writer.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert writer.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        with ledger.read() as reader:
            assert reader.exec_driver_sql("SELECT count(*) FROM contact").scalar() == 0
    ledger.close()
