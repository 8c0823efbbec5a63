"""How `coursewright bounces` reaches messages: files, a pipe, a mailbox on a server; its login."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coursewright.errors import SurroundingsError

if TYPE_CHECKING:
    from coursewright.delivery.bounces.remote_mailboxes import (
        Handled,
        MailboxLogin,
        StoredMessage,
    )

__all__ = ["stored_messages"]


def stored_messages(places: tuple[str, ...], handled: "Handled") -> "Iterator[StoredMessage]":
    """Yield the messages of Maildirs, mboxes, files, a pipe and mailboxes on servers."""
    from coursewright.delivery.bounces.mailboxes import messages_at, messages_in
    from coursewright.delivery.bounces.remote_mailboxes import (
        StoredMessage,
        is_remote,
        remote_messages,
    )

    for place in places:
        if is_remote(place):
            with remote_messages(place, _login(), handled) as messages:
                yield from messages
        else:
            found = messages_in(sys.stdin.buffer) if place == "-" else messages_at(Path(place))
            yield from (StoredMessage(data, _left_alone) for data in found)


def _left_alone(ours: bool) -> None:
    """Do nothing: files are only read."""


def _login() -> "MailboxLogin":
    from coursewright.delivery.bounces.remote_mailboxes import MailboxLogin

    return MailboxLogin(_secret("PASSWORD"), _secret("TOKEN"))


def _secret(name: str) -> str:
    """Return a secret from the environment, or from the file that it names.

    Raises:
        SurroundingsError: the file cannot be read.
    """
    variable = f"COURSEWRIGHT_MAILBOX_{name}"
    if found := os.environ.get(variable):
        return found
    path = os.environ.get(f"{variable}_FILE")
    if not path:
        return ""
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read {path}: {getattr(error, 'strerror', None) or error}"
        raise SurroundingsError(msg, hint=f"{variable}_FILE names it.") from error
