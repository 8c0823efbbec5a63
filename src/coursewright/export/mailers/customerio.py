"""Customer.io: content for the actions of a campaign that is already there."""

from collections.abc import Iterator

from coursewright.export.grammars.liquid_tags import LIQUID
from coursewright.export.layout import json_file, script_file
from coursewright.export.mailer import Mailer, MailerTrack
from coursewright.output import Artifact

__all__ = ["CUSTOMERIO"]

_INSTALL = """\
# Fill the mails of a campaign that has as many as the track, in order:
#   CUSTOMERIO_APP_KEY=... sh install.sh TRACK CAMPAIGN ACTION1 ACTION2 ...
set -eu
: "${CUSTOMERIO_APP_KEY:?}"
api=${CUSTOMERIO_API:-https://api.customer.io}
cd "$(dirname "$0")/$1"
campaign=$2
shift 2
set -- "$@" --
for file in actions/*.json; do
  [ "$1" != -- ] || { echo "there are more mails than actions: $file" >&2; exit 1; }
  curl --fail --silent --show-error -X PUT "$api/v1/campaigns/$campaign/actions/$1" \\
    -H "Authorization: Bearer $CUSTOMERIO_APP_KEY" -H 'Content-Type: application/json' \\
    --data-binary "@$file" >/dev/null
  echo "action $1: $file"
  shift
done
"""

_STEPS = """
1. Build a campaign by hand, once: for each line of `TRACK/mails.csv` a delay of `delay` days and
   an email with the code editor (not drag-and-drop, not Design Studio), with any content.
2. List its actions: `curl -H "Authorization: Bearer $CUSTOMERIO_APP_KEY"
   https://api.customer.io/v1/campaigns/CAMPAIGN/actions`
3. `CUSTOMERIO_APP_KEY=... sh install.sh TRACK CAMPAIGN ACTION1 ACTION2 ...`. For each:
   ```sh
   curl -X PUT https://api.customer.io/v1/campaigns/CAMPAIGN/actions/ACTION1 \\
     -H "Authorization: Bearer $CUSTOMERIO_APP_KEY" -H 'Content-Type: application/json' \\
     --data-binary @TRACK/actions/01-welcome.json
   ```
4. Send each one to yourself, then start the campaign. After a change of the course run 3 again.
"""


def _files(package: MailerTrack) -> Iterator[Artifact]:
    for one in package.emails:
        yield json_file(f"actions/{one.name}.json", {"subject": one.subject, "body": one.html})


CUSTOMERIO = Mailer(
    name="customerio",
    product="Customer.io",
    grammar=LIQUID,
    fields={"learner.first_name": "customer.first_name", "learner.name": "customer.name"},
    links={"link.unsubscribe": "{% unsubscribe_url %}"},
    files=_files,
    shared=lambda: (script_file("install.sh", _INSTALL),),
    takes="Customer.io takes the content of each mail into a campaign that is already there.",
    lacks=(
        "The campaign itself: its API has no call that makes one.",
        "Content made with drag-and-drop or Design Studio cannot be filled this way.",
        "The text part: paste it from `text/` if Customer.io's own does not do.",
        "It expects the attributes `first_name` and `name` on each person.",
    ),
    tried=(
        "Tags by python-liquid; `install.sh` against a stand-in. Customer.io itself "
        "was not reached."
    ),
    steps=_STEPS,
)
