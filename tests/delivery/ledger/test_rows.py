"""The records are what the queries return, and the SQL's literals are members of the enums."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coursewright.delivery.ledger import rows, states
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.rows import DueRow, from_row
from coursewright.delivery.ledger.statements import statement
from coursewright.delivery.ledger.states import DeliveryState, EnrollmentStatus

SQL = Path(rows.__file__).with_name("sql")
QUERIES = re.compile(r"`([a-z-]+)`")
RECORDS = {
    name: kind
    for kind in vars(rows).values()
    if isinstance(kind, type) and issubclass(kind, tuple) and kind.__doc__
    for name in QUERIES.findall(kind.__doc__)
}
TEXTS = {
    "state": {*states.EnrollmentStatus, *states.CourseStatus, "live", "retired"},
    "status": set(states.ContactStatus),
    "why": set(states.StateReason),
    "reason": set(states.SuppressionReason),
}


def test_each_record_has_the_columns_of_its_query(ledger: Ledger) -> None:
    assert len(RECORDS) > 12
    with ledger.read() as connection:
        for name, kind in RECORDS.items():
            made = statement(connection, name)
            values: dict[str, Any] = {
                key: [0 if key == "ids" else "0"] if bind.expanding else 0
                for key, bind in made._bindparams.items()
            }
            for key in ("slug", "key"):
                values |= {key: "0"} if key in values else {}
            found = connection.execute(made, values).keys()
            fields: tuple[str, ...] = kind._fields  # type: ignore[attr-defined] # a NamedTuple
            assert tuple(found) == fields, name


def test_a_record_holds_members_of_the_enums() -> None:
    values: list[Any] = [None] * len(DueRow._fields)
    for name, value in (("state", "paused"), ("status", "bounced"), ("sent_state", 4)):
        values[DueRow._fields.index(name)] = value
    row = from_row(DueRow, values)
    assert row.state is EnrollmentStatus.PAUSED
    assert row.sent_state is DeliveryState.IN_DOUBT
    values[DueRow._fields.index("sent_state")] = None
    assert from_row(DueRow, values).sent_state is None
    values[DueRow._fields.index("state")] = "asleep"
    with pytest.raises(KeyError):
        from_row(DueRow, values)


def _sql() -> Iterator[tuple[str, str]]:
    for path in sorted(SQL.glob("*.sql")):
        for block in path.read_text("utf-8").split("-- name: ")[1:]:
            name, _, text = block.partition("\n")
            yield name, re.sub(r"--.*", "", text)


def test_the_legend_of_the_sql_names_each_state_of_a_delivery() -> None:
    head = (SQL / "sending.sql").read_text("utf-8").partition("-- name")[0]
    legend = re.findall(r"(\d) ([a-z ]+)[,.]", head.replace("\n-- ", " "))
    said = {int(number): name.replace(" ", "_").upper() for number, name in legend}
    assert said == {one.value: one.name for one in DeliveryState}


def test_the_numbers_in_the_sql_are_states_of_a_delivery() -> None:
    seen = set()
    for name, text in _sql():
        for found in re.findall(r"\bstate (?:=|<>|IN|NOT IN) \(?(\d(?:, \d)*)", text):
            numbers = {int(one) for one in found.split(",")}
            assert numbers <= {one.value for one in DeliveryState}, name
            seen |= numbers
    assert seen == {one.value for one in DeliveryState} - {DeliveryState.SKIPPED}


def test_the_words_in_the_sql_are_members_of_the_enums() -> None:
    count = 0
    for name, text in _sql():
        pattern = r"\b(state|status|why|reason) (=|<>|IN|NOT IN) (\([^)]*\)|'[^']*')"
        for column, _, value in re.findall(pattern, text):
            for word in re.findall(r"'([^']*)'", value):
                assert word in TEXTS[column], (name, column, word)
                count += 1
        for word in re.findall(r"\bv\.kind (?:=|IN) \(?((?:'[^']*'(?:, )?)+)", text):
            assert set(re.findall(r"'([^']*)'", word)) <= set(states.EventKind), name
    assert count > 20


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("note-claim", DeliveryState.CLAIMED),
        ("intend", DeliveryState.SENDING),
        ("mark-sent", DeliveryState.SENT),
        ("mark-failed", DeliveryState.FAILED),
        ("mark-doubt", DeliveryState.IN_DOUBT),
        ("mark-put-off", DeliveryState.DEFERRED),
        ("send-again", DeliveryState.CLAIMED),
    ],
)
def test_each_step_writes_the_state_that_it_is_named_after(name: str, state: DeliveryState) -> None:
    text = dict(_sql())[name]
    found = re.search(r"SET state = (\d)", text)
    assert found is not None
    assert int(found[1]) == state
