"""Rows that a list marks as unsubscribed are not enrolled, whatever program marked them."""

import pytest

from coursewright.delivery.rosters.roster import Person, SkippedRow
from delivery.rosters.test_text_tables import faults, opened


@pytest.mark.parametrize(
    ("header", "cell", "why"),
    [
        ("status", "unsubscribed", "unsubscribed"),
        ("Status", "Cleaned", "bounced"),
        ("Email status", "Hard bounced", "bounced"),
        ("state", "cancelled", "unsubscribed"),
        ("state", "inactive", "not confirmed"),
        ("Status", "Abgemeldet", "unsubscribed"),
        ("Statut", "Désabonné", "unsubscribed"),
        ("Subscription status", "Complained", "complained"),
        ("Marketing contact status", "Non-marketing contact", "unsubscribed"),
        ("unsubscribed", "true", "unsubscribed"),
        ("unsubscribed", "WAHR", "unsubscribed"),
        ("Unsubscribed", "2026-01-01 10:00", "unsubscribed"),
        ("UNSUB_TIME", "2026-01-01 10:00:00", "unsubscribed"),
        ("CLEAN_TIME", "2026-01-01", "unsubscribed"),
        ("Email Opt Out", "1", "unsubscribed"),
        ("suspended", "1", "unsubscribed"),
        ("subscribed", "no", "not subscribed"),
        ("Accepts Email Marketing", "no", "not subscribed"),
        ("Einwilligung", "Nein", "not subscribed"),
        ("consent", "FALSE", "not subscribed"),
    ],
)
def test_a_marked_row_is_not_enrolled(header: str, cell: str, why: str) -> None:
    found = list(opened(f"email;{header}\na@example.org;{cell}\nnot an address;{cell}\n"))
    assert found == [SkippedRow(2, why), SkippedRow(3, why)]


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("status", "subscribed"),
        ("status", ""),
        ("status", "employee"),
        ("state", "OR"),
        ("state", "active"),
        ("unsubscribed", "false"),
        ("unsubscribed", ""),
        ("unsubscribed", "No"),
        ("UNSUB_TIME", ""),
        ("UNSUB_TIME", "0000-00-00 00:00:00"),
        ("suspended", "0"),
        ("subscribed", "yes"),
        ("consent", "Form of 2026-01-01"),
        ("consent", ""),
    ],
)
def test_a_row_that_is_not_marked_is_enrolled(header: str, cell: str) -> None:
    (found,) = opened(f"email;{header}\na@example.org;{cell}\n")
    assert isinstance(found, Person)
    assert list(found.attrs.values()) == ([cell] if cell else [])


def test_a_mark_that_nobody_can_read_is_asked_about() -> None:
    (fault,) = faults("email,unsubscribed\na@example.org,maybe\n")
    assert (fault.line, fault.column) == (2, 2)
    assert "neither yes nor no" in fault.message
