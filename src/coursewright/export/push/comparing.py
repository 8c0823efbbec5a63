"""The differences between a course and what a mailer has, before anything is changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .objects import Found, Item, Remote, fingerprint, resolved
from .record import PushEntry, Record

__all__ = ["Difference", "PushChange", "compare", "digest_of", "holds", "match"]


class PushChange(StrEnum):
    """What a push does about one object."""

    CREATE = "create"
    UPDATE = "update"
    ADOPT = "adopt"
    """It is there already and is right; only the record learns of it."""
    SAME = "same"
    EDITED = "edited"
    """It was changed in the mailer since the last push."""
    MISSING = "missing"
    """It has to be created by hand."""
    VANISHED = "vanished"
    """The course no longer has it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One object and what a push does about it."""

    change: PushChange
    key: str
    label: str
    item: Item | None
    """None if the course no longer has it."""
    id: str = ""
    found: Found | None = None
    """What the mailer has; None if it has none."""
    fields: tuple[str, ...] = ()
    """The fields that differ from what the mailer has."""


def compare(
    remote: Remote,
    items: Sequence[Item],
    found: Sequence[Found],
    record: Record,
    tracks: Iterable[str] | None,
) -> list[Difference]:
    """Return one difference for each object.

    Args:
        remote: the mailer.
        items: what it should have.
        found: what it has.
        record: what earlier pushes did.
        tracks: whose objects can have vanished; None for all.
    """
    matched = match(items, found, record)
    ids = {key: one.id for key, one in matched.items()}
    out = [_difference(remote, item, matched.get(item.key), record, ids) for item in items]
    return out + _vanished(items, found, record, tracks)


def match(items: Iterable[Item], found: Sequence[Found], record: Record) -> dict[str, Found]:
    """Return which object is which: by the ID in the record, then by the marker."""
    by_id = {(one.kind, one.id): one for one in found}
    matched: dict[str, Found] = {}
    claimed = {(key.partition(":")[0], entry.id) for key, entry in record.entries.items()}
    for item in items:
        kind = item.key.partition(":")[0]
        known = by_id.get((kind, record.entries.get(item.key, PushEntry()).id))
        if known is None:
            candidates = (
                one
                for one in found
                if one.kind == kind
                and (one.kind, one.id) not in claimed
                and one.text.startswith(item.marker)
            )
            known = next(candidates, None)
        if known is not None:
            matched[item.key] = known
            claimed.add((kind, known.id))
    return matched


def digest_of(item: Item, ids: Mapping[str, str]) -> str:
    """Return the hash of the fields that a push sets."""
    parent = "" if item.parent is None else ids.get(item.parent.key, "")
    return fingerprint([resolved(item.body, ids), parent])


def holds(found: Found, body: Mapping[str, Any]) -> bool:
    """Tell whether an object has the fields already."""
    return not _unlike(found, body)


def _difference(
    remote: Remote, item: Item, found: Found | None, record: Record, ids: Mapping[str, str]
) -> Difference:
    entry = record.entries.get(item.key)
    if found is None:
        change = PushChange.MISSING if remote.by_hand else PushChange.CREATE
        return Difference(change, item.key, item.label, item)
    body = resolved(item.body, ids)
    change = _change(found, entry, body, digest_of(item, ids), by_hand=remote.by_hand)
    return Difference(change, item.key, item.label, item, found.id, found, _unlike(found, body))


def _change(
    found: Found, entry: PushEntry | None, body: Mapping[str, Any], digest: str, *, by_hand: bool
) -> PushChange:
    if entry is None or entry.id not in ("", found.id):  # known by its marker only
        if holds(found, body):
            return PushChange.ADOPT
        return PushChange.UPDATE if by_hand else PushChange.EDITED
    if entry.pending or not entry.id:  # the answer to the last call is not known: repeat it
        return (
            PushChange.ADOPT
            if holds(found, body) and entry.pending == digest
            else PushChange.UPDATE
        )
    if entry.seen != found.seen:
        return PushChange.EDITED
    return PushChange.SAME if entry.digest == digest else PushChange.UPDATE


def _unlike(found: Found, body: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        name for name, value in body.items() if name in found.fields and found.fields[name] != value
    )


def _vanished(
    items: Iterable[Item],
    found: Iterable[Found],
    record: Record,
    tracks: Iterable[str] | None,
) -> list[Difference]:
    wanted = {item.key for item in items}
    there = {(one.kind, one.id) for one in found}
    scope = None if tracks is None else set(tracks)
    return [
        Difference(PushChange.VANISHED, key, entry.label, None, entry.id)
        for key, entry in record.entries.items()
        if key not in wanted
        and (scope is None or entry.track in scope)
        and (key.partition(":")[0], entry.id) in there
    ]
