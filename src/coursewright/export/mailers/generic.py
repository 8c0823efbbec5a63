"""Generic: for your own program, or a mailer that is not in the table."""

from collections.abc import Iterator

from coursewright.export.grammars.mustache import MUSTACHE
from coursewright.export.layout import json_file
from coursewright.export.mailer import Mailer, MailerTrack
from coursewright.output import Artifact
from coursewright.sequence.writer import plain_record

__all__ = ["GENERIC"]

_PAGES = ("unsubscribe", "preferences", "pause", "next", "leave", "certificate")
_STEPS = """
1. Read `TRACK/manifest.json`: the schedule, and the day, delay, subject and files of each email.
2. Fill the tags with a Mustache engine (tested with Handlebars). `{{first_name}}` is escaped for
   HTML. `{{{first_name}}}` is not; it is used only in subjects and text parts.
3. Give every `..._url` tag an address of yours. An empty link breaks the email.
4. Send both parts as `multipart/alternative`, the text part first, with `List-Unsubscribe` and
   `List-Unsubscribe-Post` (RFC 8058).
5. The emails promise not to track opens: add no tracking pixel.
6. For dates, `coursewright plan --sequence ../../build/email/sequence.json --track TRACK
   --start DATE --format ics` (or `csv`, `json`).
"""


def _files(package: MailerTrack) -> Iterator[Artifact]:
    mails = [
        {
            "number": email.number,
            "id": email.id,
            "kind": email.kind,
            "day": email.day,
            "delay_days": email.delay,
            "subject": email.subject,
            "preheader": email.preheader,
            "html": f"html/{email.name}.html",
            "text": f"text/{email.name}.txt",
        }
        for email in package.emails
    ]
    sequence = package.source.release.sequence
    yield json_file(
        "manifest.json",
        {
            "format": 1,
            "course": plain_record(sequence.course),
            "sender": plain_record(sequence.sender),
            "track": package.source.track,
            "schedules": plain_record(sequence.schedules),
            "mails": mails,
        },
    )


GENERIC = Mailer(
    name="generic",
    product="a mailer of your own",
    grammar=MUSTACHE,
    fields={"learner.first_name": "first_name", "learner.name": "name"},
    links={f"link.{page}": f"{{{{{page}_url}}}}" for page in _PAGES},
    tracks_opens=False,
    files=_files,
    takes="Any mailer takes these plain files with Mustache tags and a manifest.",
    lacks=(
        (
            "The confirmation request, the nudge, the sponsor digest and the goodbye are not "
            "exported, because they depend on what a learner does. They are in `build/email/`."
        ),
    ),
    tried="The tags were rendered with Handlebars.",
    steps=_STEPS,
)
