"""Where returned mail lies: a Maildir, an mbox, a single message, a pipe. Nothing is moved or kept.

Of each message the first 256 KiB are read: what is asked of it stands at its beginning.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from coursewright.errors import SurroundingsError, UsageError

__all__ = ["MOST", "messages_at", "messages_in"]

MOST = 256 * 1024
_LINE = 64 * 1024


def messages_at(path: Path) -> Iterator[bytes]:
    """Yield the messages of a Maildir, or of a file that is an mbox or one message.

    Raises:
        UsageError: a folder that is no Maildir.
        SurroundingsError: it cannot be read.
    """
    try:
        if path.is_dir():
            folders = [path / name for name in ("new", "cur")]
            if not all(folder.is_dir() for folder in folders):
                msg = f"{path} is no Maildir: it has no `new` and `cur`"
                raise UsageError(msg, hint="Name a Maildir, an mbox, a message, or - for a pipe.")
            for folder in folders:
                yield from _files(folder)
        else:
            with path.open("rb") as file:
                yield from messages_in(file)
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror or error}"
        raise SurroundingsError(msg) from error


def messages_in(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the messages of an mbox, or the one message that a stream holds."""
    first = file.readline(_LINE)
    if not first.startswith(b"From "):
        yield first + file.read(MOST)
        return
    pieces: list[bytes] = []
    size, blank = 0, False
    while line := file.readline(_LINE):
        if blank and line.startswith(b"From "):
            yield b"".join(pieces)
            pieces, size = [], 0
        elif size < MOST:
            pieces.append(line)
            size += len(line)
        blank = line in (b"\n", b"\r\n")
    yield b"".join(pieces)


def _files(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.is_symlink():
            try:
                with path.open("rb") as file:
                    yield file.read(MOST)
            except FileNotFoundError:
                continue  # taken by another reader, or moved from `new` to `cur`: found there
