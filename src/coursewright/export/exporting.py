"""Export compiled emails for a mailer: read, convert the tags, lay out the files."""

from collections.abc import Iterator
from pathlib import Path

from coursewright.errors import UsageError
from coursewright.output import Artifact
from coursewright.problems import near
from coursewright.sequence.tracks import read_tracks

from .layout import common_files, readme
from .mailer import Mailer, MailerTrack
from .mailers import MAILERS
from .printing import print_track

__all__ = ["dialect", "export", "printed", "warnings_of"]


def dialect(name: str) -> Mailer:
    """Return a dialect by its name.

    Raises:
        UsageError: there is none.
    """
    found = MAILERS.get(name)
    if found is None:
        msg = f"there is no dialect {name!r}"
        raise UsageError(msg, hint=near(name, MAILERS) or f"The dialects are {', '.join(MAILERS)}.")
    return found


def export(
    folder: Path, name: str, *, track: str = "", edition: str = "digest", schedule: str = ""
) -> tuple[Artifact, ...]:
    """Return the files for a product, from a folder that the email target wrote.

    Raises:
        CoursewrightError: the folder cannot be read, or has no such track or schedule; or there
            is no such dialect.
    """
    product = dialect(name)
    packages = printed(folder, name, track=track, edition=edition, schedule=schedule)
    return tuple(_files(product, packages))


def printed(
    folder: Path, name: str, *, track: str = "", edition: str = "digest", schedule: str = ""
) -> list[MailerTrack]:
    """Return the emails of each track in a product's own tags.

    Raises:
        CoursewrightError: as `export`.
    """
    product = dialect(name)
    tracks = read_tracks(folder, track=track, edition=edition, schedule=schedule)
    packages = [print_track(one, product) for one in tracks]
    if not any(package.emails for package in packages):
        msg = f"{folder} has no emails to export"
        raise UsageError(msg, hint="Build the course again.")
    return packages


def warnings_of(folder: Path, name: str, **choice: str) -> tuple[str, ...]:
    """Return what a product does otherwise than the course says; `choice` as for `export`."""
    packages = printed(folder, name, **choice)
    return tuple(dict.fromkeys(line for package in packages for line in package.warnings))


def _files(product: Mailer, packages: list[MailerTrack]) -> Iterator[Artifact]:
    yield readme(product, packages)
    yield from product.shared()
    for package in packages:
        for file in (*common_files(package), *product.files(package)):
            yield Artifact(f"{package.source.track}/{file.path}", file.data)
