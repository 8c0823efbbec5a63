"""Mautic: a segment, the emails, and a campaign that sends them one after another."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coursewright.export.mailer import MailerTrack
from coursewright.export.mailers.mautic import mautic_email, mautic_html, mautic_text
from coursewright.export.push.api import Api, NoSuchObjectError
from coursewright.export.push.names import named
from coursewright.export.push.objects import Found, Item, Ref

from .email_items import email_items, email_marker, track_marker
from .mautic_campaign import campaign_body, campaign_payload, campaign_steps

__all__ = ["Mautic"]

_LIMIT = 190
_PAGE = 50
_TEXTS = ("name", "subject", "plainText", "preheaderText")
_PATHS = {"email": "emails", "segment": "segments", "campaign": "campaigns"}
_ONE = {"email": "email", "segment": "list", "campaign": "campaign"}
_MANY = {"email": "emails", "segment": "lists", "campaign": "campaigns"}


class Mautic:
    """Three kinds of objects; all start unpublished, except the segment."""

    removal = "delete"
    by_hand = False

    def items(self, track: MailerTrack) -> Iterable[Item]:
        """Return the segment, the emails and the campaign, in this order."""
        own = track.source.track
        marker = track_marker(track, _LIMIT)
        name = mautic_text(named(marker, track.source.title, _LIMIT))
        yield Item(
            key=f"segment:{own}",
            track=own,
            label=f"{own} (segment)",
            marker=marker,
            body={"name": name},
            initial={"isPublished": True},
        )
        yield from email_items(
            track,
            _LIMIT,
            lambda email, name: mautic_email(track, email, name),
            initial={"isPublished": False},
        )
        yield Item(
            key=f"campaign:{own}",
            track=own,
            label=f"{own} (campaign)",
            marker=marker,
            body={
                "name": name,
                "segment": Ref(f"segment:{own}"),
                "steps": campaign_body(track, lambda email: email_marker(track, email, _LIMIT)),
            },
            initial={"isPublished": False},
        )

    def found(self, api: Api, items: Iterable[Item], parents: Iterable[str]) -> Iterator[Found]:
        """Yield everything that a push could have made."""
        del items, parents
        for kind in _PATHS:
            for one in _pages(api, kind):
                yield _found(kind, one)

    def create(self, api: Api, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Create an object."""
        del parent
        kind = _kind(item.key)
        payload = campaign_payload(body, {}) if kind == "campaign" else body
        return _found(kind, api.post(f"/api/{_PATHS[kind]}/new", payload)[_ONE[kind]])

    def update(self, api: Api, id_: str, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Set the fields of an object; a campaign keeps the events that it has."""
        del parent
        kind = _kind(item.key)
        path = f"/api/{_PATHS[kind]}/{id_}"
        if kind != "campaign":
            return _found(kind, api.patch(f"{path}/edit", body)[_ONE[kind]])
        there = api.get(path)[_ONE[kind]]
        known = {step["key"]: step["id"] for step in campaign_steps(there)}
        payload = {"isPublished": there.get("isPublished", False), **campaign_payload(body, known)}
        return _found(kind, api.put(f"{path}/edit", payload)[_ONE[kind]])

    def remove(self, api: Api, id_: str, key: str, parent: str) -> None:
        """Delete an object."""
        del parent
        try:
            api.delete(f"/api/{_PATHS[_kind(key)]}/{id_}/delete")
        except NoSuchObjectError:
            return


def _kind(key: str) -> str:
    return key.partition(":")[0]


def _pages(api: Api, kind: str) -> Iterator[Mapping[str, Any]]:
    start = 0
    while True:
        answer = api.get(f"/api/{_PATHS[kind]}", start=start, limit=_PAGE, orderBy="id")
        page = answer[_MANY[kind]]  # an object by ID; PHP writes an empty one as a list
        rows = list(page.values()) if isinstance(page, Mapping) else list(page)
        yield from rows
        start += len(rows)
        if not rows or start >= int(answer["total"]):
            return


def _found(kind: str, one: Mapping[str, Any]) -> Found:
    """Return an object, with its texts written as a push writes them."""
    id_, name = str(one["id"]), str(one["name"])
    if kind == "segment":
        return Found(id_, name, {"name": mautic_text(name)}, kind=kind)
    if kind == "campaign":
        steps = [{k: v for k, v in step.items() if k != "id"} for step in campaign_steps(one)]
        fields = {"name": mautic_text(name), "steps": steps}
        return Found(id_, name, fields, kind=kind)
    texts: dict[str, Any] = {field: mautic_text(str(one.get(field) or "")) for field in _TEXTS}
    texts["customHtml"] = mautic_html(str(one.get("customHtml") or ""))
    return Found(id_, name, texts, kind=kind)
