from dataclasses import fields, replace
from datetime import date
from typing import Any

from coursewright.delivery.ledger.next_step import EnrollmentState
from coursewright.delivery.ledger.states import EnrollmentStatus


def test_who_differs_in_anything_but_number_and_wake_up_does_not_stand_alike() -> None:
    day = date(2027, 1, 11)
    one = EnrollmentState(
        id=1,
        track="aspire",
        schedule="standard",
        state=EnrollmentStatus.ACTIVE,
        start=day,
        shift=0,
        last=day,
        finished=day,
        paused=day,
        tz="Europe/Berlin",
        created_at=1,
        lesson_id=1,
        gen=0,
        wake_at=1,
        override=1,
        done={"start"},
        why="",
        learner=None,
    )
    unlike: dict[str, Any] = {"done": {"boss"}, "gens": {"start": 1}}
    for field in fields(one):
        change: dict[str, Any] = {field.name: unlike.get(field.name, "another")}
        other = replace(one, **change)
        same = field.name in ("id", "wake_at")
        assert (other.alike == one.alike) is same, field.name
