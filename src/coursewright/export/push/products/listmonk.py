"""listmonk: one transactional template for each email (`/api/templates`)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coursewright.export.mailer import MailerTrack
from coursewright.export.push.api import Api, NoSuchObjectError
from coursewright.export.push.objects import Found, Item

from .email_items import email_items

__all__ = ["Listmonk"]

_LIMIT = 2000  # stdInputMaxLen of cmd/ in listmonk's source
_FIELDS = ("name", "subject", "body")


class Listmonk:
    """Templates of the type `tx`, as `send-due.sh` and our own sender use them."""

    removal = "delete"
    by_hand = False

    def items(self, track: MailerTrack) -> Iterable[Item]:
        """Return one template for each email."""
        return email_items(
            track,
            _LIMIT,
            lambda email, name: {
                "name": name,
                "type": "tx",
                "subject": email.subject,
                "body": email.html,
            },
        )

    def found(self, api: Api, items: Iterable[Item], parents: Iterable[str]) -> Iterator[Found]:
        """Yield the transactional templates; listmonk returns all of them at once."""
        del items, parents
        for one in api.get("/api/templates")["data"]:
            if one["type"] == "tx":
                yield _found(one)

    def create(self, api: Api, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Create a template."""
        del item, parent
        return _found(api.post("/api/templates", body)["data"])

    def update(self, api: Api, id_: str, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Replace a template."""
        del item, parent
        return _found(api.put(f"/api/templates/{id_}", body)["data"])

    def remove(self, api: Api, id_: str, key: str, parent: str) -> None:
        """Delete a template."""
        del key, parent
        try:
            api.delete(f"/api/templates/{id_}")
        except NoSuchObjectError:
            return


def _found(one: Mapping[str, Any]) -> Found:
    return Found(str(one["id"]), one["name"], {name: one.get(name) for name in _FIELDS})
