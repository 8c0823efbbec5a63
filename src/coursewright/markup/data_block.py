"""Data for scripts, within a page."""

import json
from typing import Any

from markupsafe import Markup

__all__ = ["json_block"]


def json_block(data: Any) -> Markup:
    """Return JSON that cannot end the script element it stands in (HTML 4.12.1.3)."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 -- no `<` is left
