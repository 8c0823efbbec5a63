"""The style sheet of lessons and site: one template, filled from the brand."""

from pathlib import Path
from typing import Protocol

from .brand import load_brand
from .templating import Templates

__all__ = ["PageOptions", "style_sheet"]


class PageOptions(Protocol):
    """What a page wants of the options of a compile."""

    @property
    def templates(self) -> tuple[Path, ...]:
        """Folders searched for templates, the author's before ours."""


def style_sheet(options: PageOptions) -> str:
    """Return the style sheet, without indents and lines that only we read."""
    brand = load_brand(options.templates)
    text = Templates("lesson", options.templates).render("style.css.j2", brand=brand)
    return "\n".join(line for line in map(str.strip, text.splitlines()) if line) + "\n"
