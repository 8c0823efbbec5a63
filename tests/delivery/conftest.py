"""A small compiled course, written as the email target writes it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Pieces = list[Any]

ROADS = {
    "aspire": [("start", 0), ("stumble", 2), ("coach", 7), ("boss", 9)],
    "expert": [("start", 0), ("stumble", 2), ("reach", 7)],
}


def slot(name: str, context: str, fallback: str = "") -> dict[str, str]:
    return {"slot": name, "context": context, "fallback": fallback}


def body(title: str) -> dict[str, Pieces]:
    first = "learner.first_name"
    return {
        "subject": [f"{title}: hello ", slot(first, "text", "you")],
        "preheader": ["Four minutes."],
        "html": [
            f'<!doctype html><html lang="en" dir="ltr"><head><title>{title}</title></head><body>',
            "<h1>Hello ",
            slot(first, "html", "there"),
            '</h1><p>Façade = 60 %.</p><a href="',
            slot("link.preferences", "url", "#"),
            '" title="For ',
            slot("learner.name", "attr", "you"),
            '">Preferences</a> <a href="',
            slot("link.unsubscribe", "url", "#"),
            '">Leave</a></body></html>\n',
        ],
        "text": [
            "Hello ",
            slot(first, "text", "there"),
            ",\n\n",
            f"{title}. Façade.\n\nLeave: ",
            slot("link.unsubscribe", "url", "#"),
            "\n",
        ],
    }


def write_course(
    folder: Path,
    roads: dict[str, list[tuple[str, int]]] | None = None,
    mail: Callable[[str], dict[str, Pieces]] = body,
    *,
    service: str | None = "https://learn.example.org/s/",
) -> Path:
    """Write `sequence.json` and its messages into `folder`; return the path of the former."""
    roads = ROADS if roads is None else roads
    messages: list[dict[str, Any]] = []

    def add(id_: str, kind: str, track: str | None, **more: Any) -> None:
        name = f"messages/{id_.replace('/', '-')}.json"
        data = json.dumps(mail(id_), ensure_ascii=False).encode()
        (folder / "messages").mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        entry: dict[str, Any] = {
            "id": id_,
            "kind": kind,
            "edition": "digest",
            "track": track,
            "subject": f"Subject of {id_}",
            "preheader": "",
            "hash": hashlib.sha256(data).hexdigest(),
            "file": name,
            "slots": [],
        }
        messages.append(entry | more)

    for track, lessons in roads.items():
        add(f"{track}/welcome", "welcome", track)
        for number, (slug, day) in enumerate(lessons, 1):
            count = len(lessons)
            add(
                f"{track}/{slug}", "lesson", track, lesson=slug, day=day, number=number, count=count
            )
        add(f"{track}/completion", "completion", track, offset=0)
        add(f"{track}/recall-7", "recall", track, offset=7)
        add(f"{track}/recall-30", "recall", track, offset=30)
        for kind in ("nudge", "confirm", "goodbye"):
            add(f"{track}/{kind}", kind, track, offset=10 if kind == "nudge" else 0)
    weekdays = ["mon", "tue", "wed", "thu", "fri"]
    rhythm = {
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
        "format": 1,
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
        "schedules": [rhythm, rhythm | {"id": "express", "days": [0, 2, 4, 6]}],
        "tracks": [
            {
                "id": track,
                "label": track.title(),
                "choose": f"I choose {track}.",
                "lessons": [slug for slug, _ in lessons],
            }
            for track, lessons in roads.items()
        ],
        "messages": messages,
    }
    path = folder / "sequence.json"
    path.write_text(json.dumps(sequence), "utf-8")
    return path


@pytest.fixture
def sequence(tmp_path: Path) -> Path:
    """The small course, compiled."""
    return write_course(tmp_path / "email")


@pytest.fixture
def compile_course() -> Callable[..., Path]:
    """Write a compiled course with roads or mails of the test's own."""
    return write_course
