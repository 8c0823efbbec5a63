"""Files of interface text to fill in: each English text as a comment, and a line to translate it.

What is in an author's file stays as it is: lines for the keys that it lacks are added at its end.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from coursewright.shipped import shipped

from .messages import message_fields, plural_form, plural_names
from .string_faults import strings_file
from .strings import read_strings, string_chain
from .template_files import read_template_file

__all__ = ["TranslationFile", "translation_file"]

_KEY = re.compile(r"^#? ?[\"']?(?P<key>[\w.-]+)[\"']?:(?= |$)", re.MULTILINE)
_SAMPLES = (*range(101), 1_000, 1_000_000)
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class TranslationFile:
    """One file of interface text in a language, with a line for each key."""

    name: str
    """Its path from the folder of templates on."""
    text: str
    """What it should say."""
    added: int
    """How many keys the author's file did not mention."""
    translated: int
    """How many keys have a translation, the author's or ours."""
    of: int
    """How many keys there are."""


def translation_file(language: str, folder: Path, room: str) -> TranslationFile:
    """Return the file of interface text that `folder` should have.

    Args:
        language: a BCP 47 tag.
        folder: the author's folder of templates.
        room: the folder of templates that has text of its own; empty for lessons and emails.

    Raises:
        TemplateFileError: the author's file is not a flat list of strings.
    """
    name = strings_file(room, language)
    english = read_strings(shipped("templates"), strings_file(room, "en"))
    own = read_strings(folder, name)
    ours = _ours(language, room)
    before = read_template_file(folder, name) or ""
    mentioned = {found["key"] for found in _KEY.finditer(before)} | own.keys()
    lacking = [key for key in english if key not in mentioned]
    start = f"{before.rstrip()}\n" if before.strip() else "".join(_head(language))
    lines = [line for key in lacking for line in _entry(key, english[key], ours.get(key), language)]
    translated = sum(key in own or key in ours for key in english)
    text = f"{start}{''.join(lines)}" if lines else before
    return TranslationFile(name, text, len(lacking), translated, len(english))


def _ours(language: str, room: str) -> Mapping[str, str]:
    """Return what comes with Coursewright, in this language or the one it is a region of."""
    found: dict[str, str] = {}
    for name in string_chain(language):
        if name != "en" or language.lower().startswith("en"):
            found |= read_strings(shipped("templates"), strings_file(room, name))
    return found


def _head(language: str) -> Iterator[str]:
    yield f"# Interface text in {language}. Each English text is a comment above its line.\n"
    yield "# To translate one, or to change ours, remove the `#` before the key and write the\n"
    yield "# text in double quotes. Keep the fields in braces. Lines left as comments do nothing.\n"
    for form, numbers in _samples(language).items():
        shown = ", ".join(map(str, numbers[:_SHOWN])) or "fractions, large numbers"
        more = ", ..." if len(numbers) > _SHOWN else ""
        yield f"# Plural form {form}: {shown}{more}\n"


def _samples(language: str) -> dict[str, list[int]]:
    return {
        form: [number for number in _SAMPLES if plural_form(number, language) == form]
        for form in plural_names(language)
    }


def _entry(key: str, english: str, ours: str | None, language: str) -> Iterator[str]:
    yield f"\n# {english}\n"
    if ours is not None:
        yield f"# {key}: {json.dumps(ours, ensure_ascii=False)}\n"
        return
    for name, forms in message_fields(english).items():
        if forms:
            wanted = " ".join(f"{form} {{# ...}}" for form in plural_names(language))
            yield f"#   the forms: {{{name}, plural, {wanted}}}\n"
    yield f"# {key}:\n"
