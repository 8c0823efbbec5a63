"""From files to a course, parsing again only what changed since the last time."""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping

from coursewright.model import Course, Media, Settings
from coursewright.problems import Problem, sort_problems
from coursewright.source import Source, Span

from .assembly import Pieces, assemble
from .asset_files import AssetShelf
from .course_folder import UNREADABLE, Folder
from .damage import damage_of
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

    def parse(self, path: str, data: bytes, kind: FileKind, files: Mapping[str, bytes]) -> _Entry:
        """Return what a file stands for, from memory where it and what it includes are the same."""
        digest = hashlib.sha256(data).digest()
        entry = self._kept.get(path)
        if entry is None or entry[0] != digest or _includes_changed(entry[1], files):
            source, problems = read_text(path, data)
            made = parse_file(source, kind, files) if source else None
            entry = (digest, made, tuple(problems))
            self.parsed += 1
        self._fresh[path] = entry
        return entry

    def end(self) -> None:
        """End a reading: what it did not meet is forgotten."""
        self._kept = self._fresh


def read_all(
    files: Mapping[str, bytes], cache: Cache, problems: list[Problem]
) -> tuple[Course | None, tuple[Problem, ...], Mapping[str, Source], Mapping[str, str]]:
    """Return the course, all problems in order, the sources, and what could not be read."""
    folder = files if isinstance(files, Folder) else None
    files = _Composed(files)
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
        _, made, more = cache.parse(path, data, kind, files)
        problems += more
        if made is not None:
            parsed[path] = (kind, made)
            problems += made.problems
    cache.end()
    media = next((made.value.media for _, made in parsed.values() if _is_settings(made)), Media())
    if folder is not None:
        folder.allow(media)
    shelf = AssetShelf(files, paths, media)
    for _, made in parsed.values():
        for path, drawing in made.made.items():
            shelf.add_drawn(path, drawing)
        for path, span in made.files:
            shelf.want(path, span)
    problems += shelf.problems
    sources = {path: made.source for path, (_, made) in parsed.items()}
    pieces = Pieces(parsed, shelf.assets, sources, frozenset(paths))
    damage = damage_of(problems, {path: made for path, (_, made) in parsed.items()}, sources)
    course, more_problems, lost = assemble(
        pieces, has_course="course.yaml" in files, damaged=damage
    )
    all_problems = sort_problems([*problems, *more_problems])
    damage |= damage_of(more_problems, {}, sources) | dict.fromkeys(lost, "")
    return course, all_problems, sources, damage


class _Composed(Mapping[str, bytes]):
    """Files by their path in composed form (NFC), whatever form the disk keeps names in.

    The author's text and a file name may have `\u00e9` as one character or as two: they match.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._names: dict[str, str] = {}
        for path in files:
            self._names.setdefault(unicodedata.normalize("NFC", path), path)

    def __getitem__(self, path: str) -> bytes:
        return self._files[self._names[path]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _includes_changed(parsed: Parsed | None, files: Mapping[str, bytes]) -> bool:
    included = parsed.read_beside if parsed else {}
    return any(_now(files, path) != before for path, before in included.items())


def _now(files: Mapping[str, bytes], path: str) -> bytes | None:
    try:
        return files.get(path)
    except OSError:
        return None


def _is_settings(parsed: Parsed) -> bool:
    return isinstance(parsed.value, Settings)


def _bytes(files: Mapping[str, bytes], path: str, problems: list[Problem]) -> bytes | None:
    try:
        return files[path]
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or error}."
        problems.append(UNREADABLE.at(Span.whole(path), message))
        return None
