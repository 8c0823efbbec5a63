"""Buttondown: a draft for each email, and automations that send them (API of August 2026)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coursewright.export.mailer import MailerEmail, MailerTrack
from coursewright.export.mailers.buttondown import buttondown_email
from coursewright.export.push.api import Api, NoSuchObjectError
from coursewright.export.push.names import named
from coursewright.export.push.objects import Found, Item, Ref

from .email_items import email_items, email_marker, track_marker

__all__ = ["Buttondown"]

_NAME = 100
ACTIONS = 25
"""The most actions that one automation takes (`AutomationInput.actions`)."""
_FIELDS = ("subject", "description", "body", "template", "archival_mode")


class Buttondown:
    """Drafts with the marker in their metadata, and inactive automations."""

    removal = "delete"
    by_hand = False

    def items(self, track: MailerTrack) -> Iterable[Item]:
        """Return the drafts, then one automation for every 25 of them."""

        def body(email: MailerEmail, name: str) -> Mapping[str, Any]:
            del name
            marker = {"coursewright": email_marker(track, email)}
            return {**buttondown_email(email), "metadata": marker}

        yield from email_items(track, _NAME, body, initial={"status": "draft"})
        parts = range(0, len(track.emails), ACTIONS)
        for number, start in enumerate(parts, 1):
            part = f"{number}/{len(parts)}"
            marker = track_marker(track, _NAME - 10)
            name = f"{marker} {part} {track.source.title}"
            yield Item(
                key=f"automation:{track.source.track}/{number}",
                track=track.source.track,
                label=f"{track.source.track} (automation {part})",
                marker=f"{marker} {number}/",
                body={
                    "name": named(f"{marker} {part}", track.source.title, _NAME),
                    "actions": [_action(e) for e in track.emails[start : start + ACTIONS]],
                },
                initial={"trigger": "subscriber.confirmed"},
            )
            del name

    def found(self, api: Api, items: Iterable[Item], parents: Iterable[str]) -> Iterator[Found]:
        """Yield the emails that a push made, and the automations."""
        del items, parents
        for one in _pages(api, "/v1/emails"):
            if one["status"] != "deleted" and "coursewright" in (one.get("metadata") or {}):
                yield _email(one)
        for one in _pages(api, "/v1/automations"):
            yield _automation(one)

    def create(self, api: Api, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Create a draft or an automation; an automation starts inactive."""
        del parent
        if item.key.startswith("email:"):
            return _email(api.post("/v1/emails", body))
        return _automation(api.post("/v1/automations", body))

    def update(self, api: Api, id_: str, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Set the texts of a draft, or the actions of an automation."""
        del parent
        if item.key.startswith("email:"):
            return _email(api.patch(f"/v1/emails/{id_}", body))
        return _automation(api.patch(f"/v1/automations/{id_}", body))

    def remove(self, api: Api, id_: str, key: str, parent: str) -> None:
        """Delete a draft or an automation."""
        del parent
        folder = "emails" if key.startswith("email:") else "automations"
        try:
            api.delete(f"/v1/{folder}/{id_}")
        except NoSuchObjectError:
            return


def _action(email: MailerEmail) -> Mapping[str, Any]:
    """Return the action that sends an email, counted in days from the trigger."""
    delay = {"value": str(email.day), "unit": "days", "time_of_day": "morning"}
    if email.day == 0:
        # On the first day: the welcome at once, what follows it an hour later.
        delay = {"value": "1", "unit": "hours", "time_of_day": None}  # type: ignore[dict-item]
    first = email.number == 1 and email.day == 0
    timing = {"time": "immediate", "delay": None} if first else {"time": "delay", "delay": delay}
    return {
        "type": "send_email",
        "metadata": {"email_id": Ref(f"email:{email.id}")},
        "timing": timing,
    }


def _pages(api: Api, path: str) -> Iterator[Mapping[str, Any]]:
    number = 1
    while True:
        answer = api.get(path, page=number)
        yield from answer["results"]
        if not answer.get("next"):
            return
        number += 1


def _email(one: Mapping[str, Any]) -> Found:
    marker = str((one.get("metadata") or {}).get("coursewright", ""))
    return Found(str(one["id"]), marker, {name: one.get(name) for name in _FIELDS})


def _automation(one: Mapping[str, Any]) -> Found:
    fields = {"name": one["name"], "actions": one["actions"]}
    return Found(str(one["id"]), one["name"], fields, kind="automation")
