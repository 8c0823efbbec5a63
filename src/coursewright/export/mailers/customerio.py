"""Customer.io: fills the email actions of an existing campaign."""

from collections.abc import Iterator

from coursewright.export.grammars.liquid_tags import LIQUID
from coursewright.export.layout import json_file, script_file
from coursewright.export.mailer import Mailer, MailerTrack
from coursewright.output import Artifact

__all__ = ["CUSTOMERIO"]

_INSTALL = """\
# Fill the emails of a campaign that has as many as the track, in order:
#   CUSTOMERIO_APP_KEY=... sh install.sh TRACK CAMPAIGN ACTION1 ACTION2 ...
set -eu
: "${CUSTOMERIO_APP_KEY:?}"
case ${CUSTOMERIO_REGION:-us} in eu) host=api-eu.customer.io ;; *) host=api.customer.io ;; esac
api=${CUSTOMERIO_API:-https://$host}
cd "$(dirname "$0")/$1"
campaign=$2
shift 2
set -- "$@" --
for file in actions/*.json; do
  [ "$1" != -- ] || { echo "more emails than actions: $file" >&2; exit 1; }
  curl --fail --silent --show-error -X PUT "$api/v1/campaigns/$campaign/actions/$1" \\
    -H "Authorization: Bearer $CUSTOMERIO_APP_KEY" -H 'Content-Type: application/json' \\
    --data-binary "@$file" >/dev/null
  echo "action $1: $file"
  shift
done
"""

_CHECKED = """\
The OpenAPI description of Customer.io's App API (campaigns and their actions), read on 30 November
2026 by the authors. `push` ran against a fake made from it. Nobody ran it with a Customer.io
account."""

_PUSH = """
The App API cannot create campaigns or emails; it fills those that exist.

1. In Customer.io, create an App API key (Settings, Account settings, API credentials).
2. Ask what is missing:
   ```sh
   export CUSTOMERIO_APP_KEY=... CUSTOMERIO_REGION=us
   coursewright push customerio --dry-run || true
   ```
   Set `CUSTOMERIO_REGION=eu` if the address of your account starts with `fly-eu`.
3. For each track, build a campaign named `[COURSE TRACK]`. For each line with `missing`, add an
   email in the code editor with the name that `push` prints, such as `[COURSE TRACK/EMAIL]`.
   Between two emails, add the delay that `mails.csv` of the export shows.
4. Push again. Check: no line says `missing`.
   ```sh
   coursewright push customerio
   ```
5. Send yourself a test of each email, then start the campaign. Remove by hand what a later push
   calls `vanished`.
"""

_STEPS = """
1. Build a campaign by hand, once: for each line of `TRACK/mails.csv`, a delay of `delay` days and
   an email in the code editor (not drag-and-drop, not Design Studio), with any content.
2. List its actions: `curl -H "Authorization: Bearer $CUSTOMERIO_APP_KEY"
   https://api.customer.io/v1/campaigns/CAMPAIGN/actions`
3. `CUSTOMERIO_APP_KEY=... sh install.sh TRACK CAMPAIGN ACTION1 ACTION2 ...`. For each:
   ```sh
   curl -X PUT https://api.customer.io/v1/campaigns/CAMPAIGN/actions/ACTION1 \\
     -H "Authorization: Bearer $CUSTOMERIO_APP_KEY" -H 'Content-Type: application/json' \\
     --data-binary @TRACK/actions/01-welcome.json
   ```
4. Send yourself a test of each email, then start the campaign. After the course changes, repeat
   step 3.
"""


def _files(package: MailerTrack) -> Iterator[Artifact]:
    for email in package.emails:
        yield json_file(
            f"actions/{email.name}.json",
            {"subject": email.subject, "preheader_text": email.preheader, "body": email.html},
        )


CUSTOMERIO = Mailer(
    name="customerio",
    product="Customer.io",
    grammar=LIQUID,
    fields={"learner.first_name": "customer.first_name", "learner.name": "customer.name"},
    links={"link.unsubscribe": "{% unsubscribe_url %}"},
    files=_files,
    shared=lambda: (script_file("install.sh", _INSTALL),),
    takes="Customer.io takes the content of each email into an existing campaign.",
    lacks=(
        "The campaign: the API cannot create one.",
        "Emails made with drag-and-drop or Design Studio cannot be filled this way.",
        "The text part: paste it from `text/` if the generated one is not good enough.",
        "Each person needs the attributes `first_name` and `name`.",
    ),
    tried=(
        "The tags were rendered with python-liquid; `install.sh` ran against a stand-in. "
        "Customer.io itself was not used."
    ),
    steps=_STEPS,
    checked=_CHECKED,
    push=_PUSH,
)
