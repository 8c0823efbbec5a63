"""The site lies in the output as it was rendered: a folder of pages."""

from coursewright.output import Artifact
from coursewright.target import Rendered

__all__ = ["write"]


def write(rendered: Rendered) -> tuple[Artifact, ...]:
    """Return the files of the site."""
    return rendered.artifacts
