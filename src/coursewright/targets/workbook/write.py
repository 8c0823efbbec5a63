"""A workbook is one file."""

from coursewright.output import Artifact
from coursewright.target import Rendered

__all__ = ["write"]


def write(rendered: Rendered) -> tuple[Artifact, ...]:
    """Return the workbooks."""
    return rendered.artifacts
