"""listmonk: transactional emails and campaigns. It has no drip, so a plan drives `/api/tx`."""

from collections.abc import Iterator
from dataclasses import replace

from coursewright.export.grammars.go_templates import GO
from coursewright.export.layout import json_file, script_file
from coursewright.export.mailer import Mailer, MailerTrack
from coursewright.export.printing import print_track
from coursewright.output import Artifact
from coursewright.sequence.placeholders import placeholders_of
from coursewright.sequence.tracks import CompiledEmail

__all__ = ["LISTMONK"]

_INSTALL = """\
# Create or update the emails of one track in listmonk as transactional templates:
#   LISTMONK_URL=http://localhost:9000 LISTMONK_AUTH=user:token sh install.sh TRACK
# TRACK/ids.tsv records the ID that listmonk gave to each template.
set -eu
: "${LISTMONK_URL:?}" "${LISTMONK_AUTH:?set it to user:token}"
cd "$(dirname "$0")/$1"
[ -e ids.tsv ] || : >ids.tsv
for file in templates/*.json; do
  name=$(basename "$file" .json)
  id=$(awk -F '\\t' -v name="$name" '$1 == name { print $2 }' ids.tsv)
  if [ -n "$id" ]; then set -- PUT "/$id"; else set -- POST ''; fi
  answer=$(curl --fail --silent --show-error -u "$LISTMONK_AUTH" -X "$1" \\
    "$LISTMONK_URL/api/templates$2" -H 'Content-Type: application/json' --data-binary "@$file")
  if [ -z "$id" ]; then
    id=$(printf %s "$answer" | grep -o '"id": *[0-9]*' | head -n 1 | tr -dc 0-9)
    [ -n "$id" ] || { echo "listmonk returned no ID for $file" >&2; exit 1; }
    printf '%s\\t%s\\n' "$name" "$id" >>ids.tsv
  fi
  echo "template $id: $name"
done
"""

_SEND = """\
# Send the emails that a plan has for one day, each one once (TRACK/sent.tsv records them). Run it
# hourly from cron:
#   coursewright plan --cohort people.csv --format csv > plan.csv
#   LISTMONK_URL=... LISTMONK_AUTH=user:token sh send-due.sh TRACK plan.csv "$(date +%F)"
# Each learner must be a subscriber in listmonk. A line is recorded before it is sent: after a crash
# an email may be missing, but is never sent twice.
set -eu
: "${LISTMONK_URL:?}" "${LISTMONK_AUTH:?set it to user:token}"
plan=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
track=$1 day=$3
cd "$(dirname "$0")/$track"
[ -e sent.tsv ] || : >sent.tsv
tr -d '\\r' <"$plan" | awk -F , -v day="$day" -v track="$track" '
  $4 == day && $2 == track { sub(/^[a-z-]*:/, "", $9); print $1 "\\t" $9 }' |
while IFS="$(printf '\\t')" read -r who key; do
  case $who in
    *[!A-Za-z0-9._%+@-]*) echo "not sent, unsupported characters in address: $who" >&2; continue ;;
  esac
  ! grep -qxF "$who	$key" sent.tsv || continue
  id=$(awk -F '\\t' -v key="$key" 'substr($1, 4) == key { print $2 }' ids.tsv)
  [ -n "$id" ] || { echo "no template for $key: run install.sh" >&2; exit 1; }
  printf '%s\\t%s\\n' "$who" "$key" >>sent.tsv
  sed -e "s/\\"TEMPLATE_ID\\"/$id/" -e "s/\\"SUBSCRIBER_EMAIL\\"/\\"$who\\"/" \\
    tx/[0-9][0-9]-"$key".json |
    curl --fail --silent --show-error -u "$LISTMONK_AUTH" -X POST "$LISTMONK_URL/api/tx" \\
      -H 'Content-Type: application/json' --data-binary @- >/dev/null
  echo "sent $key to $who"
done
"""

_CHECKED = """\
The source of listmonk 6.2 (`cmd/templates.go`, `cmd/tx.go`, `models/`), read on 30 November 2026 by
the authors. `push` ran against a fake of that API. Nobody ran it against listmonk itself."""

_PUSH = """
1. In listmonk, create an API user (Admin, Users) with the permissions `templates:get` and
   `templates:manage`.
2. Push. Each email becomes a transactional template, named `[COURSE TRACK/EMAIL] ...`:
   ```sh
   export LISTMONK_URL=https://lists.example.org LISTMONK_AUTH=user:token
   coursewright push listmonk --dry-run
   coursewright push listmonk
   ```
3. Check: Campaigns, Templates shows as many new templates as `push` printed lines with `create`.

listmonk has no sequences: `send-due.sh` below sends the emails of each day.
"""

_STEPS = """
The drip, through `/api/tx`:

1. Import your learners: Subscribers, Import, a CSV with `email,name`; or `POST /api/subscribers`.
2. `LISTMONK_URL=... LISTMONK_AUTH=user:token sh install.sh TRACK` creates a transactional
   template for each email:
   ```sh
   curl -u user:token -X POST $LISTMONK_URL/api/templates -H 'Content-Type: application/json' \\
     --data-binary @TRACK/templates/01-welcome.json
   ```
3. `coursewright plan --sequence ../../build/email/sequence.json --cohort people.csv --format csv
   > plan.csv` dates every email.
4. Run `sh send-due.sh TRACK plan.csv "$(date +%F)"` daily from cron. For each line of that day it
   posts `TRACK/tx/NN-name.json` with the learner's address and the ID of the template:
   ```sh
   curl -u user:token -X POST $LISTMONK_URL/api/tx -H 'Content-Type: application/json' \\
     --data-binary @body.json
   ```

To send a single email to a whole list, as a campaign:

1. Once: `curl -u user:token -X POST $LISTMONK_URL/api/templates -H 'Content-Type: application/json'
   --data-binary @template.json`. It contains only `{{ template "content" . }}`, because these
   emails are complete pages.
2. In `TRACK/campaigns/NN-name.json` set `lists` and `template_id`, then
   `curl -u user:token -X POST $LISTMONK_URL/api/campaigns -H 'Content-Type: application/json'
   --data-binary @TRACK/campaigns/01-welcome.json`. It arrives as a draft.
"""


def _files(package: MailerTrack) -> Iterator[Artifact]:
    for step, email in zip(package.source.steps, package.emails, strict=True):
        name = f"{package.source.title} {email.name}"
        # A transactional email has no campaign, and so no listmonk page to unsubscribe on.
        yield json_file(
            f"templates/{email.name}.json",
            {"name": name, "type": "tx", "subject": email.subject, "body": email.html},
        )
        yield json_file(
            f"tx/{email.name}.json",
            {
                "subscriber_mode": "default",
                "subscriber_emails": ["SUBSCRIBER_EMAIL"],
                "template_id": "TEMPLATE_ID",
                "content_type": "html",
                "altbody": email.text,
                "headers": [{"List-Unsubscribe": f"<{way}>"} for way in _ways_out(step.email)],
            },
        )
    for email in print_track(package.source, _CAMPAIGNS).emails:
        yield json_file(
            f"campaigns/{email.name}.json",
            {
                "name": f"{package.source.title} {email.name}",
                "subject": email.subject,
                "lists": [],
                "type": "regular",
                "content_type": "html",
                "body": email.html,
                "altbody": email.text,
                "template_id": None,
            },
        )


def _ways_out(email: CompiledEmail) -> list[str]:
    """Return the course's own unsubscribe address, because listmonk has none here."""
    found = (
        placeholder.fallback
        for placeholder in placeholders_of(email.texts.html)
        if placeholder.name == "link.unsubscribe" and placeholder.fallback.startswith("mailto:")
    )
    return sorted(set(found))[:1]


def _shared() -> Iterator[Artifact]:
    yield script_file("install.sh", _INSTALL)
    yield script_file("send-due.sh", _SEND)
    yield json_file(
        "template.json",
        {"name": "Whole pages", "type": "campaign", "body": '{{ template "content" . }}'},
    )


LISTMONK = Mailer(
    name="listmonk",
    product="listmonk",
    grammar=GO,
    fields={
        # `.Subscriber.FirstName` skips words of up to two bytes: "Bo Ek" is greeted in full.
        "learner.first_name": 'regexFind "\\\\S+" .Subscriber.Name',
        "learner.name": "trim .Subscriber.Name",
    },
    tracks_opens=False,
    unsubscribes_by_email=True,
    files=_files,
    shared=_shared,
    takes="listmonk takes the emails. It has no drip, so a Coursewright plan says what is due.",
    lacks=(
        "It has no drip: something must run `send-due.sh` each day.",
        "A plan has no welcome email: post its `tx` file when someone joins.",
        (
            "A transactional email has no listmonk page to unsubscribe on. Its links and its "
            "`List-Unsubscribe` use the course's email address, without one-click, and someone "
            "must read that mailbox. The campaigns link to listmonk's own pages."
        ),
        "The first name is the first word of the name, of any length.",
        "Pauses, pace and public holidays are those of the plan: regenerate it when they change.",
    ),
    tried=(
        "The tags were rendered with Go's `html/template` and `text/template` and listmonk's own "
        "functions. Both scripts ran against a stand-in for the API. No listmonk ran."
    ),
    steps=_STEPS,
    checked=_CHECKED,
    push=_PUSH,
)

_CAMPAIGNS = replace(
    LISTMONK,
    unsubscribes_by_email=False,
    links={
        "link.unsubscribe": "{{ UnsubscribeURL }}",
        "link.preferences": "{{ ManageURL }}",
    },
)
