"""Kit (formerly ConvertKit): takes the whole sequence through version 4 of its API."""

from collections.abc import Iterator
from typing import Any

from coursewright.export.grammars.liquid_tags import LIQUID
from coursewright.export.layout import json_file, script_file
from coursewright.export.mailer import Mailer, MailerEmail, MailerTrack
from coursewright.output import Artifact
from coursewright.sequence.records import ScheduleInfo
from coursewright.sequence.tracks import TrackEmails

__all__ = ["KIT", "kit_email", "kit_sequence"]

_DAYS = {
    "mon": "monday",
    "tue": "tuesday",
    "wed": "wednesday",
    "thu": "thursday",
    "fri": "friday",
    "sat": "saturday",
    "sun": "sunday",
}

_INSTALL = """\
# Create the sequence of one track in Kit: KIT_API_KEY=... sh install.sh TRACK
# Its emails are drafts. Run it once: each run creates a new sequence.
set -eu
: "${KIT_API_KEY:?set it to a v4 API key}"
api=${KIT_API:-https://api.kit.com}
cd "$(dirname "$0")/$1"
post() {
  curl --fail --silent --show-error -X POST "$api/v4/$1" \\
    -H "X-Kit-Api-Key: $KIT_API_KEY" -H 'Content-Type: application/json' --data-binary "@$2"
}
id=$(post sequences sequence.json | grep -o '"id": *[0-9]*' | head -n 1 | tr -dc 0-9)
[ -n "$id" ] || { echo "Kit returned no ID for the new sequence" >&2; exit 1; }
for mail in emails/*.json; do
  post "sequences/$id/emails" "$mail" >/dev/null
  echo "sequence $id: $mail"
done
"""

_CHECKED = """\
The OpenAPI description of Kit's API, version 4, with its pages on sequences and sequence emails,
read on 30 November 2026 by the authors. `push` ran against a fake made from it. Nobody ran it with
a Kit account. Not known: whether Kit keeps an HTML comment in an email; if not, a push without its
record cannot find its emails."""

_PUSH = """
1. In Kit, create a version 4 API key (Settings, Developer).
2. Push. Each track becomes a sequence, with delays, days and hour; everything starts as a draft:
   ```sh
   export KIT_API_KEY=...
   coursewright push kit --dry-run
   coursewright push kit
   ```
3. In Kit, open the sequence. Choose an email template that adds nothing, because these emails are
   complete pages. Send yourself a test of each email.
4. Publish the emails, then the sequence. A later push changes neither. Publish new emails when you
   see them in the list: Kit then sends an inserted one to learners who are past it.
"""

_STEPS = """
1. In Kit, create a version 4 API key (Settings, Developer).
2. `KIT_API_KEY=... sh install.sh TRACK`. It makes these calls:
   ```sh
   curl -X POST https://api.kit.com/v4/sequences -H "X-Kit-Api-Key: $KIT_API_KEY" \\
     -H 'Content-Type: application/json' --data-binary @TRACK/sequence.json
   # for each file in TRACK/emails, in order, with the ID from the first call:
   curl -X POST https://api.kit.com/v4/sequences/ID/emails -H "X-Kit-Api-Key: $KIT_API_KEY" \\
     -H 'Content-Type: application/json' --data-binary @TRACK/emails/01-welcome.json
   ```
3. In Kit, open the sequence. Choose an email template that adds nothing, because these emails are
   complete pages with header and footer. Send yourself a test of each one.
4. Publish the emails, then the sequence. Add subscribers with a form, a tag or the API.
"""


def kit_sequence(package: MailerTrack) -> dict[str, Any]:
    """Return the fields of a sequence that each push sets."""
    schedule = package.source.schedule
    return {
        "name": package.source.title,
        "send_days": [_DAYS[day] for day in schedule.weekdays],
        "send_hour": _hour(schedule),
        "time_zone": schedule.timezone or "UTC",
    }


def kit_email(email: MailerEmail) -> dict[str, Any]:
    """Return the fields of an email; only the first one may have no delay at all."""
    soon = email.delay == 0 and email.number > 1
    return {
        "subject": email.subject,
        "preview_text": email.preheader,
        "content": email.html,
        "delay_value": 1 if soon else email.delay,
        "delay_unit": "hours" if soon else "days",
        "position": email.number - 1,
    }


def _hour(schedule: ScheduleInfo) -> int:
    """Return the nearest whole hour that is not after the window."""
    hour, _, minute = schedule.send_hour.partition(":")
    end = int(schedule.window.rpartition("-")[2].partition(":")[0] or 23)
    later = int(hour) + (int(minute or 0) >= 30)
    return later if later <= min(end, 23) else int(hour)


def _warnings(track: TrackEmails) -> Iterator[str]:
    schedule = track.schedule
    if schedule.send_hour.partition(":")[2] not in ("", "00"):
        yield (
            f"Kit sends at whole hours: {schedule.send_hour} of the schedule `{schedule.id}` "
            f"becomes {_hour(schedule):02d}:00."
        )


def _files(package: MailerTrack) -> Iterator[Artifact]:
    yield json_file("sequence.json", {**kit_sequence(package), "hold": True, "active": False})
    for email in package.emails:
        yield json_file(f"emails/{email.name}.json", {**kit_email(email), "published": False})


KIT = Mailer(
    name="kit",
    product="Kit",
    grammar=LIQUID,
    fields={"learner.first_name": "subscriber.first_name", "learner.name": "subscriber.first_name"},
    links={
        "link.unsubscribe": "{{ unsubscribe_url }}",
        "link.preferences": "{{ subscriber_preferences_url }}",
    },
    files=_files,
    warnings=_warnings,
    shared=lambda: (script_file("install.sh", _INSTALL),),
    takes="Kit takes the whole sequence, with delays and days, as drafts.",
    lacks=(
        "Kit generates the text part; the files in `text/` are for reference.",
        "Kit stores only a first name, so the full name is printed as the first name.",
        (
            "A first lesson on the day of the welcome is sent an hour after it, at any time of "
            "day; the sending hour and the days of the week apply from the next email on."
        ),
        "Public holidays and learners' own time zones are ignored: the sequence has one time zone.",
        "If you insert an email later, Kit also sends it to learners who are past that point.",
    ),
    tried=(
        "The tags were rendered with python-liquid; `install.sh` ran against a stand-in for the "
        "API. Kit itself was not used: that sequence emails have `unsubscribe_url` is unverified."
    ),
    steps=_STEPS,
    checked=_CHECKED,
    push=_PUSH,
)
