"""Show edits of a course as a diff, ask, and write them."""

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from coursewright.pipeline.course_edits import CourseEdits

from .printers.visible import visible

__all__ = ["apply_edits", "yes_option"]

yes_option = click.option("--yes", is_flag=True, help="Write without asking: --yes")


def apply_edits(edits: CourseEdits, files: Mapping[str, bytes], course: Path, *, yes: bool) -> bool:
    """Show the edits, and write them if the author agrees; tell whether they were written."""
    for line in edits.diff(files):
        print(visible(line))
    if not yes:
        if not sys.stdin.isatty():
            print("\nNothing was written. Add --yes to write these changes.")
            return False
        if not click.confirm("\nWrite these changes?"):
            print("Nothing was written.")
            return False
    edits.write(course)
    count = len({*edits.texts, *edits.moves})
    print(f"\nWrote {count} file{'s' * (count != 1)}.")
    return True
