"""`coursewright export`: export the compiled emails for another mailer."""

from pathlib import Path

import click

from coursewright.output import write_folder

__all__ = ["export"]

_EXAMPLES = """\b
Examples:
  coursewright export kit --track aspire
  coursewright export listmonk --from build/email --out export/listmonk
  coursewright export generic --edition full
  coursewright export mailchimp --track expert --schedule express
"""
_DIALECTS = (
    "generic",
    "listmonk",
    "kit",
    "mailchimp",
    "mautic",
    "customerio",
    "hubspot",
    "buttondown",
)


@click.command("export", epilog=_EXAMPLES)
@click.argument("dialect", type=click.Choice(_DIALECTS), metavar="DIALECT")
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("build/email"),
    show_default=True,
    metavar="DIR",
    help="The compiled emails: --from build/email",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The output folder, export/DIALECT by default: --out export/kit",
)
@click.option("--track", default="", metavar="ID", help="One track only: --track aspire")
@click.option(
    "--edition",
    type=click.Choice(["digest", "full"]),
    default="digest",
    show_default=True,
    help="Short emails that link to the site, or full lessons: --edition full",
)
@click.option(
    "--schedule",
    default="",
    metavar="ID",
    help="The schedule for the days; the first in course.yaml by default: --schedule express",
)
def export(
    dialect: str, folder: Path, out: Path | None, track: str, edition: str, schedule: str
) -> None:
    """Export the compiled emails for another mailer.

    DIALECT is generic, listmonk, kit, mailchimp, mautic, customerio, hubspot or buttondown. The
    README.md in the output folder explains the limits of the mailer and how to import the emails.
    """
    from coursewright.export.exporting import export as files

    out = out or Path("export") / dialect
    artifacts = files(folder, dialect, track=track, edition=edition, schedule=schedule)
    write_folder(out, artifacts)
    print(f"Wrote {len(artifacts)} files to {out}. Start with {out / 'README.md'}.")
