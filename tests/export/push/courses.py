"""Compiled courses that differ a little: a lesson edited, inserted or removed."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from export.conftest import SCHEDULE, body

__all__ = ["write_course"]


def write_course(
    folder: Path,
    lessons: Sequence[str] = ("one", "two", "three"),
    *,
    tracks: Sequence[str] = ("a", "b"),
    words: str = "",
) -> Path:
    """Write a compiled course into `folder` and return it; `words` edits the lesson `one`."""
    messages = []
    for track in tracks:
        kinds = [
            ("welcome", "welcome", 0),
            *(("lesson", name, n) for n, name in enumerate(lessons)),
        ]
        for kind, name, day in [*kinds, ("completion", "completion", 0)]:
            own = f"{track} {name} {words if name == 'one' else ''}"
            text = body()
            text |= {"subject": [own], "html": [*text["html"][:-1], f"<p>{own}</p></body></html>"]}
            data = json.dumps(text, ensure_ascii=False).encode()
            path = f"messages/{track}/{name}.json"
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
            entry = {"id": f"{track}/{name}", "kind": kind, "track": track, "file": path}
            entry |= {"hash": hashlib.sha256(data).hexdigest()}
            if kind == "lesson":
                number = {"number": day + 1, "day": day}
                messages.append(entry | number | {"lesson": name, "edition": "digest"})
            else:
                messages.append(entry | {"day": day})
    sequence = {
        "format": 2,
        "course": {"id": "c", "version": "1", "title": "Care & more", "language": "de-AT"},
        "sender": {"name": "C", "address": "course@example.org"},
        "schedules": [{**SCHEDULE, "days": []}],
        "tracks": [
            {"id": track, "label": track.upper(), "lessons": list(lessons)} for track in tracks
        ],
        "messages": messages,
    }
    (folder / "sequence.json").write_text(json.dumps(sequence), "utf-8")
    return folder
