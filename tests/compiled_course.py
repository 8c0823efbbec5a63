"""A small compiled course, written as the email target writes it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coursewright.sequence.format import DIGEST_DAYS, FORMAT

__all__ = ["LESSONS", "body", "write_course"]

LESSONS = {
    "aspire": [("start", 0), ("stumble", 2), ("coach", 7), ("boss", 9)],
    "expert": [("start", 0), ("stumble", 2), ("reach", 7)],
}


def placeholder(name: str, context: str, fallback: str = "") -> dict[str, str]:
    return {"placeholder": name, "context": context, "fallback": fallback}


def body(title: str) -> dict[str, Any]:
    first = "learner.first_name"
    return {
        "subject": [f"{title}: hello ", placeholder(first, "text", "you")],
        "preheader": ["Four minutes."],
        "html": [
            f'<!doctype html><html lang="en" dir="ltr"><head><title>{title}</title></head><body>',
            "<h1>Hello ",
            placeholder(first, "html", "there"),
            '</h1><p>Façade = 60 %.</p><a href="',
            placeholder("link.preferences", "url", "#"),
            '" title="For ',
            placeholder("learner.name", "attr", "you"),
            '">Preferences</a> <a href="',
            placeholder("link.unsubscribe", "url", "#"),
            '">Leave</a></body></html>\n',
        ],
        "text": [
            "Hello ",
            placeholder(first, "text", "there"),
            ",\n\n",
            f"{title}. Façade.\n\nLeave: ",
            placeholder("link.unsubscribe", "url", "#"),
            "\n",
        ],
    }


def write_course(
    folder: Path,
    lessons: dict[str, list[tuple[str, int]]] | None = None,
    mail: Callable[[str], dict[str, Any]] = body,
    *,
    service: str | None = "https://learn.example.org/s/",
) -> Path:
    """Write `sequence.json` and its messages into `folder`; return the path of the former."""
    lessons = LESSONS if lessons is None else lessons
    messages: list[dict[str, Any]] = []

    def add(id_: str, kind: str, track: str | None, **more: Any) -> None:
        name = f"messages/{id_.replace('/', '-')}.json"
        data = json.dumps({"format": FORMAT} | mail(id_), ensure_ascii=False).encode()
        (folder / "messages").mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        entry: dict[str, Any] = {
            "id": id_,
            "kind": kind,
            "edition": "digest",
            "track": track,
            "subject": [f"Subject of {id_}"],
            "preheader": [],
            "hash": hashlib.sha256(data).hexdigest(),
            "file": name,
            "placeholders": [],
        }
        messages.append(entry | more)

    for track, own in lessons.items():
        add(f"{track}/welcome", "welcome", track)
        for number, (slug, day) in enumerate(own, 1):
            count = len(own)
            appointment = {
                "uid": f"field-notes/{track}/{slug}",
                "summary": "Field notes: your one action",
                "text": "When I; finish, I will\nBEGIN:VEVENT",
            }
            more = {"number": number, "count": count, "appointment": appointment}
            add(f"{track}/{slug}", "lesson", track, lesson=slug, day=day, **more)
        add(f"{track}/completion", "completion", track, day=0)
        add(f"{track}/recall-7", "recall", track, day=7)
        add(f"{track}/recall-30", "recall", track, day=30)
        for number in range(1, own[-1][1] // DIGEST_DAYS + 2):
            name = f"{track}/sponsor-{number:02d}"
            add(name, "sponsor-digest", track, number=number, day=DIGEST_DAYS * number)
        for kind in ("nudge", "confirm", "goodbye"):
            add(f"{track}/{kind}", kind, track, day=10 if kind == "nudge" else 0)
    weekdays = ["mon", "tue", "wed", "thu", "fri"]
    schedule = {
        "id": "standard",
        "days": [],
        "weekdays": weekdays,
        "min_gap_days": 2,
        "send_hour": "09:00",
        "window": "07:00-19:00",
        "timezone": "Europe/Berlin",
        "holidays": None,
    }
    sequence = {
        "format": FORMAT,
        "course": {
            "id": "field-notes",
            "version": "1.0",
            "title": "Field notes",
            "language": "en",
            "dir": "ltr",
        },
        "sender": {
            "name": "Field notes",
            "address": "course@example.org",
            "reply_to": "help@example.org",
            "list_id": "field-notes.example.org",
        },
        "footer": {"organisation": "Example", "address": "1 Road", "why": "You signed up."},
        "links": {"web": None, "lms": None, "service": service, "help": None},
        "schedules": [schedule, schedule | {"id": "express", "days": [0, 2, 4, 6], "spread": 45}],
        "tracks": [
            {
                "id": track,
                "label": track.title(),
                "choose": f"I choose {track}.",
                "lessons": [slug for slug, _ in own],
            }
            for track, own in lessons.items()
        ],
        "messages": messages,
    }
    path = folder / "sequence.json"
    path.write_text(json.dumps(sequence), "utf-8")
    return path
