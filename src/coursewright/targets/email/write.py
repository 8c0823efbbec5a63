"""Mails lie on disk as they were rendered: nothing is packed."""

from coursewright.output import Artifact
from coursewright.target import Rendered

__all__ = ["write"]


def write(rendered: Rendered) -> tuple[Artifact, ...]:
    """Return the files as they will lie in `build/email/`."""
    return rendered.artifacts
