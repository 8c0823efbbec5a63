"""MJML's own compiler, the reference that ours is compared with."""

from typing import TypedDict, cast

from .node import script

__all__ = ["reference_html"]


class _Answer(TypedDict):
    html: str
    errors: list[str]


def reference_html(mjml: str) -> tuple[str, list[str]]:
    """Return the HTML that npm's mjml makes, and what its validator says."""
    answer = cast("_Answer", script("mjml-reference.mjs", mjml))
    return answer["html"], answer["errors"]
