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
    return {"slot": name, "context": context, "fallback": fallback}


FIRST = "learner.first_name"


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
        '<table role="presentation"><tr><td align="left"><table role="presentation"><tr><td>',
        '<a href="',
        slot("link.certificate", "url"),
        '" target="_blank">Get it</a></td></tr></table></td></tr></table>',
        '<p id="links">',
    ]
    for number, (name, instead, words) in enumerate(links):
        html += [" &nbsp;·&nbsp; " * bool(number) + '<a href="', slot(name, "url", instead)]
        html += [f'">{words}</a>']
    html += [
        '</p><p id="alone"><a href="',
        slot("link.pause", "url"),
        f'">Pause</a></p><p>Help</p>{END}</body></html>',
    ]
    text: list[Any] = [f"Words: {TRICKS}", slot(FIRST, "text", fallback), "|\n\nGet your\n"]
    text += [
        "certificate:\n  ",
        slot("link.certificate", "text"),
        "\n\nRead it:\n  https://e.example/",
    ]
    for name, instead, words in links:
        text += [f"\n{words}:\n  ", slot(name, "text", instead)]
    text += ["\n\nThe end.\n"]
    return {
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
                entry |= {"offset": day}
            messages.append(entry)
    sequence = {
        "format": 1,
        "course": {"id": "c", "version": "1", "title": "Care & {{ more }}", "language": "de-AT"},
        "sender": {"name": "C", "address": "course@example.org"},
        "schedules": [{"weekdays": ["mon", "fri"], "send_hour": "07:30", "timezone": "Asia/Tokyo"}],
        "tracks": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}],
        "messages": messages,
        **more,
    }
    (folder / "sequence.json").write_text(json.dumps(sequence), "utf-8")
    return folder


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    """The folder that the email target would have written."""
    return write_mails(tmp_path / "email")
