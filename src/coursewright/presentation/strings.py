"""The interface text around the course's own words: `strings/<language>.yaml` in a template folder.

Targets and preview read `templates/strings/`, the service `templates/service/strings/`, both here.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml

from coursewright.errors import TemplateFileError
from coursewright.shipped import shipped

from .fallback_text import FallbackText
from .template_files import read_template_file, shown_path

__all__ = ["read_strings", "string_chain", "strings"]

_TEXT = "tag:yaml.org,2002:str"
_LAST = "en"  # whose strings stand in for those of other languages


def strings(language: str, templates: Iterable[Path] = (), room: str = "") -> Mapping[str, str]:
    """Return every string for `language`: its own, else its base language's, else English.

    Args:
        language: a BCP 47 tag; `pt-BR` takes `pt-br.yaml`, then `pt.yaml`, then `en.yaml`.
        templates: folders with templates of the author, the first one stronger. Ours come last.
        room: the folder of templates that has strings of its own, such as `service`.

    Raises:
        TemplateFileError: a file of strings is not a flat list of strings.
    """
    folders = [*templates, shipped("templates")]
    below = f"{room}/strings" if room else "strings"
    found: dict[str, str] = {}
    for name in string_chain(language):
        for folder in reversed(folders):
            found |= read_strings(folder, f"{below}/{name}.yaml")
        if name == _LAST and not _is_english(language):
            found = {key: FallbackText(text, _LAST) for key, text in found.items()}
    return MappingProxyType(found)


def _is_english(language: str) -> bool:
    return language.lower().partition("-")[0] == _LAST


def string_chain(language: str) -> tuple[str, ...]:
    """Return file names from the weakest to the strongest: en, zh, zh-hant, zh-hant-tw."""
    parts = [part for part in language.lower().split("-") if part.isalnum()]
    longer = ["-".join(parts[: n + 1]) for n in range(len(parts))]
    return tuple(dict.fromkeys([_LAST, *longer]))


def read_strings(folder: Path, name: str) -> Mapping[str, str]:
    """Return what one file of strings says; nothing where there is none.

    Args:
        folder: a folder of templates.
        name: the file, from there: `strings/pl.yaml`.

    Raises:
        TemplateFileError: it is not a flat list of strings.
    """
    text = read_template_file(folder, name)
    return {} if text is None else _parsed(shown_path(folder, name), text)


@lru_cache(maxsize=64)
def _parsed(path: str, text: str) -> Mapping[str, str]:
    """Return what a file says; each page of a preview asks for the same ones again."""
    try:
        # As nodes: no value is built, so neither aliases nor merge keys can multiply anything.
        node = yaml.compose(text, yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        msg = f"cannot be read: {getattr(error, 'problem', None) or type(error).__name__}"
        line = mark.line + 1 if mark else 1
        raise TemplateFileError(msg, path=path, line=line, hint=_HINT) from error
    if node is None:
        return MappingProxyType({})
    if not isinstance(node, yaml.MappingNode):
        raise TemplateFileError("is not a list of `key: text`", path=path, hint=_HINT)
    found = {}
    for key, value in node.value:
        if key.tag != _TEXT or value.tag != _TEXT:
            msg = "each line is `key: text`, and this one is not"
            line, column = (value.start_mark.line + 1, value.start_mark.column + 1)
            raise TemplateFileError(msg, path=path, line=line, column=column, hint=_HINT)
        found[key.value] = value.value
    return MappingProxyType(found)


_HINT = "A line reads `player.next: Next`. Put yes, no, true and numbers in quotes."
