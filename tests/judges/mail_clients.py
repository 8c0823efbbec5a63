"""caniemail's data: which features of a mail its readers' programs lack."""

from typing import cast

from .node import script

__all__ = ["unsupported_features"]

_CLIENTS = ("gmail.*", "outlook.*", "apple-mail.*", "yahoo.*")


def unsupported_features(html: str, clients: tuple[str, ...] = _CLIENTS) -> dict[str, list[str]]:
    """Return the titles of features that each client lacks; every MJML mail has some."""
    answer = script("mail-clients.mjs", {"html": html, "clients": list(clients)})
    return cast("dict[str, list[str]]", answer)
