import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from coursewright.delivery.planning.course_plan import plan_cohort, plan_one
from coursewright.delivery.rosters.roster import Person, read_roster, write_rows
from coursewright.delivery.schedule.plan_files import plan_ics, plan_json, plan_rows, plan_table
from coursewright.errors import UsageError
from coursewright.sequence.release import load_release

MONDAY = date(2027, 1, 11)


def test_the_table_reads_like_a_diary(sequence: Path) -> None:
    release = load_release(sequence)
    table = plan_table(list(plan_one(release, track="aspire", start=MONDAY)))
    assert table.splitlines()[1].split() == [
        *("aspire", "0", "2027-01-11", "Mon", "09:00", "Europe/Berlin", "lesson", "start"),
        *("Subject", "of", "aspire/start"),
    ]
    assert "welcome" not in table


def test_an_event_keeps_its_uid_and_the_file_its_bytes(sequence: Path) -> None:
    release = load_release(sequence)
    early = list(plan_one(release, track="expert", start=MONDAY, who="a@example.org"))
    later = list(plan_one(release, track="expert", start=date(2027, 3, 22), who="a@example.org"))

    assert [line.uid for line in early] == [line.uid for line in later]
    assert plan_ics(early, "T") == plan_ics(early, "T")
    read = Calendar.from_ical(plan_ics(later, "T"))
    events: list[Any] = read.walk("VEVENT")
    assert [str(event["UID"]) for event in events] == [line.uid for line in later]
    assert events[0]["DTSTART"].dt.isoformat() == "2027-03-22T09:00:00+01:00"
    assert events[2]["DTSTART"].dt.isoformat() == "2027-03-29T09:00:00+02:00"
    assert read.walk("VTIMEZONE"), "the zone comes with the file"


def test_a_cohort_has_its_own_tracks_starts_and_zones(sequence: Path) -> None:
    csv = b"name,track,start,timezone\nAda,aspire,2027-02-01,Asia/Tokyo\nBob,expert,,\n"
    people = list(read_roster(io.BytesIO(csv), need_email=False))
    lines = list(
        plan_cohort(
            load_release(sequence), [p for p in people if isinstance(p, Person)], start=MONDAY
        )
    )
    data = json.loads(plan_json(lines))
    assert data[0]["utc"] == "2027-02-01T00:00:00+00:00"
    assert {row["who"]: row["track"] for row in data} == {"Ada": "aspire", "Bob": "expert"}


def test_the_subjects_of_a_cohort_name_each_learner(sequence: Path) -> None:
    data = json.loads(sequence.read_text("utf-8"))
    for message in data["messages"]:
        message["subject"] = [
            {"placeholder": "learner.first_name", "context": "text", "fallback": "friend"},
            ": lesson ",
            {"placeholder": "lesson.number", "context": "text", "fallback": "?"},
        ]
    sequence.write_text(json.dumps(data), "utf-8")
    release = load_release(sequence)
    csv = b"email,name,first_name,track\na@x.org,Ada Lovelace,,aspire\nb@x.org,N/A,,aspire\n"
    csv += b"c@x.org,Robert Smith,Bob,aspire\n"
    people = [one for one in read_roster(io.BytesIO(csv)) if isinstance(one, Person)]
    first: dict[str, str] = {}
    for line in plan_cohort(release, people, start=MONDAY):
        first.setdefault(line.who, line.subject)
    assert first == {
        "a@x.org": "Ada: lesson 1",
        "b@x.org": "friend: lesson 1",
        "c@x.org": "Bob: lesson 1",
    }
    (line, *_) = plan_one(release, track="aspire", start=MONDAY)
    assert line.subject == "friend: lesson 1"


def test_no_cell_of_the_csv_is_a_formula(sequence: Path) -> None:
    lines = list(
        plan_one(load_release(sequence), track="aspire", start=MONDAY, who='=HYPERLINK("x")')
    )
    header, rows = plan_rows(lines)
    text = write_rows(header, iter(rows))
    assert "'=HYPERLINK" in text
    assert ",=" not in text
    assert not text.startswith("=")


@pytest.mark.parametrize("change", [{"track": "aspirin"}, {"track": ""}, {"schedule": "slow"}])
def test_an_unknown_track_or_schedule_is_refused_with_a_hint(
    sequence: Path, change: dict[str, str]
) -> None:
    chosen = {"track": "aspire", "schedule": ""} | change
    release = load_release(sequence)
    with pytest.raises(UsageError) as caught:
        list(plan_one(release, start=MONDAY, track=chosen["track"], schedule=chosen["schedule"]))
    assert caught.value.hint
