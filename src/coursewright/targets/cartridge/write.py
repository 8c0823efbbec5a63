"""Each cartridge as one zip with the manifest first."""

from collections import defaultdict

from coursewright.output import Artifact, pack
from coursewright.target import Rendered

__all__ = ["write"]


def write(rendered: Rendered) -> tuple[Artifact, ...]:
    """Return the cartridges."""
    packages: dict[str, list[Artifact]] = defaultdict(list)
    for file in rendered.artifacts:
        name, _, path = file.path.partition("/")
        packages[name].append(Artifact(path, file.data))
    return tuple(
        Artifact(f"{name}.imscc", pack(files, first="imsmanifest.xml"))
        for name, files in packages.items()
    )
