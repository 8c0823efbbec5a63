"""Mailchimp: takes templates. A sequence is built by hand, from a list."""

from collections.abc import Iterator

from coursewright.export.grammars.mailchimp_tags import MAILCHIMP as TAGS
from coursewright.export.layout import json_file, script_file
from coursewright.export.mailer import Mailer, MailerTrack
from coursewright.output import Artifact

__all__ = ["MAILCHIMP"]

_INSTALL = """\
# Create the emails of one track in Mailchimp as templates:
#   MAILCHIMP_API_KEY=...-us1 sh install.sh TRACK
set -eu
: "${MAILCHIMP_API_KEY:?}"
api=${MAILCHIMP_API:-https://${MAILCHIMP_API_KEY##*-}.api.mailchimp.com}
cd "$(dirname "$0")/$1"
for file in templates/*.json; do
  curl --fail --silent --show-error -u "any:$MAILCHIMP_API_KEY" -X POST "$api/3.0/templates" \\
    -H 'Content-Type: application/json' --data-binary "@$file" >/dev/null
  echo "template: $file"
done
"""

_CHECKED = """\
The reference of Mailchimp's Marketing API 3.0 (templates), as known to the authors on 30 November
2026; its OpenAPI description was not available to them. `push` ran against a fake. Nobody ran it
with a Mailchimp account."""

_PUSH = """
1. In Mailchimp, create an API key (Account, Extras, API keys). It ends with the data center.
2. Push. Each email becomes a template, named `[COURSE TRACK/EMAIL] ...`:
   ```sh
   export MAILCHIMP_API_KEY=...-us1
   coursewright push mailchimp --dry-run
   coursewright push mailchimp
   ```
3. Mailchimp's API cannot create a flow. Build it once, with the steps 2 to 4 below. A flow copies
   a template: after a push that printed `update`, choose the template again in that email.

The API does not return the HTML of a template, only when it was edited. So after the record was
lost, `push` asks for `--overwrite`.
"""

_STEPS = """
1. `MAILCHIMP_API_KEY=... sh install.sh TRACK` creates a template for each email:
   ```sh
   curl -u any:$MAILCHIMP_API_KEY -X POST https://us1.api.mailchimp.com/3.0/templates \\
     -H 'Content-Type: application/json' --data-binary @TRACK/templates/01-welcome.json
   ```
   Or paste `TRACK/html/NN-name.html` under Content, Email templates, Code your own.
2. In Automations, build a flow that starts when someone gets a tag such as `TRACK`.
3. For each line of `TRACK/mails.csv`, add a wait of `delay` days, then an email with its template,
   `subject` and `preview`. In the email's settings, paste the text part from `text/`.
4. Send yourself a test of each email before the flow starts. Give `FNAME` a default in the audience
   too.
"""


def _files(package: MailerTrack) -> Iterator[Artifact]:
    for email in package.emails:
        name = f"{package.source.title} {email.name}"
        yield json_file(f"templates/{email.name}.json", {"name": name, "html": email.html})


MAILCHIMP = Mailer(
    name="mailchimp",
    product="Mailchimp",
    grammar=TAGS,
    fields={"learner.first_name": "FNAME", "learner.name": "FNAME"},
    links={
        "link.unsubscribe": "*|UNSUB|*",
        "link.preferences": "*|UPDATE_PROFILE|*",
    },
    files=_files,
    shared=lambda: (script_file("install.sh", _INSTALL),),
    takes="Mailchimp takes each email as a template. It cannot import a sequence.",
    lacks=(
        (
            "The sequence: neither the API nor an import can create a flow. Build it by hand once, "
            "from `mails.csv`."
        ),
        "The full name is printed as the first name.",
        (
            "Merge tags cannot be escaped, so `*|` in the text of a course gets an invisible "
            "joiner in text parts and subjects."
        ),
    ),
    tried=(
        "The tags were checked with our own grammar, because Mailchimp's engine is not available; "
        "`install.sh` ran against a stand-in. Test first whether `*|IF:...|*` works in a subject."
    ),
    steps=_STEPS,
    checked=_CHECKED,
    push=_PUSH,
)
