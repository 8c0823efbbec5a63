"""The colors and fonts of the service's pages: the course's look, as its emails have it."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from coursewright.presentation.brand import brand_or_ours

__all__ = ["dress"]

# The page's own color is that of the first phase; all others keep their names.
_COLORS = {name: name for name in ("paper", "card", "line", "ink", "soft", "on", "no")} | {
    "mine": "one"
}
_FONTS = {"text": "text", "interface": "interface"}


def dress(look: Any) -> dict[str, Markup]:
    """Return custom properties for a style sheet: `light`, `dark`, `fonts`.

    Args:
        look: what `sequence.json` says of the course's look. It comes from outside: what is not a
            color or a list of fonts is left out, and ours is taken instead.
    """
    brand = brand_or_ours(look)
    return {
        "light": _properties(brand.light, _COLORS),
        "dark": _properties(brand.dark, _COLORS),
        "fonts": _properties(brand.fonts, _FONTS),
    }


def _properties(values: Mapping[str, str], names: Mapping[str, str]) -> Markup:
    # `brand_or_ours` checked each value: quotes of a font must not become entities.
    return Markup(" ".join(f"--{name}: {values[key]};" for name, key in names.items()))  # noqa: S704
