"""The events of a campaign in Mautic: one "Send email" after another, each after its delay."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from coursewright.export.mailer import MailerEmail, MailerTrack
from coursewright.export.push.objects import Ref

__all__ = ["campaign_body", "campaign_payload", "campaign_steps"]

_WEEKDAYS = {"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}
_TOP, _STEP, _LEFT = 80, 110, 500
_ANCHORS = {"source": "bottom", "target": "top"}


def campaign_body(track: MailerTrack, key: Callable[[MailerEmail], str]) -> list[dict[str, Any]]:
    """Return the steps of a campaign: the email, and when it follows the one before."""
    weekdays = sorted(_WEEKDAYS[day] for day in track.source.schedule.weekdays)
    return [
        {
            "key": key(email),
            "email": Ref(f"email:{email.id}"),
            # Right after the first email, an hour passes, so that the two keep their order.
            "interval": email.delay if email.delay or email.number == 1 else 1,
            "unit": "d" if email.delay or email.number == 1 else "h",
            "hour": track.source.schedule.send_hour if email.delay else "",
            "weekdays": weekdays if email.delay and len(weekdays) < 7 else [],
        }
        for email in track.emails
    ]


def campaign_payload(body: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the API takes: events in a chain, and their places on the canvas.

    Args:
        body: the fields of the item.
        known: the IDs of the events that the campaign has, by their keys.
    """
    steps: Sequence[Mapping[str, Any]] = body["steps"]
    ids = [str(known.get(step["key"], f"new{n}")) for n, step in enumerate(steps, 1)]
    events = [_event(step, ids, n) for n, step in enumerate(steps)]
    places = [("lists", _TOP), *((id_, _TOP + _STEP * n) for n, id_ in enumerate(ids, 1))]
    pairs = list(zip(["lists", *ids], ids, strict=False))
    return {
        **{name: value for name, value in body.items() if name not in ("steps", "segment")},
        "lists": [{"id": body["segment"]}],
        "forms": [],
        "events": events,
        "canvasSettings": {
            "nodes": [
                {"id": id_, "positionX": str(_LEFT), "positionY": str(top)} for id_, top in places
            ],
            "connections": [_connection(source, target) for source, target in pairs],
        },
    }


def campaign_steps(campaign: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the emails of a campaign as the API tells them, in the order of sending."""
    events = campaign.get("events") or []
    rows: Iterable[Mapping[str, Any]] = events.values() if isinstance(events, Mapping) else events
    return [
        {
            "id": event["id"],
            "key": event["name"],
            "email": int((event.get("properties") or {}).get("email") or 0),
            "interval": int(event.get("triggerInterval") or 0),
            "unit": event.get("triggerIntervalUnit") or "d",
            "hour": _hour(event.get("triggerHour")),
            "weekdays": [int(day) for day in event.get("triggerRestrictedDaysOfWeek") or []],
        }
        for event in sorted(rows, key=lambda event: (int(event.get("order") or 0), event["id"]))
        if event.get("type") == "email.send"
    ]


def _event(step: Mapping[str, Any], ids: Sequence[str], number: int) -> dict[str, Any]:
    parent = ids[number - 1] if number else None
    return {
        "id": ids[number],
        "name": step["key"],
        "type": "email.send",
        "eventType": "action",
        "order": number + 1,
        "properties": {"email": step["email"], "email_type": "transactional"},
        "triggerMode": "interval",
        "triggerInterval": step["interval"],
        "triggerIntervalUnit": step["unit"],
        "triggerHour": step["hour"] or None,
        "triggerRestrictedDaysOfWeek": step["weekdays"],
        "children": ids[number + 1 : number + 2],
        "parent": parent,
        "decisionPath": None,
    }


def _connection(source: str, target: str) -> dict[str, Any]:
    anchors = {**_ANCHORS, "source": "leadsource"} if source == "lists" else _ANCHORS
    return {"sourceId": source, "targetId": target, "anchors": dict(anchors)}


def _hour(value: object) -> str:
    """Return `07:30` from an hour, or from an instant that the serializer made of it."""
    text = str(value or "")
    return text.partition("T")[2][:5] if "T" in text else text[:5]
