"""One push: list, compare, then one call for each difference, recorded before and after."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coursewright.errors import SurroundingsError

from .api import AnswerLostError, Api, NoSuchObjectError
from .comparing import Difference, PushChange, compare, digest_of, match
from .objects import Found, Item, Remote, resolved
from .record import Record

__all__ = ["Push", "Reporter"]

TRIES = 4
"""How often a create whose answer was lost is looked for and repeated."""
Reporter = Callable[[str, Difference], None]
"""Hears of each call once it was answered: the verb and the object."""


@dataclass(frozen=True, slots=True)
class Push:
    """A course on its way to one account."""

    remote: Remote
    api: Api
    record: Record
    items: Sequence[Item]
    tracks: tuple[str, ...] | None
    """Whose objects can have vanished; None for all."""

    def differences(self) -> list[Difference]:
        """Return what a push would do. Only reads."""
        return compare(self.remote, self.items, self._found(), self.record, self.tracks)

    def carry_out(
        self, differences: Iterable[Difference], report: Reporter, *, prune: bool
    ) -> None:
        """Make the calls, in order; removals come last, so that nothing refers to what is gone.

        Raises:
            SurroundingsError: a call failed. What was done is recorded; push again to go on.
        """
        differences = list(differences)
        ids = {one.key: one.id for one in differences if one.id}
        for one in differences:
            match one.change:
                case PushChange.CREATE:
                    self._create(one, ids)
                case PushChange.UPDATE | PushChange.EDITED:
                    self._update(one, ids)
                case PushChange.ADOPT | PushChange.SAME:
                    self._adopt(one, ids)
                case PushChange.MISSING | PushChange.VANISHED:
                    continue
            if one.change is not PushChange.SAME:
                report(one.change.value, one)
        if prune and self.remote.removal:
            for one in reversed(differences):
                if one.change is PushChange.VANISHED:
                    self._remove(one)
                    report(self.remote.removal, one)

    def _found(self) -> list[Found]:
        parents = [entry.id for key, entry in self.record.entries.items() if _holds_others(key)]
        return list(self.remote.found(self.api, self.items, [id_ for id_ in parents if id_]))

    def _create(self, one: Difference, ids: dict[str, str]) -> None:
        item = _item(one)
        parent, body, digest = self._call(item, ids)
        self._begin(item, "", parent, digest)
        fresh = {**item.initial, **body}
        for attempt in range(TRIES):
            try:
                found = self.remote.create(self.api, item, fresh, parent)
            except AnswerLostError:
                self.api.wait(attempt)
                there = match([item], self._found(), self.record).get(item.key)
                if there is None:
                    continue
                found = self.remote.update(self.api, there.id, item, body, parent)
            ids[item.key] = found.id
            self._done(item, found, parent, digest)
            return
        msg = f"{self.api.account.product} did not answer when {item.label} was created"
        raise SurroundingsError(msg, hint="Run the same command again later.")

    def _update(self, one: Difference, ids: dict[str, str]) -> None:
        item = _item(one)
        parent, body, digest = self._call(item, ids)
        if self._is_current(item, one, digest):
            return  # only the ID of something new was unknown
        self._begin(item, one.id, parent, digest)
        try:
            found = self.remote.update(self.api, one.id, item, body, parent)
        except NoSuchObjectError as error:
            hint = "It was removed while this push ran. Push again."
            raise SurroundingsError(str(error), hint=hint) from None
        self._done(item, found, parent, digest)

    def _is_current(self, item: Item, one: Difference, digest: str) -> bool:
        entry = self.record.entries.get(item.key)
        if one.change is not PushChange.UPDATE or entry is None or entry.pending:
            return False
        return entry.id == one.id and entry.digest == digest

    def _adopt(self, one: Difference, ids: Mapping[str, str]) -> None:
        if one.change is PushChange.SAME:
            return
        item = _item(one)
        parent, _, digest = self._call(item, ids)
        if one.found is not None:
            self._done(item, one.found, parent, digest)

    def _remove(self, one: Difference) -> None:
        entry = self.record.entries[one.key]
        self.remote.remove(self.api, entry.id, one.key, entry.parent)
        self.record.drop(one.key)

    def _call(self, item: Item, ids: Mapping[str, str]) -> tuple[str, dict[str, Any], str]:
        parent = "" if item.parent is None else ids[item.parent.key]
        return parent, resolved(item.body, ids), digest_of(item, ids)

    def _begin(self, item: Item, id_: str, parent: str, digest: str) -> None:
        self.record.put(
            item.key, id=id_, track=item.track, label=item.label, parent=parent, pending=digest
        )

    def _done(self, item: Item, found: Found, parent: str, digest: str) -> None:
        self.record.put(
            item.key,
            id=found.id,
            track=item.track,
            label=item.label,
            parent=parent,
            digest=digest,
            seen=found.seen,
            pending="",
        )


def _item(one: Difference) -> Item:
    if one.item is None:
        msg = f"{one.key} has no item"
        raise AssertionError(msg)
    return one.item


def _holds_others(key: str) -> bool:
    return key.startswith("sequence:")
