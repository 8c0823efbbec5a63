"""Kit: a sequence for each track, and its emails with their delays (API version 4)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coursewright.export.mailer import MailerEmail, MailerTrack
from coursewright.export.mailers.kit import kit_email, kit_sequence
from coursewright.export.push.api import Api, NoSuchObjectError
from coursewright.export.push.names import named
from coursewright.export.push.objects import Found, Item, Ref

from .email_items import email_items, email_marker, track_marker

__all__ = ["Kit"]

_LIMIT = 190
_EMAIL = ("subject", "preview_text", "content", "delay_value", "delay_unit")
"""Not `position`: it shifts when another email is inserted or deleted."""
_SEQUENCE = ("name", "send_days", "send_hour", "time_zone")


class Kit:
    """Sequences and their emails. An email has no name, so a comment in it carries the marker."""

    removal = "delete"
    by_hand = False

    def items(self, track: MailerTrack) -> Iterable[Item]:
        """Return the sequence, then its emails in order: each call sets the position."""
        marker = track_marker(track, _LIMIT)
        sequence = Item(
            key=f"sequence:{track.source.track}",
            track=track.source.track,
            label=f"{track.source.track} (sequence)",
            marker=marker,
            body={**kit_sequence(track), "name": named(marker, track.source.title, _LIMIT)},
            initial={"hold": True, "active": False},
        )

        def body(email: MailerEmail, name: str) -> Mapping[str, Any]:
            del name
            fields = kit_email(email)
            comment = f"<!-- {email_marker(track, email, _LIMIT)} -->"
            return {**fields, "content": fields["content"].rstrip("\n") + comment}

        emails = email_items(
            track, _LIMIT, body, initial={"published": False}, parent=Ref(sequence.key)
        )
        return [sequence, *emails]

    def found(self, api: Api, items: Iterable[Item], parents: Iterable[str]) -> Iterator[Found]:
        """Yield the sequences, and the emails of those that belong to this course."""
        markers = tuple(item.marker for item in items if item.key.startswith("sequence:"))
        known = set(parents)
        for one in _pages(api, "/v4/sequences", "sequences"):
            yield _sequence(one)
            if str(one["id"]) in known or one["name"].startswith(markers or ("\0",)):
                path = f"/v4/sequences/{one['id']}/emails"
                for email in _pages(api, path, "emails", include_content="true"):
                    yield _email(email, str(one["id"]))

    def create(self, api: Api, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Create a sequence or an email of one."""
        if item.parent is None:
            return _sequence(api.post("/v4/sequences", body)["sequence"])
        return _email(api.post(f"/v4/sequences/{parent}/emails", body)["email"], parent)

    def update(self, api: Api, id_: str, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Set the fields of a sequence or an email; the others keep their values."""
        if item.parent is None:
            return _sequence(api.put(f"/v4/sequences/{id_}", body)["sequence"])
        return _email(api.put(f"/v4/sequences/{parent}/emails/{id_}", body)["email"], parent)

    def remove(self, api: Api, id_: str, key: str, parent: str) -> None:
        """Delete an email or a sequence."""
        email = key.startswith("email:")
        path = f"/v4/sequences/{parent}/emails/{id_}" if email else f"/v4/sequences/{id_}"
        try:
            api.delete(path)
        except NoSuchObjectError:
            return


def _pages(api: Api, path: str, name: str, **query: str) -> Iterator[Mapping[str, Any]]:
    while True:
        answer = api.get(path, per_page="500", **query)
        yield from answer[name]
        if not answer["pagination"]["has_next_page"]:
            return
        query["after"] = answer["pagination"]["end_cursor"]


def _sequence(one: Mapping[str, Any]) -> Found:
    fields = {name: one.get(name) for name in _SEQUENCE}
    return Found(str(one["id"]), one["name"], fields, kind="sequence")


def _email(one: Mapping[str, Any], parent: str) -> Found:
    content = str(one.get("content") or "")
    comment = content.rpartition("<!-- ")[2]
    fields = {name: one.get(name) for name in _EMAIL}
    return Found(str(one["id"]), comment.partition(" -->")[0], fields, parent)
