"""The colours and fonts of the service's pages: the course's look, as its mails have it."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml
from markupsafe import Markup

from coursewright.shipped import shipped

__all__ = ["dress"]

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
# What a font stack may hold: it lands in a style sheet, so nothing that could close one.
_FONT = re.compile(r"""[\w\s,.'"-]{1,300}""")
# The page's own colour is that of the first phase; all others keep their names.
_COLORS = {name: name for name in ("paper", "card", "line", "ink", "soft", "on", "no")} | {
    "mine": "one"
}
_FONTS = {"text": "text", "interface": "interface"}


def dress(look: Any) -> dict[str, Markup]:
    """Return custom properties for a style sheet: `light`, `dark`, `fonts`.

    Args:
        look: what `sequence.json` says of the course's look. It comes from outside: what is not a
            colour or a list of fonts is left out, and ours stands instead.
    """
    return {
        "light": _properties(look, "light", _COLORS, _COLOR),
        "dark": _properties(look, "dark", _COLORS, _COLOR),
        "fonts": _properties(look, "fonts", _FONTS, _FONT),
    }


def _properties(
    look: Any, group: str, names: Mapping[str, str], allowed: re.Pattern[str]
) -> Markup:
    given = look.get(group) if isinstance(look, Mapping) else None
    given = given if isinstance(given, Mapping) else {}
    values = {}
    for name, key in names.items():
        value = given.get(key)
        good = isinstance(value, str) and allowed.fullmatch(value)
        values[name] = value if good else _ours()[group][key]
    # Each value was matched above, or is ours: quotes of a font must not become entities.
    return Markup(" ".join(f"--{name}: {value};" for name, value in values.items()))  # noqa: S704


@cache
def _ours() -> dict[str, dict[str, str]]:
    """Return the look that mails have where no brand says otherwise."""
    text = (shipped("templates") / "brand.yaml").read_text("utf-8")
    # Every word as it stands: YAML 1.1 takes the colour `on` for a truth value.
    look: dict[str, dict[str, str]] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 -- strings only
    return look
