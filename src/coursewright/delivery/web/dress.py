"""The colours and fonts of the service's pages: the course's look, as its mails have it."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

__all__ = ["dress"]

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
# What a font stack may hold: it lands in a style sheet, so nothing that could close one.
_FONT = re.compile(r"""[\w\s,.'"-]{1,300}""")
# Name of the page's property -> the look's name; what a sequence does not say is as we have it.
_LIGHT = {
    "paper": ("paper", "#FBFAF6"),
    "card": ("card", "#FFFFFF"),
    "line": ("line", "#DAD7CC"),
    "ink": ("ink", "#1C2230"),
    "soft": ("soft", "#565E6E"),
    "mine": ("one", "#0B6157"),
    "on": ("on", "#FFFFFF"),
    "no": ("no", "#A3262A"),
}
_DARK = {
    "paper": ("paper", "#14171F"),
    "card": ("card", "#1C212C"),
    "line": ("line", "#343B4A"),
    "ink": ("ink", "#ECE9E1"),
    "soft": ("soft", "#A9B0BF"),
    "mine": ("one", "#6FD0BF"),
    "on": ("on", "#14171F"),
    "no": ("no", "#FF9C9C"),
}
_FONTS = {
    "text": ("text", 'Charter, "Iowan Old Style", "Source Serif Pro", Georgia, serif'),
    "interface": ("interface", "system-ui, sans-serif"),
}


def dress(look: Any) -> dict[str, Markup]:
    """Return custom properties for a style sheet: `light`, `dark`, `fonts`.

    Args:
        look: what `sequence.json` says of the course's look. It comes from outside: what is not a
            colour or a list of fonts is left out, and ours stands instead.
    """
    return {
        "light": _properties(look, "light", _LIGHT, _COLOR),
        "dark": _properties(look, "dark", _DARK, _COLOR),
        "fonts": _properties(look, "fonts", _FONTS, _FONT),
    }


def _properties(
    look: Any, group: str, names: Mapping[str, tuple[str, str]], allowed: re.Pattern[str]
) -> Markup:
    given = look.get(group) if isinstance(look, Mapping) else None
    given = given if isinstance(given, Mapping) else {}
    values = {}
    for name, (key, ours) in names.items():
        value = given.get(key)
        good = isinstance(value, str) and allowed.fullmatch(value)
        values[name] = value if good else ours
    # Each value was matched above, or is ours: quotes of a font must not become entities.
    return Markup(" ".join(f"--{name}: {value};" for name, value in values.items()))  # noqa: S704
