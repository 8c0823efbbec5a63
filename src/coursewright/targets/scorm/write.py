"""The packages as zips, with the manifest first; beside each lies its answer key."""

from collections import defaultdict

from coursewright.output import Artifact, pack
from coursewright.target import Rendered

from .render import MANIFEST

__all__ = ["write"]


def write(rendered: Rendered) -> tuple[Artifact, ...]:
    """Return a zip for each package (its folder's files, at the root), and the files beside it."""
    packages: dict[str, list[Artifact]] = defaultdict(list)
    beside: list[Artifact] = []
    for artifact in rendered.artifacts:
        package, inside, path = artifact.path.partition("/")
        if inside:
            packages[package].append(Artifact(path, artifact.data))
        else:
            beside.append(artifact)
    zips = [
        Artifact(f"{package}.zip", pack(files, first=MANIFEST))
        for package, files in packages.items()
    ]
    return (*zips, *beside)
