"""Mautic: takes emails one by one through its API. Its campaign import is not used."""

import re
from collections.abc import Iterator
from typing import Any

from coursewright.export.grammars.mautic_tokens import MAUTIC as TOKENS
from coursewright.export.layout import json_file, script_file, shortened
from coursewright.export.mailer import Mailer, MailerEmail, MailerTrack
from coursewright.output import Artifact

__all__ = ["MAUTIC", "mautic_email", "mautic_html", "mautic_text"]

_NAME, _SUBJECT, _PREHEADER = 190, 190, 130
"""The longest name, subject and preheader (`Email::loadValidatorMetadata`)."""
_BEYOND_ASCII = re.compile("[^\\x00-\\x7f]")
_ESCAPE = re.compile("%(?=[0-9A-Fa-f]{2})")

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

_CHECKED = """\
The source of Mautic 5.1.0 (`EmailApiController`, `CampaignApiController`, `InputHelper`,
`TokenHelper`), read on 30 November 2026 by the authors. All emails of the shipped course and of
two examples, one in Arabic, went through its `InputHelper` and `joomla/filter` 1.4.4 in PHP 8.2
and came back equal. `push` ran against a fake of the API. Nobody ran it against Mautic itself, or
Mautic 6 or 7."""

_PUSH = """
1. In Mautic, enable the API with basic authentication (Configuration, API Settings), and create a
   user whose role may view, create, edit, publish and delete emails, segments and campaigns.
2. Push. Each track becomes a segment, its emails and a campaign that sends them one after another:
   ```sh
   export MAUTIC_URL=https://mautic.example.org MAUTIC_AUTH=user:password
   coursewright push mautic --dry-run
   coursewright push mautic
   ```
3. In Mautic, send yourself a test of each email. Then publish the emails, and the campaign.
4. Add learners to the segment. Check: the campaign lists them after the next run of
   `mautic:campaigns:update`.

Emails use the code mode. Do not save them in Mautic's own editor: it filters the HTML once more.
Mautic cuts a subject after 190 and a preheader after 130 characters. Its text parts cannot contain
`<`, so a similar character takes its place there.
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


def mautic_html(html: str) -> str:
    """Return HTML that `InputHelper::html` gives back as it was.

    Mautic 5.1 looks whether a page gets shorter in Windows-1252. If so, it filters nothing, but
    decodes every `%41` of the whole page. If not, or if a character has no place in Windows-1252
    (depending on how PHP reports that), an older filter rewrites the tags. So each page has one
    character that gets shorter, and none without a place, and `%` is written twice encoded.
    """
    text = _BEYOND_ASCII.sub(lambda found: _placed(found[0]), html)
    text = _ESCAPE.sub("%25", text).replace("<!-->", "<!-- -->")
    return text if not text.isascii() else f"{text.rstrip()}<!-- \u00b7 -->\n"


def mautic_text(text: str) -> str:
    """Return plain text that Mautic's filter for strings gives back, as far as it can.

    The filter decodes entities and then cuts what looks like a tag: `<` cannot be kept.
    """
    return text.replace("&", "&amp;").replace("<", "\uff1c")


def mautic_email(package: MailerTrack, email: MailerEmail, name: str) -> dict[str, Any]:
    """Return the fields of an email that each push sets."""
    return {
        "name": mautic_text(name),
        "subject": mautic_text(_cut(email.subject, _SUBJECT)),
        "preheaderText": mautic_text(_cut(email.preheader, _PREHEADER)),
        "customHtml": mautic_html(email.html),
        "plainText": mautic_text(email.text),
        "emailType": "template",
        "template": "mautic_code_mode",
        "language": package.source.release.course.language.replace("-", "_"),
    }


def _cut(text: str, limit: int) -> str:
    """Return a text of at most `limit` characters that does not end within a token."""
    short = shortened(text, limit)
    start = short.rfind("{")
    whole = short == text or start <= short.rfind("}")
    return short if whole else f"{short[:start].rstrip()}…"


def _placed(char: str) -> str:
    """Return a character, or its entity if it has no place in Windows-1252."""
    try:
        char.encode("cp1252")
    except UnicodeEncodeError:
        return f"&#{ord(char)};"
    return char


def _files(package: MailerTrack) -> Iterator[Artifact]:
    for email in package.emails:
        name = shortened(f"{email.name} {package.source.title}", _NAME)
        fields = mautic_email(package, email, name)
        yield json_file(f"emails/{email.name}.json", {**fields, "isPublished": False})


MAUTIC = Mailer(
    name="mautic",
    product="Mautic",
    grammar=TOKENS,
    fields={"learner.first_name": "firstname", "learner.name": "firstname"},
    links={"link.unsubscribe": "{unsubscribe_url}"},
    files=_files,
    shared=lambda: (script_file("install.sh", _INSTALL),),
    takes="Mautic takes the emails, a segment and a campaign through its API.",
    lacks=(
        "Without `push`, the campaign: its import by file is untested, so no file is written.",
        "The full name is printed as the first name.",
        (
            "Mautic inserts a contact's fields into HTML as they are stored; it cleans them when "
            "they are saved. An email cannot escape them, so attributes use the fallback."
        ),
    ),
    tried=(
        "The tokens were checked with our own grammar, based on Mautic's documentation; "
        "`install.sh` ran against a stand-in. Its own input filter ran in PHP. No Mautic ran."
    ),
    steps=_STEPS,
    checked=_CHECKED,
    push=_PUSH,
)
