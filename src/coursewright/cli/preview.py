"""`coursewright preview`: preview a course in the browser, with live reload."""

import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from .arguments import course_argument, templates_option

__all__ = ["preview"]

_EXAMPLES = """\b
Examples:
  coursewright preview
  coursewright preview my-course --port 8080
  coursewright preview --templates my-brand
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
def preview(course: Path, port: int, host: str, templates: tuple[Path, ...]) -> None:
    """Preview a course in the browser, with live reload.

    COURSE is the folder with course.yaml. If left out, it is looked for here, in the folders
    above, and in ./course. Shows the course map, inbox, LMS
    simulator, plan and problems. Writes nothing. Stop with Ctrl+C.
    """
    from coursewright.preview.local_guard import is_loopback
    from coursewright.preview.local_server import serve_preview

    if not is_loopback(host):
        print(f"coursewright: everyone who can reach {host} can read this course.", file=sys.stderr)
    serve_preview(
        course,
        host=host,
        port=port,
        today=lambda: datetime.now(UTC).astimezone().date(),  # noqa: TID251 -- cli/ asks the clock
        boot=secrets.token_hex(4),
        templates=templates,
        ready=lambda url: print(f"Previewing {course} at {url} (stop with Ctrl+C)", flush=True),
    )
