"""A compiled course that tries every trick of every template language, as its author may."""

import hashlib
import json
from html import escape
from pathlib import Path
from typing import Any

import pytest

TRICKS = (
    "{{ x }} {{{ y }}} {% if %} {%- raw -%} {# no #} {{snippet.k}} {{> part}} {{!-- c --}} \\{{z}} "
    "*|UNSUB|* *|IF:FNAME|* {contactfield=email} {unsubscribe_url} {webview_url|x} {a} {a=b "
    "%7Bcontactfield=email%7D https://e.example/@TrackLink }} %} 3 < 4 & 5 > 2 \"q\" 'r' {"
)
"""What an author wrote, and a reader must see; it ends with a brace before a slot."""
STYLE = "<style>@media (max-width:480px){.a{color:#111}.b a{color:red}}</style>"
OUTLOOK = '<!--[if mso | IE]><table role="presentation"><tr><td><![endif]-->'
END = "<!--[if mso | IE]></td></tr></table><![endif]-->"


def slot(name: str, context: str, fallback: str = "") -> dict[str, str]:
    return {"placeholder": name, "context": context, "fallback": fallback}


def group(*segments: Any, needs: str) -> dict[str, Any]:
    return {"group": list(segments), "needs": [needs]}


FIRST = "learner.first_name"
SCHEDULE = {
    "id": "standard",
    "weekdays": ["mon", "fri"],
    "min_gap_days": 1,
    "send_hour": "07:30",
    "window": "07:00-19:00",
    "timezone": "Asia/Tokyo",
}


def body(fallback: str = 'the "best" of {{ us }} & *|them|*') -> dict[str, Any]:
    """Return a message with each context, a dead button, dead links, and their lines."""
    leave = "mailto:course@example.org?subject=leave"
    links = [
        ("link.next", "", "Next"),
        ("link.pause", "", "Pause"),
        ("link.leave", leave, "Leave"),
        ("link.unsubscribe", leave, "Unsubscribe"),
    ]
    html: list[Any] = [
        f'<!doctype html><html lang="en" dir="ltr"><head><title>{escape(TRICKS)}</title>{STYLE}',
        f'</head><body>{OUTLOOK}<p id="words">{escape(TRICKS)}',
        slot(FIRST, "html", fallback),
        '|</p><p id="titled" title="',
        slot(FIRST, "attr", fallback),
        '">x</p>',
        group(
            '<table role="presentation"><tr><td align="left"><a href="',
            slot("link.certificate", "url"),
            '" target="_blank">Get it</a></td></tr></table>',
            needs="link.certificate",
        ),
        {
            "group": [
                '<p id="links">',
                {
                    "series": [
                        group('<a href="', slot(name, "url", instead), f'">{words}</a>', needs=name)
                        for name, instead, words in links
                    ],
                    "separator": [" &nbsp;·&nbsp; "],
                },
                "</p>",
            ]
        },
        group(
            '<p id="alone"><a href="',
            slot("link.pause", "url"),
            '">Pause</a></p>',
            needs="link.pause",
        ),
        group('<p id="private">Nobody tracks.</p>', needs="privacy.no-tracking"),
        f"<p>Help</p>{END}</body></html>",
    ]
    text: list[Any] = [
        f"Words: {TRICKS}",
        slot(FIRST, "text", fallback),
        "|\n",
        group(
            "\nGet your\ncertificate:\n  ",
            slot("link.certificate", "text"),
            "\n",
            needs="link.certificate",
        ),
        "\nRead it:\n  https://e.example/\n",
        *(
            group(f"{words}:\n  ", slot(name, "text", instead), "\n", needs=name)
            for name, instead, words in links
        ),
        "\nThe end.\n",
    ]
    return {
        "format": 2,
        "subject": [TRICKS, slot(FIRST, "text", fallback)],
        "preheader": [f"= {TRICKS}"],
        "html": html,
        "text": text,
    }


def write_mails(folder: Path, **more: Any) -> Path:
    """Write a sequence of two tracks into `folder`; return the folder."""
    messages = []
    for track in ("a", "b"):
        for kind, name, day in [
            ("welcome", "welcome", 0),
            ("lesson", "one", 0),
            ("lesson", "two", 3),
            ("recall", "recall-14", 14),
            ("completion", "completion", 0),
            ("nudge", "nudge", 0),
            ("confirm", "confirm", 0),
        ]:
            data = json.dumps(body(), ensure_ascii=False).encode()
            path = f"messages/{track}/{name}.json"
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
            entry: dict[str, Any] = {
                "id": f"{track}/{name}",
                "kind": kind,
                "track": track,
                "file": path,
                "hash": hashlib.sha256(data).hexdigest(),
            }
            if kind == "lesson":
                entry |= {"lesson": name, "day": day, "edition": "digest", "number": day + 1}
            else:
                entry |= {"day": day}
            messages.append(entry)
    sequence = {
        "format": 2,
        "course": {"id": "c", "version": "1", "title": "Care & {{ more }}", "language": "de-AT"},
        "sender": {"name": "C", "address": "course@example.org"},
        "schedules": [SCHEDULE],
        "tracks": [
            {"id": track, "label": track.upper(), "lessons": ["one", "two"]} for track in ("a", "b")
        ],
        "messages": messages,
        **more,
    }
    (folder / "sequence.json").write_text(json.dumps(sequence), "utf-8")
    return folder


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    """The folder that the email target would have written."""
    return write_mails(tmp_path / "email")
