"""From files to a course, parsing again only what changed since the last time."""

import hashlib
from collections.abc import Mapping

from coursewright.model import Course, Media, Settings
from coursewright.problems import Problem, sort_problems
from coursewright.source import Source, Span

from .assembly import Pieces, assemble
from .asset_files import AssetShelf
from .course_folder import UNREADABLE, Folder
from .file_kinds import FileKind, check_paths, kind_of
from .parsed_files import Parsed, parse_file
from .read_limits import TEXT_TOTAL
from .text_files import TOO_BIG, read_text

__all__ = ["Cache", "read_all"]

_Entry = tuple[bytes, Parsed | None, tuple[Problem, ...]]


class Cache:
    """What was made of each file, by path and hash; it forgets files that are gone."""

    def __init__(self) -> None:
        self._kept: dict[str, _Entry] = {}
        self._fresh: dict[str, _Entry] = {}
        self.parsed = 0
        """How many files the last reading parsed."""

    def begin(self) -> None:
        """Begin a reading."""
        self._fresh = {}
        self.parsed = 0

    def parse(self, path: str, data: bytes, kind: FileKind) -> _Entry:
        """Return what a file stands for, from memory where it did not change."""
        digest = hashlib.sha256(data).digest()
        entry = self._kept.get(path)
        if entry is None or entry[0] != digest:
            source, problems = read_text(path, data)
            made = parse_file(source, kind) if source else None
            entry = (digest, made, tuple(problems))
            self.parsed += 1
        self._fresh[path] = entry
        return entry

    def end(self) -> None:
        """End a reading: what it did not meet is forgotten."""
        self._kept = self._fresh


def read_all(
    files: Mapping[str, bytes], cache: Cache, problems: list[Problem]
) -> tuple[Course | None, tuple[Problem, ...], Mapping[str, Source]]:
    """Return the course, all problems in order, and the sources."""
    paths, found = check_paths(sorted(files))
    problems += found
    parsed: dict[str, tuple[FileKind, Parsed]] = {}
    total = 0
    cache.begin()
    for path in paths:
        kind = kind_of(path)
        data = b"" if kind == "other" else _bytes(files, path, problems)
        if kind == "other" or data is None:
            continue
        total += len(data)
        if total > TEXT_TOTAL:
            message = f"With this file, the course has more than {TEXT_TOTAL:,} bytes of text."
            problems.append(TOO_BIG.at(Span.whole(path), message))
            break
        _, made, more = cache.parse(path, data, kind)
        problems += more
        if made is not None:
            parsed[path] = (kind, made)
            problems += made.problems
    cache.end()
    media = next((made.value.media for _, made in parsed.values() if _is_settings(made)), Media())
    if isinstance(files, Folder):
        files.allow(media)
    shelf = AssetShelf(files, paths, media)
    for _, made in parsed.values():
        for path, span in made.files:
            shelf.want(path, span)
    problems += shelf.problems
    sources = {path: made.source for path, (_, made) in parsed.items()}
    pieces = Pieces(parsed, shelf.assets, sources, frozenset(paths))
    course, more_problems = assemble(pieces, has_course="course.yaml" in files)
    return course, sort_problems([*problems, *more_problems]), sources


def _is_settings(parsed: Parsed) -> bool:
    return isinstance(parsed.value, Settings)


def _bytes(files: Mapping[str, bytes], path: str, problems: list[Problem]) -> bytes | None:
    try:
        return files[path]
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or error}."
        problems.append(UNREADABLE.at(Span.whole(path), message))
        return None
