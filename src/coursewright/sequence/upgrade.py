"""Format 1 as format 2: a ledger keeps what was published before an upgrade of coursewright."""

import json
from typing import Any

from .format import FORMAT

__all__ = ["upgraded_message", "upgraded_sequence"]


def upgraded_sequence(data: Any) -> Any:
    """Return the parsed JSON of a published sequence in the format of this version."""
    if not isinstance(data, dict) or data.get("format") != 1:
        return data
    messages = [_message(message) for message in data.get("messages") or ()]
    return data | {"format": FORMAT, "messages": messages}


def upgraded_message(data: bytes) -> bytes:
    """Return a published message file in the format of this version."""
    value = json.loads(data)
    if not isinstance(value, dict) or "format" in value:
        return data
    texts = {name: _segments(pieces) for name, pieces in value.items()}
    return json.dumps(texts | {"format": FORMAT}).encode()


def _message(entry: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in entry.items() if name not in ("slots", "offset")}
    more = {} if entry.get("kind") == "lesson" else {"day": entry.get("offset") or 0}
    texts = {name: _segments(entry.get(name) or []) for name in ("subject", "preheader")}
    return kept | more | texts


def _segments(pieces: Any) -> list[Any]:
    """Return segments of format 1 with the names of this version; it has no groups."""
    pieces = [pieces] if isinstance(pieces, str) else pieces
    return [
        {
            "placeholder": piece.get("slot"),
            "context": piece.get("context"),
            "fallback": piece.get("fallback"),
        }
        if isinstance(piece, dict)
        else piece
        for piece in pieces
    ]
