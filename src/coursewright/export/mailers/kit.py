"""Kit (once ConvertKit): takes the whole sequence through its API, version 4."""

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
# Make the sequence of one track in Kit: KIT_API_KEY=... sh install.sh TRACK
# Its mails arrive as drafts. Run it once: each run makes a new sequence.
set -eu
: "${KIT_API_KEY:?set it to a v4 API key}"
api=${KIT_API:-https://api.kit.com}
cd "$(dirname "$0")/$1"
post() {
  curl --fail --silent --show-error -X POST "$api/v4/$1" \\
    -H "X-Kit-Api-Key: $KIT_API_KEY" -H 'Content-Type: application/json' --data-binary "@$2"
}
id=$(post sequences sequence.json | grep -o '"id": *[0-9]*' | head -n 1 | tr -dc 0-9)
[ -n "$id" ] || { echo "Kit did not tell the number of the new sequence" >&2; exit 1; }
for mail in emails/*.json; do
  post "sequences/$id/emails" "$mail" >/dev/null
  echo "sequence $id: $mail"
done
"""

_STEPS = """
1. In Kit, make an API key of version 4 (Settings, Developer).
2. `KIT_API_KEY=... sh install.sh TRACK`. It makes these calls:
   ```sh
   curl -X POST https://api.kit.com/v4/sequences -H "X-Kit-Api-Key: $KIT_API_KEY" \\
     -H 'Content-Type: application/json' --data-binary @TRACK/sequence.json
   # for each file of TRACK/emails, in order, with the number that the first call told:
   curl -X POST https://api.kit.com/v4/sequences/ID/emails -H "X-Kit-Api-Key: $KIT_API_KEY" \\
     -H 'Content-Type: application/json' --data-binary @TRACK/emails/01-welcome.json
   ```
3. In Kit, look at the sequence. Choose an email template that adds nothing of its own, since these
   mails are whole pages with header and footer. Send yourself each one.
4. Publish the mails, then the sequence; add subscribers by a form, a tag, or the API.
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
    for index, one in enumerate(package.emails):
        yield json_file(
            f"emails/{one.name}.json",
            {
                "subject": one.subject,
                "preview_text": one.preheader,
                "content": one.html,
                "delay_value": one.delay,
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
        "Kit makes the text part itself; the files in `text/` are for your own eyes.",
        "Kit knows a first name only, so the whole name is printed as the first name.",
        "Only the first mail may go at once, so every other one waits a day or more.",
        "Public holidays and each learner's own time zone: the sequence has one zone.",
        "A mail that is put in before others later makes Kit send again to those who are past it.",
    ),
    tried=(
        "Tags by python-liquid; `install.sh` against a stand-in for the API. Kit itself was not "
        "reached: that a mail of a sequence has `unsubscribe_url` is general knowledge."
    ),
    steps=_STEPS,
)
