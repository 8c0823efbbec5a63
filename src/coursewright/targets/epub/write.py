"""Each book as one zip, whose first entry says what it is, stored as it is (OCF 3.3, 4.2)."""

from collections import defaultdict

from coursewright.output import Artifact, pack
from coursewright.target import Rendered

__all__ = ["write"]


def write(rendered: Rendered) -> tuple[Artifact, ...]:
    """Return the books."""
    books: dict[str, list[Artifact]] = defaultdict(list)
    for file in rendered.artifacts:
        name, _, path = file.path.partition("/")
        books[name].append(Artifact(path, file.data))
    return tuple(
        Artifact(f"{name}.epub", pack(files, first="mimetype", stored=("mimetype",)))
        for name, files in books.items()
    )
