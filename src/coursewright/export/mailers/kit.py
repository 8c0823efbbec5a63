"""Kit (formerly ConvertKit): takes the whole sequence through version 4 of its API."""

from collections.abc import Iterator

from coursewright.export.grammars.liquid_tags import LIQUID
from coursewright.export.layout import json_file, script_file
from coursewright.export.mailer import Mailer, MailerTrack
from coursewright.output import Artifact

__all__ = ["KIT"]

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


def _files(package: MailerTrack) -> Iterator[Artifact]:
    schedule = package.source.schedule
    yield json_file(
        "sequence.json",
        {
            "name": package.source.title,
            "send_days": [_DAYS[day] for day in schedule.weekdays],
            "send_hour": int(schedule.send_hour.partition(":")[0]),
            "time_zone": schedule.timezone or "UTC",
            "hold": True,
            "active": False,
        },
    )
    for index, email in enumerate(package.emails):
        yield json_file(
            f"emails/{email.name}.json",
            {
                "subject": email.subject,
                "preview_text": email.preheader,
                "content": email.html,
                "delay_value": email.delay,
                "delay_unit": "days",
                "position": index,
                "published": False,
            },
        )


KIT = Mailer(
    name="kit",
    product="Kit",
    grammar=LIQUID,
    fields={"learner.first_name": "subscriber.first_name", "learner.name": "subscriber.first_name"},
    links={"link.unsubscribe": "{{ unsubscribe_url }}"},
    files=_files,
    shared=lambda: (script_file("install.sh", _INSTALL),),
    takes="Kit takes the whole sequence, with delays and days, as drafts.",
    lacks=(
        "Kit generates the text part; the files in `text/` are for reference.",
        "Kit stores only a first name, so the full name is printed as the first name.",
        "Only the first email can be sent immediately; every other one waits at least a day.",
        "Public holidays and learners' own time zones are ignored: the sequence has one time zone.",
        "If you insert an email later, Kit also sends it to learners who are past that point.",
    ),
    tried=(
        "The tags were rendered with python-liquid; `install.sh` ran against a stand-in for the "
        "API. Kit itself was not used: that sequence emails have `unsubscribe_url` is unverified."
    ),
    steps=_STEPS,
)
