"""What is wrong with files of interface text: keys, fields, plural forms; and what is missing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from coursewright.errors import TemplateFileError
from coursewright.problems import near
from coursewright.shipped import shipped

from .fallback_text import FallbackText
from .messages import message_fields, plural_names
from .strings import read_strings, strings
from .template_files import shown_path

__all__ = [
    "ROOMS",
    "StringFault",
    "missing_strings",
    "shipped_languages",
    "string_faults",
    "strings_file",
]

ROOMS = ("", "service")
"""The folders of templates that have interface text of their own."""


@dataclass(frozen=True, slots=True)
class StringFault:
    """One fault in a file of interface text."""

    kind: Literal["file", "key", "field", "plural"]
    """What is wrong: the file as such, its key, a field in braces, or its plural forms."""
    error: TemplateFileError
    """Where, why and what to do."""


def strings_file(room: str, language: str) -> str:
    """Return the path of a file of interface text from its folder of templates on."""
    name = f"strings/{language.lower()}.yaml"
    return f"{room}/{name}" if room else name


def shipped_languages() -> list[str]:
    """Return the languages that come with interface text, in the order of their tags."""
    return sorted(path.stem for path in (shipped("templates") / "strings").glob("*.yaml"))


def missing_strings(language: str, templates: Iterable[Path] = ()) -> dict[str, list[str]]:
    """Return, for each room, the keys that a language takes from English."""
    folders = tuple(templates)
    return {
        room: [
            key
            for key, text in strings(language, folders, room).items()
            if isinstance(text, FallbackText)
        ]
        for room in ROOMS
    }


def string_faults(templates: Iterable[Path]) -> Iterator[StringFault]:
    """Yield what is wrong with the files of interface text in the author's folders."""
    for folder in templates:
        for room in ROOMS:
            for path in sorted((folder / room / "strings").glob("*.yaml")):
                yield from _faults_of(folder, room, path.stem)


def _faults_of(folder: Path, room: str, language: str) -> Iterator[StringFault]:
    name = strings_file(room, language)
    try:
        found = read_strings(folder, name)
        lines = _lines(folder / name)
    except TemplateFileError as error:
        yield StringFault("file", error)
        return
    english = read_strings(shipped("templates"), strings_file(room, "en"))
    known = english.keys() | _named_by(folder)
    for key, text in found.items():
        place = shown_path(folder, name), lines.get(key, 1)
        if key not in known:
            hint = near(key, english) or "`coursewright words` lists every key."
            msg = f"there is no interface text `{key}`"
            yield StringFault(
                "key", TemplateFileError(msg, path=place[0], line=place[1], hint=hint)
            )
        elif key in english:
            yield from _faults_in(text, english[key], language, key, place)


def _faults_in(
    text: str, english: str, language: str, key: str, place: tuple[str, int]
) -> Iterator[StringFault]:
    path, line = place
    own, wanted = message_fields(text), message_fields(english)
    for name in sorted(own.keys() ^ wanted.keys()):
        has = "has no" if name in wanted else "has an unknown"
        msg = f"`{key}` {has} field `{{{name}}}`"
        hint = f"In English: {english}"
        yield StringFault("field", TemplateFileError(msg, path=path, line=line, hint=hint))
    names = plural_names(language)
    for name, forms in own.items():
        lacking = [form for form in names if form not in forms and form != "zero"]
        if forms and lacking:
            msg = f"`{key}` lacks plural forms of `{{{name}}}`: {_listed(lacking)}"
            hint = f"The language `{language}` has {_listed(names)}."
            yield StringFault("plural", TemplateFileError(msg, path=path, line=line, hint=hint))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _named_by(folder: Path) -> set[str]:
    """Return the words in quotes in the author's templates: keys of their own are among them."""
    found: set[str] = set()
    for path in folder.rglob("*.j2"):
        try:
            found.update(path.read_text("utf-8").replace("'", '"').split('"')[1::2])
        except (OSError, UnicodeDecodeError):
            continue  # reported as a broken template
    return found


def _lines(path: Path) -> Mapping[str, int]:
    """Return the line of each key."""
    text = path.read_text("utf-8").splitlines()
    return {line.partition(":")[0].strip(" \"'"): at for at, line in enumerate(text, 1)}
