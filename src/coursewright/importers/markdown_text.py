"""Words as Markdown of the course format: what would mean something there is escaped."""

import re

__all__ = ["alt_text", "escape_text", "file_name", "one_line", "slug"]

_SIGNS = re.compile(r"([\\`*_\[\]<])")
_BRACES = re.compile(r"\{\{|\{(?=\s*(?:#|learner\.|track\.|course\.|lesson\.|fact\s|digest))")
_START = re.compile(r"^(\s*)([#>+-]|:{2,}|=+\s*$|-+\s*$|~{3,})")
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def escape_text(text: str, *, start: bool = False) -> str:
    """Return plain words as Markdown that shows them.

    Args:
        text: the words, on one line.
        start: whether they open a line, where more signs mean something.
    """
    shown = _SIGNS.sub(r"\\\1", text)
    shown = re.sub(r"(?<=\w)\\_(?=\w)", "_", shown)
    shown = _BRACES.sub(lambda found: "\\" + found[0], shown)
    shown = _ENTITY.sub("&amp;", shown)
    if start:
        shown = _START.sub(r"\1\\\2", shown)
        shown = _NUMBER.sub(r"\1\\\2", shown)
    return shown


def one_line(text: str, most: int = 120) -> str:
    """Return text on one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def slug(text: str, otherwise: str = "lesson", most: int = 48) -> str:
    """Return words as a slug: `a-z`, digits and hyphens."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    kept = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode())
    return kept.strip("-")[:most].strip("-") or otherwise


def file_name(path: str) -> str:
    """Return the name of a file as every system takes it."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", path.replace("\\", "/").rpartition("/")[2])
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    stem = stem.strip("-.")[:80] or "file"
    return f"{stem}.{ending.lower()}" if ending else stem


def alt_text(text: str) -> str:
    """Return the alternative text of a picture, without what would end it."""
    return re.sub(r"([\\\[\]])", r"\\\1", one_line(text, 300))
