"""`coursewright export`: take emails, questions or the whole course elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coursewright.errors import UsageError
from coursewright.output import write_folder

if TYPE_CHECKING:
    from coursewright.model import Course

__all__ = ["export"]

_EXAMPLES = """\b
Examples:
  coursewright export gift                       all questions, for Moodle
  coursewright export qti21 my-course --out questions
  coursewright export cartridge                  pages and quizzes, for Canvas
  coursewright export epub --out books
  coursewright export kit --track aspire         emails, for another mailer
  coursewright export mailchimp --track expert --schedule express
"""
_MAILERS = (
    "generic",
    "listmonk",
    "kit",
    "mailchimp",
    "mautic",
    "customerio",
    "hubspot",
    "buttondown",
)
_QUESTIONS = ("gift", "moodle-xml", "qti21", "qti30", "csv")
_DOCUMENTS = ("cartridge", "epub", "workbook")
_SHOWN = 20


@click.command("export", epilog=_EXAMPLES)
@click.argument("form", type=click.Choice((*_QUESTIONS, *_DOCUMENTS, *_MAILERS)), metavar="FORMAT")
@click.argument("course", type=click.Path(path_type=Path), required=False)
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("build/email"),
    show_default=True,
    metavar="DIR",
    help="For a mailer, the compiled emails: --from build/email",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The output folder, export/FORMAT by default: --out export/kit",
)
@click.option("--track", default="", metavar="ID", help="One track only: --track aspire")
@click.option(
    "--edition",
    type=click.Choice(["digest", "full"]),
    default="digest",
    show_default=True,
    help="For a mailer, short emails that link to the site, or full lessons: --edition full",
)
@click.option(
    "--schedule",
    default="",
    metavar="ID",
    help="For a mailer, the schedule for the days; the first in course.yaml by default: "
    "--schedule express",
)
def export(
    form: str,
    course: Path | None,
    folder: Path,
    out: Path | None,
    track: str,
    edition: str,
    schedule: str,
) -> None:
    r"""Take questions, the whole course or the emails elsewhere.

    FORMAT is one of:

    \b
    questions   gift, moodle-xml, qti21, qti30, csv
    the course  cartridge (Common Cartridge 1.3), epub (EPUB 3), workbook (PDF)
    emails      generic, listmonk, kit, mailchimp, mautic, customerio, hubspot, buttondown

    Questions and the course are taken from COURSE, ./course by default. Emails are taken from a
    build; the README.md in the output folder explains how to import them.
    """
    out = out or Path("export") / form
    if form in _MAILERS:
        if course is not None:
            msg = f"the emails for {form} come from a build, not from {course}"
            raise UsageError(msg, hint="Name the compiled emails: --from build/email")
        from coursewright.export.exporting import export as files
        from coursewright.export.exporting import warnings_of

        artifacts = files(folder, form, track=track, edition=edition, schedule=schedule)
        write_folder(out, artifacts)
        for warning in warnings_of(folder, form, track=track, edition=edition, schedule=schedule):
            print(f"warning: {warning}")
        print(f"Wrote {len(artifacts)} files to {out}. Start with {out / 'README.md'}.")
        return
    read = _course(course or Path("course"), track)
    (_questions if form in _QUESTIONS else _documents)(read, form, out)


def _course(folder: Path, track: str) -> "Course":
    """Return the course, or of it one track.

    Raises:
        UsageError: it has errors, or no such track.
    """
    from dataclasses import replace

    from coursewright.pipeline.steps import check
    from coursewright.problems import has_errors, near

    checked = check(folder)
    course = checked.course
    if course is None or has_errors(checked.problems):
        msg = f"{folder} has errors"
        raise UsageError(msg, hint=f"See them with: coursewright check {folder}")
    if not track:
        return course
    tracks = course.settings.tracks
    chosen = tuple(one for one in tracks if one.id == track)
    if not chosen:
        msg = f"the course has no track {track!r}"
        names = [one.id for one in tracks]
        raise UsageError(msg, hint=near(track, names) or f"Its tracks: {', '.join(names)}.")
    lessons = course.lessons_of(track)
    return replace(course, settings=replace(course.settings, tracks=chosen), lessons=lessons)


def _questions(course: "Course", form: str, out: Path) -> None:
    from coursewright.banks import FORMATS
    from coursewright.banks.course_items import course_bank
    from coursewright.output import Artifact

    bank = course_bank(course)
    if not bank.items:
        msg = "the course has no questions"
        raise UsageError(msg, hint="Questions are written with `:::quiz`.")
    kind = FORMATS[form]
    data, losses = kind.write(bank)
    for loss in losses[:_SHOWN]:
        print(f"{loss.place}: {loss.message}")
    if len(losses) > _SHOWN:
        print(f"... and {len(losses) - _SHOWN} more.")
    path = f"{course.id}.{kind.suffix}"
    write_folder(out, [Artifact(path, data)])
    print(f"Wrote {len(bank.items)} questions as {kind.label} to {out / path}.")


def _documents(course: "Course", form: str, out: Path) -> None:
    from coursewright import registry
    from coursewright.target import Options

    target = registry.load(form)
    rendered = target.render(course, target.options_from(Options()))
    artifacts = target.write(rendered)
    write_folder(out, artifacts)
    names = ", ".join(artifact.path for artifact in artifacts)
    print(f"Wrote {names} to {out}.")
