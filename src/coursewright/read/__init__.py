"""Read a course folder: files, YAML and Markdown with places, to one `Course` and its problems.

    walk the folder -> text -> each file by itself -> files it shows -> one course

Nothing in a course can raise: what is wrong with it is a `Problem` with its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coursewright.model import Course
from coursewright.problems import Code, Problem
from coursewright.source import Source

from . import (
    assembly,
    asset_files,
    course_folder,
    file_kinds,
    parsed_files,
    reading,
    text_direction,
    text_files,
)
from .course_folder import walk_folder
from .parse_cache import Cache, read_all

__all__ = ["CODES", "Cache", "ReadResult", "read_course", "read_files"]

CODES: tuple[Code, ...] = (
    *course_folder.CODES,
    *file_kinds.CODES,
    *text_files.CODES,
    *reading.CODES,
    *parsed_files.CODES,
    *text_direction.CODES,
    *asset_files.CODES,
    *assembly.CODES,
)
"""Every kind of fault that the reader can find."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What became of a course folder."""

    course: Course | None
    """None only when there are no settings to build on."""
    problems: tuple[Problem, ...]
    """In the order of their places."""
    sources: Mapping[str, Source]
    """Every text file that could be read, by path."""
    damage: Mapping[str, str] = field(default_factory=dict)
    """The text of each file that lost content, by path, and `PATH#FIELD` for lost fields."""


def read_course(folder: Path, *, cache: Cache | None = None) -> ReadResult:
    """Return the course in a folder.

    Args:
        folder: where `course.yaml` lies.
        cache: what an earlier call kept; only files that changed are parsed again.

    Raises:
        SurroundingsError: there is no such folder.
    """
    files, problems = walk_folder(folder)
    return ReadResult(*read_all(files, cache or Cache(), problems))


def read_files(files: Mapping[str, bytes], *, cache: Cache | None = None) -> ReadResult:
    """Return the course that files in memory make, by their paths with forward slashes."""
    return ReadResult(*read_all(files, cache or Cache(), []))
