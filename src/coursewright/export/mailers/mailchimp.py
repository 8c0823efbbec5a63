"""Mailchimp: takes templates; a sequence is built by hand, so there is a list to work through."""

from collections.abc import Iterator

from coursewright.export.grammars.mailchimp_tags import MAILCHIMP as TAGS
from coursewright.export.layout import json_file, script_file
from coursewright.export.mailer import Mailer, MailerTrack
from coursewright.output import Artifact

__all__ = ["MAILCHIMP"]

_INSTALL = """\
# Put the mails of one track into Mailchimp as templates:
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

_STEPS = """
1. `MAILCHIMP_API_KEY=... sh install.sh TRACK` puts each mail in as a template:
   ```sh
   curl -u any:$MAILCHIMP_API_KEY -X POST https://us1.api.mailchimp.com/3.0/templates \\
     -H 'Content-Type: application/json' --data-binary @TRACK/templates/01-welcome.json
   ```
   Or paste `TRACK/html/NN-name.html` under Content, Email templates, Code your own.
2. In Automations, build a flow that starts when someone gets a tag such as `TRACK`.
3. Work through `TRACK/mails.csv`, line by line: a wait of `delay` days, then a mail with its
   template, `subject` and `preview`. In the mail's settings paste the text part from `text/`.
4. Send each one to yourself before the flow starts. Give `FNAME` a default in the audience too.
"""


def _files(package: MailerTrack) -> Iterator[Artifact]:
    for one in package.emails:
        name = f"{package.source.title} {one.name}"
        yield json_file(f"templates/{one.name}.json", {"name": name, "html": one.html})


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
    takes="Mailchimp takes each mail as a template. It takes no sequence.",
    lacks=(
        (
            "A sequence: neither its API nor an import makes a course's flow; it is built by hand, "
            "once, from `mails.csv`."
        ),
        "The whole name is printed as the first name.",
        (
            "There is no way to escape a merge tag, so `*|` in a course's own words has an "
            "invisible joiner within it in text parts and subjects."
        ),
    ),
    tried=(
        "Tags by a grammar of our own, since Mailchimp's engine is not to be had; `install.sh` "
        "against a stand-in. Whether `*|IF:...|*` works in a subject, try first."
    ),
    steps=_STEPS,
)
