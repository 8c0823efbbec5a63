"""Customer.io: fills the emails of a campaign that was built by hand (App API)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coursewright.errors import UsageError
from coursewright.export.mailer import MailerTrack
from coursewright.export.push.api import Api
from coursewright.export.push.objects import Found, Item

from .email_items import email_items

__all__ = ["Customerio"]

_NAME = 100
_FIELDS = ("subject", "preheader_text", "body")


class Customerio:
    """Email actions, found by their names in campaigns whose names begin with the marker."""

    removal = ""
    by_hand = True

    def items(self, track: MailerTrack) -> Iterable[Item]:
        """Return one action for each email."""
        return email_items(
            track,
            _NAME,
            lambda email, _: {
                "subject": email.subject,
                "preheader_text": email.preheader,
                "body": email.html,
            },
        )

    def found(self, api: Api, items: Iterable[Item], parents: Iterable[str]) -> Iterator[Found]:
        """Yield the email actions of all campaigns of this course."""
        del parents
        markers = tuple({f"{item.marker.partition(' ')[0]} " for item in items})
        for campaign in api.get("/v1/campaigns")["campaigns"]:
            if markers and campaign["name"].startswith(markers):
                yield from _actions(api, str(campaign["id"]))

    def create(self, api: Api, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Refuse: the API cannot create an action."""
        del api, body, parent
        msg = f"{item.label} has to be created by hand"
        raise UsageError(msg)

    def update(self, api: Api, id_: str, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Set the texts of an action."""
        del item, parent
        campaign, _, action = id_.partition("/")
        answer = api.put(f"/v1/campaigns/{campaign}/actions/{action}", body)
        return _found(answer["action"], campaign)

    def remove(self, api: Api, id_: str, key: str, parent: str) -> None:
        """Do nothing: the API cannot delete an action."""


def _actions(api: Api, campaign: str) -> Iterator[Found]:
    start = ""
    while True:
        query = {"start": start} if start else {}
        answer = api.get(f"/v1/campaigns/{campaign}/actions", **query)
        yield from (_found(one, campaign) for one in answer["actions"] if one["type"] == "email")
        start = answer.get("next") or ""
        if not start:
            return


def _found(one: Mapping[str, Any], campaign: str) -> Found:
    fields = {name: one.get(name) or "" for name in _FIELDS}
    return Found(f"{campaign}/{one['id']}", one.get("name") or "", fields)
