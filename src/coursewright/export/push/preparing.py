"""Everything that a push needs before its first call: emails, names, the record."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from coursewright.errors import UsageError
from coursewright.export.exporting import printed

from .accounts import account_from
from .api import Api
from .objects import Item
from .products import REMOTES
from .pushing import Push
from .record import Record

__all__ = ["Prepared", "prepare"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A course in a mailer's tags, and the file that records what was pushed."""

    product: str
    course: str
    path: Path
    items: tuple[Item, ...]
    tracks: tuple[str, ...] | None
    warnings: tuple[str, ...]

    @contextmanager
    def connect(
        self,
        environment: Mapping[str, str],
        sleep: Callable[[float], None],
        *,
        read_only: bool = False,
        transport: httpx.BaseTransport | None = None,
    ) -> Iterator[Push]:
        """Yield the push, with connections that are closed at the end.

        Raises:
            CoursewrightError: a key is missing, or the record is that of something else.
        """
        account = account_from(self.product, environment)
        record = Record.read(self.path, self.product, account.url, self.course)
        with Api(account, sleep, read_only=read_only, transport=transport) as api:
            yield Push(REMOTES[self.product], api, record, self.items, self.tracks)


def prepare(
    product: str,
    folder: Path,
    state: Path | None,
    *,
    track: str = "",
    edition: str = "digest",
    schedule: str = "",
) -> Prepared:
    """Read the compiled emails and print them in the tags of a product.

    Raises:
        CoursewrightError: the folder cannot be read, or an email would have a dead link.
    """
    packages = printed(folder, product, track=track, edition=edition, schedule=schedule)
    remote = REMOTES[product]
    items = tuple(item for package in packages for item in remote.items(package))
    keys = [item.key for item in items]
    if len(set(keys)) < len(keys):
        msg = f"{folder} has two emails with one ID"
        raise UsageError(msg, hint="Build the course again.")
    return Prepared(
        product,
        packages[0].source.release.course.id,
        state or folder.resolve().parent.parent / "push" / f"{product}.json",
        items,
        (track,) if track else None,
        tuple(dict.fromkeys(line for package in packages for line in package.warnings)),
    )
