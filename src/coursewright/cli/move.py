"""`coursewright move` and `coursewright insert`: change the order of lessons."""

from pathlib import Path

import click

from coursewright.errors import UsageError

from .arguments import course_option
from .edit_prompt import apply_edits, yes_option

__all__ = ["insert", "move"]

_MOVE = """\b
Examples:
  coursewright move time --after fresh-water
  coursewright move time --first M1 --yes
"""
_INSERT = """\b
Examples:
  coursewright insert "The second pot" --after enough-leaves
  coursewright insert "Start here" --first M1 --id start-here --yes
"""
_after = click.option("--after", metavar="LESSON", help="The lesson before it: --after fresh-water")
_first = click.option("--first", metavar="MODULE", help="Make it the first of a module: --first M1")


@click.command("move", epilog=_MOVE)
@click.argument("lesson")
@_after
@_first
@course_option
@yes_option
def move(lesson: str, after: str | None, first: str | None, course: Path, yes: bool) -> None:
    """Move a lesson, and renumber files and days.

    LESSON is the id of the lesson. Shows a diff and asks before it writes. Links keep working,
    because they use ids. Each track keeps its days: the lessons take them in the new order.
    """
    from coursewright.pipeline.lesson_moves import move_lesson
    from coursewright.read.course_folder import walk_folder

    _one_of(after, first)
    files, _ = walk_folder(course)
    edits = move_lesson(files, lesson, after=after or "", first=first or "")
    if not edits:
        print(f"{lesson} is there already.")
        return
    apply_edits(edits, files, course, yes=yes)


@click.command("insert", epilog=_INSERT)
@click.argument("title")
@_after
@_first
@click.option("--id", "name", metavar="ID", help="The id; made of the title by default: --id time")
@course_option
@yes_option
def insert(
    title: str, after: str | None, first: str | None, name: str | None, course: Path, yes: bool
) -> None:
    """Add a lesson, and renumber files and days.

    TITLE is its title. Shows a diff and asks before it writes. Later lessons take the next days.
    """
    from coursewright.pipeline.lesson_moves import insert_lesson
    from coursewright.read.course_folder import walk_folder

    _one_of(after, first)
    files, _ = walk_folder(course)
    edits = insert_lesson(files, title, name=name or "", after=after or "", first=first or "")
    apply_edits(edits, files, course, yes=yes)


def _one_of(after: str | None, first: str | None) -> None:
    if bool(after) == bool(first):
        msg = "name the place with either --after or --first"
        raise UsageError(msg, hint="For example: --after fresh-water")
