"""The words around the course's own words, by language: `templates/strings/<language>.yaml`."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from coursewright.errors import UsageError
from coursewright.shipped import shipped

__all__ = ["strings"]


def strings(language: str, templates: Iterable[Path] = ()) -> Mapping[str, str]:
    """Return every string for `language`: its own, else its base language's, else English.

    Args:
        language: a BCP 47 tag.
        templates: folders with templates of the author, the first one stronger. Ours come last.

    Raises:
        UsageError: a catalogue of the author is not a flat list of strings.
    """
    folders = [*templates, shipped("templates")]
    found: dict[str, str] = {}
    for name in _chain(language):
        for folder in reversed(folders):
            found |= _read(folder / "strings" / f"{name}.yaml")
    return MappingProxyType(found)


def _chain(language: str) -> tuple[str, ...]:
    """Return file names from the weakest to the strongest: en, zh, zh-hant, zh-hant-tw."""
    parts = language.lower().split("-")
    longer = ["-".join(parts[: n + 1]) for n in range(len(parts))]
    return tuple(dict.fromkeys(["en", *longer]))


def _read(path: Path) -> Mapping[str, str]:
    try:
        return _parsed(path, path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        msg = f"cannot read {path}: {error}"
        raise UsageError(msg, hint="A line of it reads `player.next: Next`.") from error


@lru_cache(maxsize=64)
def _parsed(path: Path, text: str) -> Mapping[str, str]:
    """Return what a catalogue says; each page of a preview asks for the same ones again."""
    entries: Any = yaml.safe_load(text) or {}
    flat = isinstance(entries, dict) and all(
        isinstance(key, str) and isinstance(value, str) for key, value in entries.items()
    )
    if not flat:
        msg = f"{path} is not a flat list of `key: words`"
        raise UsageError(msg, hint="Put words such as yes, no, true and numbers in quotes.")
    return MappingProxyType(dict(entries))
