"""The packages as zips: one file for each, with the manifest first."""

from collections import defaultdict

from coursewright.output import Artifact, pack
from coursewright.target import Rendered

from .render import MANIFEST

__all__ = ["write"]


def write(rendered: Rendered) -> tuple[Artifact, ...]:
    """Return a zip for each package: its folder's files, at the root of the zip."""
    packages: dict[str, list[Artifact]] = defaultdict(list)
    for artifact in rendered.artifacts:
        package, _, path = artifact.path.partition("/")
        packages[package].append(Artifact(path, artifact.data))
    return tuple(
        Artifact(f"{package}.zip", pack(files, first=MANIFEST))
        for package, files in packages.items()
    )
