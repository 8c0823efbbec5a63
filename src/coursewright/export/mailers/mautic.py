"""Mautic: takes emails one by one through its API. Its campaign import is not used."""

from collections.abc import Iterator

from coursewright.export.grammars.mautic_tokens import MAUTIC as TOKENS
from coursewright.export.layout import json_file, script_file
from coursewright.export.mailer import Mailer, MailerTrack
from coursewright.output import Artifact

__all__ = ["MAUTIC"]

_INSTALL = """\
# Create the emails of one track in Mautic, unpublished:
#   MAUTIC_URL=https://mautic.example.org MAUTIC_AUTH=user:password sh install.sh TRACK
set -eu
: "${MAUTIC_URL:?}" "${MAUTIC_AUTH:?set it to user:password}"
cd "$(dirname "$0")/$1"
for file in emails/*.json; do
  curl --fail --silent --show-error -u "$MAUTIC_AUTH" -X POST "$MAUTIC_URL/api/emails/new" \\
    -H 'Content-Type: application/json' --data-binary "@$file" >/dev/null
  echo "email: $file"
done
"""

_STEPS = """
1. In Mautic, enable the API with basic authentication (Configuration, API Settings).
2. `MAUTIC_URL=... MAUTIC_AUTH=user:password sh install.sh TRACK`. For each file of `TRACK/emails`:
   ```sh
   curl -u user:password -X POST https://mautic.example.org/api/emails/new \\
     -H 'Content-Type: application/json' --data-binary @TRACK/emails/01-welcome.json
   ```
3. Create a segment of the learners, and a campaign that starts with it. For each line of
   `TRACK/mails.csv`, add "Send email" with a delay of `day` days from the start.
4. Publish the emails, send yourself a test of each one, then publish the campaign.
"""


def _files(package: MailerTrack) -> Iterator[Artifact]:
    language = package.source.release.course.language
    for email in package.emails:
        yield json_file(
            f"emails/{email.name}.json",
            {
                "name": f"{package.source.title} {email.name}",
                "subject": email.subject,
                "customHtml": email.html,
                "plainText": email.text,
                "emailType": "template",
                "language": language.replace("-", "_"),
                "isPublished": False,
            },
        )


MAUTIC = Mailer(
    name="mautic",
    product="Mautic",
    grammar=TOKENS,
    fields={"learner.first_name": "firstname", "learner.name": "firstname"},
    links={"link.unsubscribe": "{unsubscribe_url}"},
    files=_files,
    shared=lambda: (script_file("install.sh", _INSTALL),),
    takes="Mautic takes each email through its API. Build the campaign by hand.",
    lacks=(
        "The campaign: Mautic 7 can import one, but this is untested, so no file is written.",
        "The full name is printed as the first name.",
        (
            "Mautic inserts a contact's fields into HTML as they are stored; it cleans them when "
            "they are saved. An email cannot escape them, so attributes use the fallback."
        ),
    ),
    tried=(
        "The tokens were checked with our own grammar, based on Mautic's documentation; "
        "`install.sh` ran against a stand-in. No Mautic ran."
    ),
    steps=_STEPS,
)
