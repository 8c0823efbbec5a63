"""Generic: for a program of one's own, or a mailer that is not in the table."""

from collections.abc import Iterator

from coursewright.export.grammars.mustache import MUSTACHE
from coursewright.export.layout import json_file
from coursewright.export.mailer import Mailer, MailerTrack
from coursewright.output import Artifact
from coursewright.sequence.writer import plain_record

__all__ = ["GENERIC"]

_PAGES = ("unsubscribe", "preferences", "pause", "next", "leave", "certificate")
_STEPS = """
1. Read `TRACK/manifest.json`: the schedule, and for each mail its day, delay, subject and files.
2. Fill the tags with a Mustache engine (proved with Handlebars). `{{first_name}}` is escaped for
   HTML, `{{{first_name}}}` is not: it stands in subjects and text parts only.
3. Every `..._url` tag must get an address of yours; a mail with an empty link is a broken mail.
4. Send both parts as `multipart/alternative`, the text first, with `List-Unsubscribe` and
   `List-Unsubscribe-Post` (RFC 8058).
5. The emails promise that nobody records whether they are opened: add no tracking pixel.
6. For dates, `coursewright plan --sequence ../../build/email/sequence.json --track TRACK
   --start DATE --format ics` (or `csv`, `json`).
"""


def _files(package: MailerTrack) -> Iterator[Artifact]:
    mails = [
        {
            "number": one.number,
            "id": one.id,
            "kind": one.kind,
            "day": one.day,
            "delay_days": one.delay,
            "subject": one.subject,
            "preheader": one.preheader,
            "html": f"html/{one.name}.html",
            "text": f"text/{one.name}.txt",
        }
        for one in package.emails
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
    takes="Plain files with Mustache tags, and a manifest: for any mailer.",
    lacks=(
        (
            "The request to confirm an address, the nudge, the sponsor's digest and the goodbye "
            "are not in here: they hang on what a learner does. They lie in `build/email/`."
        ),
    ),
    tried=("Tags by Handlebars."),
    steps=_STEPS,
)
