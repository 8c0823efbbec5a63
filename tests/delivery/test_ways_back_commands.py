"""The commands that undo a mistake, as an operator types them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursewright.cli import main
from coursewright.cli.wallclock_system import SystemClock
from coursewright.delivery.ledger.claims import claim
from coursewright.delivery.ledger.database import open_ledger
from coursewright.delivery.ledger.doubts import sweep
from coursewright.delivery.ledger.results import intend

MONDAY = 1799658000.0  # 11 January 2027, 10:00 in Berlin
DAY = 86400.0


class Operator:
    """Types commands at an instant, and reads what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str], database: str) -> None:
        self.capsys, self.database, self.now = capsys, database, MONDAY
        self.code = 0

    def __call__(self, *arguments: str) -> str:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        self.code = int(left.value.code or 0)
        found = self.capsys.readouterr()
        return found.out + found.err

    def learners(self, *arguments: str) -> str:
        return self("learners", *arguments)


@pytest.fixture
def operator(
    sequence: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Operator:
    """Three learners of a cohort and one without, on a Monday at ten."""
    database = f"sqlite:///{tmp_path}/ledger.db"
    monkeypatch.setenv("COURSEWRIGHT_SECRET", "sixteen-characters-or-more")
    monkeypatch.setenv("COURSEWRIGHT_DATABASE", database)
    found = Operator(capsys, database)
    monkeypatch.setattr(SystemClock, "now", lambda self: found.now)
    found("publish", "--sequence", str(sequence))
    more = ["--track", "aspire", "--start", "2027-01-11"]
    for name in ("ada", "bob", "eve"):
        found.learners("add", f"{name}@example.org", "--cohort", "c1", *more)
    found.learners("add", "zoe@example.org", *more)
    assert found.code == 0
    return found


def test_a_cohort_is_paused_resumed_switched_and_removed_and_back(operator: Operator) -> None:
    for command, dry, done in (
        (["pause"], "3 would be paused.", "3 paused."),
        (["resume"], "3 would be resumed.", "3 resumed."),
        (["switch", "--track", "expert"], "3 would be switched.", "3 switched."),
        (["pace", "--schedule", "express"], "3 would be changed.", "3 changed."),
        (["start", "--on", "2027-01-18"], "3 would be changed: start on 2027-01-18.", "3 changed"),
        (["move", "--days", "2"], "3 would be moved by 2 days.", "3 moved by 2 days."),
        (["remove"], "3 would be removed.", "3 removed."),
        (["readmit"], "3 would be readmitted.", "3 readmitted."),
    ):
        assert dry in operator.learners(*command, "--cohort", "c1", "--dry-run"), command
        assert done in operator.learners(*command, "--cohort", "c1"), command
        assert operator.code == 0
    assert "There are c1" in operator.learners("pause", "--cohort", "x")
    assert operator.code == 2
    assert "say who is meant" in operator.learners("pause")
    operator.now += 60
    assert "0 paused" in operator.learners("pause", "--added-since", "2030-01-01")


def test_after_an_outage_the_held_are_listed_and_resumed(
    operator: Operator, start_sink: Callable[..., Any]
) -> None:
    sink = start_sink()
    send = ["send", "--once", "--smtp", sink.url]
    for _ in range(2):
        operator(*send)
    operator.now += 10 * DAY
    assert "4 held" in operator(*send)
    assert "4 on hold" in operator("status")
    assert operator.code == 1
    listed = operator("status", "--held")
    assert operator.code == 1
    assert "ada@example.org  field-notes  stumble  2027-01-13" in listed
    assert "4 in all" in listed
    rows = json.loads(operator("status", "--held", "--format", "json"))
    assert [row["address"][:3] for row in rows] == ["ada", "bob", "eve", "zoe"]
    told = operator.learners("resume", "--all")
    assert "The course is not paused." in told
    assert "4 learners stay on hold" in told
    assert "4 would be resumed" in operator.learners("resume", "--missed", "--dry-run")
    assert "3 resumed" in operator.learners("resume", "--missed", "--cohort", "c1")
    assert "1 resumed" in operator.learners("resume", "--missed")
    assert operator("status", "--held") == "None.\n"
    assert operator.code == 0
    assert "4 sent" in operator(*send)


def test_status_names_who_is_on_hold_for_smtputf8_and_who_asked_to_leave(
    operator: Operator, start_sink: Callable[..., Any], tmp_path: Path
) -> None:
    operator.learners("add", "jürgen@example.org", "--track", "aspire", "--start", "2027-01-11")
    unable = start_sink("--no-smtputf8")
    assert "1 held" in operator("send", "--once", "--smtp", unable.url)
    asks = tmp_path / "asks.eml"
    asks.write_text("From: ada@example.org\nMessage-ID: <1@example.org>\nSubject: unsubscribe\n\n")
    operator("bounces", str(asks))
    shown = operator("status")
    assert operator.code == 1
    assert "1 on hold, the mail server does not offer SMTPUTF8" in shown
    assert "1 on hold, an unsigned email asks to unsubscribe them" in shown
    listed = operator("status", "--held")
    assert "ada@example.org" in listed
    assert "asked by email to be unsubscribed, without proof" in listed
    assert "jürgen@example.org" in listed
    assert "2 in all" in listed
    assert "1 resumed" in operator.learners("resume", "ada@example.org")
    assert "1 resumed" in operator("send", "--once", "--smtp", start_sink().url)
    assert operator("status", "--held") == "None.\n"
    assert operator.code == 0


def test_status_lists_stuck_enrollments_which_a_pause_and_a_resume_repair(
    operator: Operator,
) -> None:
    assert operator("status", "--stuck") == "None.\n"
    ledger = open_ledger(operator.database)
    with ledger.write() as connection:
        connection.exec_driver_sql("UPDATE enrolment SET wake_at = NULL WHERE id = 2")
    ledger.close()
    assert "STUCK: 1 active enrollments have no time for their next email" in operator("status")
    assert operator.code == 1
    assert "bob@example.org  field-notes" in operator("status", "--stuck")
    operator.learners("pause", "bob@example.org")
    operator.learners("resume", "bob@example.org")
    assert operator("status", "--stuck") == "None.\n"
    assert "STUCK" not in operator("status")


def test_refused_learners_are_restored(operator: Operator, start_sink: Callable[..., Any]) -> None:
    sink = start_sink("--bounce", "1")
    operator("send", "--once", "--smtp", sink.url)
    assert "Suppressed (bounced): 4" in operator("status")
    restore = ["restore", "--since", "2027-01-11T09:00"]
    assert "4 people would be restored" in operator.learners(*restore, "--dry-run")
    assert "Suppressed (bounced): 4" in operator("status")
    told = operator.learners(*restore)
    assert "4 people restored, 4 enrollments go on." in told
    assert "4 lessons that were refused or returned are sent again." in told
    good = start_sink()
    assert "8 sent" in operator("send", "--once", "--smtp", good.url), "welcome and first lesson"
    assert "say who is meant" in operator.learners("restore")


def test_failed_lessons_are_listed_and_sent_again(
    operator: Operator, start_sink: Callable[..., Any]
) -> None:
    ledger = open_ledger(operator.database)
    with ledger.write() as connection:
        for row in connection.exec_driver_sql("SELECT id, lesson_id FROM enrolment").all():
            connection.exec_driver_sql(
                "INSERT INTO delivery VALUES (?, ?, 0, 3, 1, 'h', 1799650000, 1, '5.6.0', 'no')",
                (row.id, row.lesson_id),
            )
    ledger.close()
    assert "ada@example.org" in operator("status", "--failed")
    dry = operator("send", "--failed", "--dry-run")
    assert "4 failed lessons of 4 learners would be sent again." in dry
    sink = start_sink()
    told = operator("send", "--failed", "--once", "--smtp", sink.url)
    assert "4 failed lessons of 4 learners will be sent again." in told
    assert "8 sent" in told
    assert operator("status", "--failed") == "None.\n"


def test_doubts_are_settled_in_bulk(operator: Operator, tmp_path: Path) -> None:
    ledger = open_ledger(operator.database)
    jobs = claim(ledger, operator.now, operator.now, "me", most=9, lease=1).jobs
    with ledger.write() as connection:
        assert len(intend(connection, jobs, operator.now)) == 4
    operator.now += 3600
    sweep(ledger, operator.now, 1)
    ledger.close()
    assert "4 in all" in operator("status", "--doubts")
    assert "1 doubts would be" in operator("status", "--sent", "1", "--dry-run")
    assert "1 doubts are settled as sent" in operator("status", "--sent", "1")
    assert "no email of enrollment 1" in operator("status", "--resend", "1")
    for wrong in (["--all"], ["--sent"], ["--sent", "2", "--all"], ["--sent", "--resend", "--all"]):
        operator("status", *wrong)
        assert operator.code == 2, wrong
    log = tmp_path / "accepted.log"
    log.write_text("", "utf-8")
    dry = operator("status", "--accepted-log", str(log), "--dry-run")
    assert "0 doubts would be settled as sent, 3 to be sent again" in dry
    assert "3 doubts are settled to be sent again" in operator("status", "--resend", "--all")
    assert operator("status", "--doubts") == "None.\n"
    assert operator.code == 0


def test_an_import_says_how_many_lines_name_another_start(
    operator: Operator, tmp_path: Path, sequence: Path
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("email,start,track\nada@example.org,2027-02-01,aspire\n", "utf-8")
    told = operator.learners("import", str(people), "--cohort", "c1")
    assert "1 of those known have another start date" in told
    people.write_text("email,start,track\nnew@example.org,2026-02-01,aspire\n", "utf-8")
    more = ["import", str(people)]
    assert "too far in the past" in operator.learners(*more)
    assert operator.code == 1
    assert "1 enrolled" in operator.learners(*more, "--late")
