"""Buttondown: takes each email as a draft through its API."""

from collections.abc import Iterator
from typing import Any

from coursewright.export.grammars.django_tags import DJANGO
from coursewright.export.layout import json_file, script_file
from coursewright.export.mailer import Mailer, MailerEmail, MailerTrack
from coursewright.output import Artifact

__all__ = ["BUTTONDOWN", "buttondown_email"]

_INSTALL = """\
# Create the emails of one track in Buttondown as drafts:
#   BUTTONDOWN_API_KEY=... sh install.sh TRACK
set -eu
: "${BUTTONDOWN_API_KEY:?}"
api=${BUTTONDOWN_API:-https://api.buttondown.com}
cd "$(dirname "$0")/$1"
for file in emails/*.json; do
  curl --fail --silent --show-error -X POST "$api/v1/emails" \\
    -H "Authorization: Token $BUTTONDOWN_API_KEY" -H 'Content-Type: application/json' \\
    --data-binary "@$file" >/dev/null
  echo "draft: $file"
done
"""

_CHECKED = """\
Buttondown's OpenAPI description of 21 August 2026, read on 30 November 2026 by the authors. `push`
ran against a fake made from it. Nobody ran it with a Buttondown account. Not known: whether each
delay of an automation is counted from its trigger, as its description suggests; the preview of
the automation shows it."""

_PUSH = """
Automations need a paid plan; drafts do not.

1. In Buttondown, copy the API key (Settings, API).
2. Push. Each email becomes a draft with the template `naked` and without an archive page. Each
   track becomes an inactive automation for every 25 emails:
   ```sh
   export BUTTONDOWN_API_KEY=...
   coursewright push buttondown --dry-run
   coursewright push buttondown
   ```
3. In Automations, open each one of this course. Choose the trigger and a filter, such as a tag of
   the learners. A later push changes neither. Check in the preview that the emails come on the
   days of `mails.csv`.
4. Send yourself a test of each draft, then activate the automations.
"""

_STEPS = """
1. `BUTTONDOWN_API_KEY=... sh install.sh TRACK`. For each file of `TRACK/emails`:
   ```sh
   curl -X POST https://api.buttondown.com/v1/emails \\
     -H "Authorization: Token $BUTTONDOWN_API_KEY" -H 'Content-Type: application/json' \\
     --data-binary @TRACK/emails/01-welcome.json
   ```
2. In Settings, choose the plainest design, because these emails are complete pages. Check a draft.
3. Build an automation by hand: a trigger, then for each line of `TRACK/mails.csv` a wait of `delay`
   days and the email.
4. Subscribers need `first_name` in their metadata; without it, they see the fallback.
"""


def buttondown_email(email: MailerEmail) -> dict[str, Any]:
    """Return the fields of a draft: a whole page, without Buttondown's design and archive."""
    return {
        "subject": email.subject,
        "description": email.preheader,
        "body": email.html,
        "template": "naked",
        "archival_mode": "disabled",
    }


def _files(package: MailerTrack) -> Iterator[Artifact]:
    for email in package.emails:
        yield json_file(f"emails/{email.name}.json", {**buttondown_email(email), "status": "draft"})


BUTTONDOWN = Mailer(
    name="buttondown",
    product="Buttondown",
    grammar=DJANGO,
    fields={
        "learner.first_name": "subscriber.metadata.first_name",
        "learner.name": "subscriber.metadata.name",
    },
    links={
        "link.unsubscribe": "{{ unsubscribe_url }}",
        "link.preferences": "{{ manage_subscription_url }}",
    },
    files=_files,
    shared=lambda: (script_file("install.sh", _INSTALL),),
    takes="Buttondown takes each email as a draft.",
    lacks=(
        "Without `push`, there is no import for a sequence: build an automation by hand.",
        "Buttondown generates the text part; the files in `text/` are for reference.",
        "Buttondown is built for Markdown: check in a draft that it keeps a complete HTML page.",
    ),
    tried=(
        "The tags were rendered with Django templates, on which Buttondown's are built; "
        "`install.sh` ran against a stand-in. Buttondown itself was not used, and the names of "
        "the two links are unverified."
    ),
    steps=_STEPS,
    checked=_CHECKED,
    push=_PUSH,
)
