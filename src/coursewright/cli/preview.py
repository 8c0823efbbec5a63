"""`coursewright preview`: preview a course in the browser, with live reload."""

import secrets
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .arguments import course_argument, templates_option
from .ledger_options import database_option, now
from .sender_options import server_options

if TYPE_CHECKING:
    from coursewright.preview.sample_email import SampleEmail

__all__ = ["preview", "sent_sample"]

_EXAMPLES = """\b
Examples:
  coursewright preview
  coursewright preview my-course --port 8080
  coursewright preview --templates my-brand
  coursewright preview --editor 'myeditor://open?file={path}&line={line}'
  coursewright preview --smtp smtp+starttls://me@mail.example.org    to send yourself an email
  coursewright preview --host 192.168.1.20    open to your network, for example for a phone
"""


@click.command("preview", epilog=_EXAMPLES)
@course_argument
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    metavar="NUMBER",
    help="The port; 0 picks a free one: --port 8080",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address to listen on; any address but a loopback one lets everyone on the network "
    "read the course: --host 192.168.1.20",
)
@templates_option
@click.option(
    "--editor",
    envvar="COURSEWRIGHT_EDITOR",
    default="vscode",
    show_default=True,
    metavar="NAME",
    help="The editor that problems link to: vscode, vscodium, cursor, zed, idea, sublime, textmate "
    "or none; or an address with {path}, {line} and {column}: --editor zed",
)
@database_option
@server_options
def preview(
    course: Path,
    port: int,
    host: str,
    templates: tuple[Path, ...],
    editor: str,
    database: str,
    **server: str | None,
) -> None:
    """Preview a course in the browser, with live reload.

    COURSE is the folder with course.yaml. If left out, it is looked for here, in the folders
    above, and in ./course. Shows the course map, inbox, LMS
    simulator, plan and problems. The plan can be compared with the published release, and the inbox
    can send one email to your own address. Writes nothing. Stop with Ctrl+C.
    """
    from coursewright.preview.editor_links import editor_link
    from coursewright.preview.local_guard import is_loopback
    from coursewright.preview.local_server import serve_preview
    from coursewright.preview.preview_app import Operator

    editor_link(editor, course)  # refuses a wrong one before anything starts

    if not is_loopback(host):
        print(f"coursewright: everyone who can reach {host} can read this course.", file=sys.stderr)
    serve_preview(
        course,
        host=host,
        port=port,
        today=lambda: datetime.now(UTC).astimezone().date(),  # noqa: TID251 -- cli/ asks the clock
        boot=secrets.token_hex(4),
        templates=templates,
        operator=Operator(editor, database, now, partial(sent_sample, server)),
        ready=lambda url: print(f"Previewing {course} at {url} (stop with Ctrl+C)", flush=True),
    )


def sent_sample(server: dict[str, str | None], email: "SampleEmail") -> str:
    """Send an email as `send --test` does; return what the mail server answered."""
    from .send import sample_words, send_one

    message = email.message
    step = (message.track, message.key, message.edition)
    reply = send_one(email.release, email.folder, email.to, step, sample_words(server))
    verb = "Sent to" if 200 <= reply.code < 300 else "Refused for"
    return f"{verb} {email.to}: {reply.code} {reply.text}"
