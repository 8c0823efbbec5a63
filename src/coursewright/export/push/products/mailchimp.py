"""Mailchimp: one template for each email. Its API cannot create a flow."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coursewright.export.mailer import MailerTrack
from coursewright.export.push.api import Api, NoSuchObjectError
from coursewright.export.push.objects import Found, Item

from .email_items import email_items

__all__ = ["Mailchimp"]

_LIMIT = 100
_PAGE = 100


class Mailchimp:
    """Templates of the user. The API does not return their HTML, only when it was edited."""

    removal = "delete"
    by_hand = False

    def items(self, track: MailerTrack) -> Iterable[Item]:
        """Return one template for each email."""
        return email_items(track, _LIMIT, lambda email, name: {"name": name, "html": email.html})

    def found(self, api: Api, items: Iterable[Item], parents: Iterable[str]) -> Iterator[Found]:
        """Yield the templates that the user made and did not delete."""
        del items, parents
        start = 0
        while True:
            answer = api.get("/3.0/templates", type="user", count=_PAGE, offset=start)
            page = answer["templates"]
            yield from (_found(one) for one in page if one.get("active", True))
            start += len(page)
            if not page or start >= answer["total_items"]:
                return

    def create(self, api: Api, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Create a template."""
        del item, parent
        return _found(api.post("/3.0/templates", body))

    def update(self, api: Api, id_: str, item: Item, body: Mapping[str, Any], parent: str) -> Found:
        """Set the name and the HTML of a template."""
        del item, parent
        return _found(api.patch(f"/3.0/templates/{id_}", body))

    def remove(self, api: Api, id_: str, key: str, parent: str) -> None:
        """Delete a template."""
        del key, parent
        try:
            api.delete(f"/3.0/templates/{id_}")
        except NoSuchObjectError:
            return


def _found(one: Mapping[str, Any]) -> Found:
    """Return a template; `html` is not known, so it is never taken for the right one."""
    fields = {"name": one["name"], "edited": one.get("date_edited", ""), "html": None}
    return Found(str(one["id"]), one["name"], fields)
