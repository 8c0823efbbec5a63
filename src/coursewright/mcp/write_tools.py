"""The tools that write, served only with `--write`: files, lessons, builds."""

from typing import Annotated, Any

from pydantic import Field

from coursewright import pipeline, registry
from coursewright.errors import UsageError
from coursewright.pipeline.course_edits import CourseEdits
from coursewright.pipeline.lesson_moves import insert_lesson, move_lesson
from coursewright.pipeline.rebuild import rebuild
from coursewright.read.course_folder import walk_folder
from coursewright.target import Options

from .answer_limits import counted, listed
from .course_paths import CoursePaths

__all__ = ["WriteTools"]

After = Annotated[str, Field(description="The id of the lesson before it.")]
First = Annotated[str, Field(description="Instead of `after`: make it the first of this module.")]


class WriteTools:
    """Tools that write into the folder of one course."""

    def __init__(self, paths: CoursePaths, options: Options) -> None:
        self.paths = paths
        self.options = options

    def write_file(
        self,
        path: Annotated[str, Field(description="Relative to the course: 1-basics/01-water.md")],
        text: Annotated[str, Field(description="The whole new text of the file.")],
        overwrite: Annotated[bool, Field(description="Replace the file if it exists.")] = False,
    ) -> dict[str, Any]:
        """Write a text file of the course whole, and list the problems that it then has."""
        new = self.paths.write(path, text, overwrite=overwrite)
        built = pipeline.check(self.paths.folder, None, self.options)
        here = tuple(one for one in built.problems if one.span.path == path)
        return {
            "path": path,
            "created": new,
            "file": listed(built.sources, here),
            "course": counted(built.problems),
        }

    def move_lesson(
        self,
        lesson: Annotated[str, Field(description="The id of the lesson.")],
        after: After = "",
        first: First = "",
    ) -> dict[str, Any]:
        """Move a lesson, and renumber files and days; links keep working."""
        _one_of(after, first)
        files, _ = walk_folder(self.paths.folder)
        return self._apply(move_lesson(files, lesson, after=after, first=first))

    def insert_lesson(
        self,
        title: Annotated[str, Field(description="The title of the new lesson.", max_length=200)],
        after: After = "",
        first: First = "",
        lesson_id: Annotated[str, Field(description="Its id; made of the title if left out.")] = "",
    ) -> dict[str, Any]:
        """Add a lesson with its front matter filled in, and renumber files and days."""
        _one_of(after, first)
        files, _ = walk_folder(self.paths.folder)
        edits = insert_lesson(files, title, name=lesson_id, after=after, first=first)
        return self._apply(edits)

    def build(
        self,
        targets: Annotated[
            list[str],
            Field(description="Build these targets; empty: those of the course."),
        ] = [],  # noqa: B006 -- read only; the schema shows it
    ) -> dict[str, Any]:
        """Compile the course into the folder `build` inside it; with errors, write nothing."""
        out = self.paths.output(registry.names())
        outcome = rebuild(self.paths.folder, out, tuple(targets), templates=self.options.templates)
        made = {
            name: {"files": len(one["files"]), "bytes": sum(file["size"] for file in one["files"])}
            for name, one in outcome.report.get("targets", {}).items()
        }
        return {
            "built": bool(outcome.report),
            "unchanged": outcome.unchanged,
            "targets": made,
            **listed(outcome.sources, outcome.problems),
        }

    def _apply(self, edits: CourseEdits) -> dict[str, Any]:
        """Write edits of the course, each path checked before the first is written."""
        self.paths.all_inside((*edits.texts, *edits.moves, *edits.moves.values()))
        changed = sorted({*edits.texts, *edits.moves})
        edits.write(self.paths.folder)
        built = pipeline.check(self.paths.folder, None, self.options)
        return {"changes": edits.notes, "files": changed, "course": counted(built.problems)}


def _one_of(after: str, first: str) -> None:
    if bool(after) == bool(first):
        msg = "name the place with either `after` or `first`"
        raise UsageError(msg, hint="For example: after the id of a lesson")
