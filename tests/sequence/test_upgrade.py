"""What a ledger holds in format 1 is read as format 2, and nothing on disk is."""

import json
import quopri
from typing import Any

from coursewright.sequence.email_template import read_email_template
from coursewright.sequence.release import judge_release
from coursewright.sequence.upgrade import upgraded_message, upgraded_sequence

FIRST = {"slot": "learner.first_name", "context": "html", "fallback": "you"}
OLD: dict[str, Any] = {
    "format": 1,
    "course": {"id": "c", "title": "C", "look": None},
    "sender": {"address": "course@example.org", "name": "C", "reply_to": None},
    "footer": None,
    "links": {"service": "https://mail.example.org/"},
    "schedules": [
        {
            "id": "standard",
            "weekdays": ["mon"],
            "min_gap_days": 1,
            "send_hour": "09:00",
            "window": "07:00-19:00",
        }
    ],
    "tracks": [{"id": "a", "label": "A", "lessons": ["one"]}],
    "messages": [
        {
            "id": "a/one",
            "kind": "lesson",
            "track": "a",
            "edition": "digest",
            "lesson": "one",
            "day": 3,
            "subject": ["Hi ", FIRST | {"context": "text"}],
            "hash": "h",
            "file": "messages/a/one.json",
            "slots": [{"name": "learner.first_name", "context": "text", "fallback": "you"}],
        },
        {"id": "a/recall-7", "kind": "recall", "track": "a", "offset": 7, "hash": "r", "file": "f"},
    ],
}


def test_a_published_sequence_of_format_1_keeps_its_steps_and_subjects() -> None:
    release = judge_release(upgraded_sequence(OLD))
    assert [(step.key, step.day) for step in release.steps["a"]] == [
        ("one", 3),
        ("recall:recall-7", 7),
    ]
    message = release.message("a", "one")
    assert message is not None
    assert message.shown_subject == "Hi you"


def test_a_published_text_of_format_1_is_sent_as_before() -> None:
    old = {"subject": ["Hi"], "preheader": [], "html": ["<p>", FIRST, "</p>"], "text": ["T"]}
    template = read_email_template(upgraded_message(json.dumps(old).encode()))
    page = template.html.fill({"learner.first_name": "A & B"})
    assert quopri.decodestring(page) == b"<p>A &amp; B</p>"


def test_what_is_of_this_format_stays_as_it_is() -> None:
    data = b'{"format": 2, "subject": [], "html": [], "text": []}'
    assert upgraded_message(data) is data
    assert upgraded_sequence({"format": 2}) == {"format": 2}
    assert upgraded_sequence([]) == []
