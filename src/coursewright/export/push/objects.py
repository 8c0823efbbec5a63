"""What a push creates in a mailer: emails, sequences, segments and campaigns."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from coursewright.export.mailer import MailerTrack

from .api import Api

__all__ = ["Found", "Item", "Ref", "Remote", "fingerprint", "resolved"]

NEW = "(new)"
"""Stands for the ID of an object that does not exist yet."""


@dataclass(frozen=True, slots=True)
class Ref:
    """The ID of another object of the same push, known once that object exists."""

    key: str


@dataclass(frozen=True, slots=True)
class Item:
    """One object that the mailer should have."""

    key: str
    """`email:aspire/why-experts-stumble`, `sequence:aspire`; does not depend on position."""
    track: str
    label: str
    """What people read in the list of differences."""
    marker: str
    """The text by which it is found again in the mailer: the start of its name, or a comment."""
    body: Mapping[str, Any]
    """The fields that each push sets; a `Ref` stands for an ID."""
    initial: Mapping[str, Any] = field(default_factory=dict)
    """Fields for the first call only, such as "draft"; people change them afterwards."""
    parent: Ref | None = None
    """The object whose address contains this one."""


@dataclass(frozen=True, slots=True)
class Found:
    """One object that the mailer has."""

    id: str
    text: str
    """Where the marker is looked for."""
    fields: Mapping[str, Any]
    """The fields that show whether somebody edited it, as the mailer returns them."""
    parent: str = ""
    kind: str = "email"
    """The part of `Item.key` before the colon."""

    @property
    def seen(self) -> str:
        """The fingerprint of its fields."""
        return fingerprint(self.fields)


class Remote(Protocol):
    """One mailer's API, as a push uses it."""

    removal: str
    """What `--prune` does to an email there: "delete", "archive", or "" if it cannot."""
    by_hand: bool
    """Whether objects are created by hand, so that a push only fills them."""

    def items(self, track: MailerTrack) -> Iterable[Item]:
        """Return the objects of one track, in the order in which they are made."""

    def found(self, api: Api, items: Iterable[Item], parents: Iterable[str]) -> Iterator[Found]:
        """Yield what the mailer has; `parents` are IDs of known containers."""

    def create(self, api: Api, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Create an object."""

    def update(self, api: Api, id_: str, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Set the fields of an object."""

    def remove(self, api: Api, id_: str, key: str, parent: str) -> None:
        """Delete or archive an object; one that is gone already is no error."""


def fingerprint(value: Any) -> str:
    """Return a short hash of JSON values."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def resolved(value: Any, ids: Mapping[str, str]) -> Any:
    """Return `value` with an ID for each `Ref`; numbers stay numbers."""
    if isinstance(value, Ref):
        found = ids.get(value.key, NEW)
        return int(found) if found.isdecimal() else found
    if isinstance(value, Mapping):
        return {name: resolved(part, ids) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [resolved(part, ids) for part in value]
    return value
