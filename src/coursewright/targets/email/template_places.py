"""Which line of which template a line of a composed mail was written by.

Jinja keeps no record of it. So the line is looked for: in the template of the piece, and in those
that it includes or imports, the line that is most like it once what Jinja fills is left out.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from coursewright.errors import TemplateFileError
from coursewright.presentation.templates import Templates

__all__ = ["place_in_template"]

_FILLED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_NAMED = re.compile(r"""\{%-?\s*(?:include|import|from)\s+["']([^"']+)["']""")
_LIKE = 0.5
_LONGEST = 300  # characters that are compared


def place_in_template(line: str, template: str, templates: Templates) -> str:
    """Return `email/blocks/scenario.mjml.j2:3`, or the path alone where no line is like it."""
    wanted = line.strip()[:_LONGEST]
    found = [
        (_likeness(wanted, text), -order, f"{path}:{number}")
        for order, (path, number, text) in enumerate(_lines(template, templates))
    ]
    best = max(found, default=(0.0, 0, ""))
    return best[2] if best[0] >= _LIKE else _path(template, templates)


def _likeness(wanted: str, text: str) -> float:
    """Return how much of a template's line stands in what was written, and the other way round."""
    fixed = _FILLED.sub("", text).strip()[:_LONGEST]
    if not fixed:
        return 0.0
    blocks = SequenceMatcher(None, fixed, wanted, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks if block.size > 2)
    # What Jinja filled in may be long: that the line's own text is there counts more.
    return 0.8 * same / len(fixed) + 0.2 * same / max(len(wanted), 1)


def _lines(template: str, templates: Templates) -> Iterator[tuple[str, int, str]]:
    waiting, seen = [template], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        try:
            path, text = templates.source(name)
        except TemplateFileError:
            continue
        waiting += _NAMED.findall(text)
        for number, line in enumerate(text.split("\n"), 1):
            yield path, number, line


def _path(template: str, templates: Templates) -> str:
    try:
        return templates.source(template)[0]
    except TemplateFileError:
        return f"email/{template}"
