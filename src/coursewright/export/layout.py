"""Files that every mailer's export has: email bodies, the list of emails, JSON, the README."""

import csv
import json
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

from coursewright.output import Artifact

from .mailer import Mailer, MailerTrack

__all__ = ["about", "common_files", "json_file", "readme", "script_file", "shortened"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PUSH = """\
Run these commands where the `build` folder is. Each push shows the differences first and then
makes one call for each. Run it again after each change of the course. It records IDs and hashes,
no keys and no texts, in the file `push/PRODUCT.json` beside the build folder. Keep that file, for
example in version control. Without it, a push finds its objects by the markers in their names.
After a crash, run the command again.

| option | does |
| --- | --- |
| `--dry-run` | shows the differences and changes nothing |
| `--overwrite` | replaces what somebody edited in the mailer; without it, nothing is changed then |
| `--prune` | deletes emails that the course no longer has; without it, they are only named |
| `--state FILE` | uses another record, for example for a second account |
| `--json` | prints the differences as JSON |

The exit code is 1 when something needs a decision: an edited, missing or vanished email."""
_HEADER = ("number", "day", "delay", "kind", "key", "subject", "preview", "html", "text")


def common_files(package: MailerTrack) -> Iterator[Artifact]:
    """Yield the bodies of a track's emails, and the list that says when each one is sent."""
    rows = []
    for email in package.emails:
        html, text = f"html/{email.name}.html", f"text/{email.name}.txt"
        yield Artifact(html, email.html.encode())
        yield Artifact(text, email.text.encode())
        when = (email.number, email.day, email.delay, email.kind, email.key)
        rows.append((*when, email.subject, email.preheader, html, text))
    yield Artifact("mails.csv", _csv([_HEADER, *rows]).encode())


def json_file(path: str, value: Any) -> Artifact:
    """Return a JSON file, ready to post."""
    return Artifact(path, f"{json.dumps(value, ensure_ascii=False, indent=1)}\n".encode())


def script_file(path: str, text: str) -> Artifact:
    """Return a shell script."""
    return Artifact(path, f"#!/bin/sh\n{text}".encode())


def shortened(text: str, limit: int) -> str:
    """Return a text of at most `limit` characters."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def readme(dialect: Mailer, packages: Sequence[MailerTrack]) -> Artifact:
    """Return the README of an export: contents, limits, and how to import it."""
    course = packages[0].source.release.course
    lines = [
        f"# {course.title} for {dialect.product}",
        (
            f"Course `{course.id}`, version {course.version}. {dialect.takes} Days are those "
            f"of the schedule `{packages[0].source.schedule.id}`."
        ),
        "| folder | emails | days |\n| --- | --- | --- |\n"
        + "\n".join(
            f"| `{item.source.track}/` | {len(item.emails)} | {max(e.day for e in item.emails)} |"
            for item in packages
            if item.emails
        ),
        (
            "In each folder, `mails.csv` lists the emails with their day, the delay after the "
            "previous email, subject and preview text. `html/` and `text/` contain the two parts."
        ),
        *about(dialect),
    ]
    return Artifact("README.md", ("\n\n".join(lines) + "\n").encode())


def about(dialect: Mailer) -> Iterator[str]:
    """Yield the sections that do not depend on the course: limits, tests, steps, tags."""
    lacks = "\n".join(f"- {line}" for line in (*_everywhere(dialect), *dialect.lacks))
    yield f"## Limits\n\n{lacks}"
    yield f"## How this was tested\n\n{dialect.tried}"
    if dialect.checked:
        yield f"## Checked against\n\n{dialect.checked}"
    if dialect.push:
        yield f"## Push through the API\n\n{dialect.push.strip()}\n\n{_PUSH}"
    title = "Or import the files" if dialect.push else "Import the emails"
    yield f"## {title}\n\n{dialect.steps.strip()}"
    tags = "\n".join(_tags(dialect))
    yield f"## Tags in these emails\n\n| in the course | here |\n| --- | --- |\n{tags}"


def _everywhere(dialect: Mailer) -> Iterator[str]:
    if dialect.name != "generic":
        yield (
            "Not exported, because they depend on what a learner does or go to someone else: the "
            "confirmation request (let the mailer send its own), the nudge, the sponsor digest "
            "and the goodbye. They are in `build/email/`."
        )
    pages = ("next", "pause", "preferences", "leave")
    gone = [
        name
        for name in pages
        if f"link.{name}" not in dialect.links
        and not (name == "leave" and dialect.unsubscribes_by_email)
    ]
    if gone:
        yield f"Links to pages that the mailer does not have are left out: {', '.join(gone)}."
    if dialect.tracks_opens:
        yield "The mailer may track opens, so the sentence that promises not to is left out."
    if "link.certificate" not in dialect.links:
        yield "The last email has no link to a certificate; learners find theirs in the LMS."


def _tags(dialect: Mailer) -> Iterator[str]:
    for slot, name in dialect.fields.items():
        tag = dialect.grammar.value(name, "html", "")
        yield f"| `{slot}` | `{tag.replace('|', chr(92) + '|')}` |"
    for slot, tag in dialect.links.items():
        yield f"| `{slot}` | `{tag.replace('|', chr(92) + '|')}` |"


def _csv(rows: Sequence[Sequence[Any]]) -> str:
    """Return rows as CSV; no cell is taken for a formula by a spreadsheet."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        cells = (str(cell) for cell in row)
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return out.getvalue()
