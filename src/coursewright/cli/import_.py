"""`coursewright import`: make a course from what an author has."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from coursewright.importers import Imported

__all__ = ["import_"]

_EXAMPLES = """\b
Examples:
  coursewright import my-book/                 a folder of Markdown
  coursewright import questions.xml            Moodle XML
  coursewright import handbook.docx --into handbook
  coursewright import scorm-package.zip --dry-run
"""
_SHOWN = 40


@click.command("import", epilog=_EXAMPLES)
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    default=Path("course"),
    show_default=True,
    metavar="FOLDER",
    help="The new course folder: --into handbook",
)
@click.option("--title", default="", metavar="TEXT", help='The title: --title "Safe food"')
@click.option(
    "--language", default="", metavar="CODE", help="The language, en by default: --language de"
)
@click.option("--dry-run", is_flag=True, help="Show the report and write nothing: import --dry-run")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON: import --json")
def import_(
    source: Path,
    into: Path,
    title: str,
    language: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make a course from what you have.

    SOURCE is a folder of Markdown (mdBook, Docusaurus, MkDocs, Carpentries, LiaScript or plain), a
    Markdown file, Word, PowerPoint, a question bank (Moodle XML, GIFT, Aiken, QTI, CSV, Excel) or a
    SCORM package. The report names, with file and line, what could not be carried over. The new
    course builds at once; its folder must not exist yet.
    """
    from coursewright.importers import import_course
    from coursewright.output import refuse_filled, write_folder

    if not dry_run:
        refuse_filled(into)
    imported = import_course(source, title=title, language=language)
    if not dry_run:
        write_folder(into, imported.artifacts, ours=True)
    if as_json:
        print(json.dumps(_value(imported, into, dry_run), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(imported, into, dry_run=dry_run)))


def _lines(imported: "Imported", into: Path, *, dry_run: bool) -> list[str]:
    draft = imported.draft
    losses = draft.losses
    lines = [f"{loss.place.path}:{loss.place.line}: {loss.message}" for loss in losses[:_SHOWN]]
    more = len(losses) - len(lines) + draft.more_losses
    if more > 0:
        lines.append(f"... and {more} more; --json lists them.")
    counts = [
        _count(len(draft.lessons), "lesson"),
        _count(draft.questions, "question"),
        _count(len(draft.files), "picture or file", "pictures and files"),
    ]
    verb = "Would take" if dry_run else "Took"
    lines.append(f"{verb} {', '.join(counts)} from the {draft.kind}.")
    lost = len(losses) + draft.more_losses
    changed = f"{_count(lost, 'passage')} changed or left out, listed above" if lost else ""
    lines += [changed[:1].upper() + changed[1:] + "."] if changed else []
    warnings = len(imported.problems)
    lines.append(f"`check` finds {_count(warnings, 'warning')} in the new course.")
    if not dry_run:
        lines.append(f"Wrote {into}. Write your sender, your postal address and the actions.")
        lines.append(f"Next: coursewright preview {into}")
    return lines


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _value(imported: "Imported", into: Path, dry_run: bool) -> dict[str, Any]:
    from coursewright.pipeline.report import problem_value

    draft = imported.draft
    return {
        "format": 1,
        "kind": draft.kind,
        "into": into.as_posix(),
        "written": not dry_run,
        "title": draft.title,
        "language": draft.language,
        "lessons": [
            {"title": lesson.title, "from": str(lesson.origin), "questions": lesson.questions}
            for lesson in draft.lessons
        ],
        "files": sorted(draft.files),
        "losses": [
            {"file": loss.place.path, "line": loss.place.line, "message": loss.message}
            for loss in draft.losses
        ],
        "more_losses": draft.more_losses,
        "problems": [problem_value(problem) for problem in imported.problems],
    }
