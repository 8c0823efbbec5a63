"""The one reader of compiled emails. What it reads is untrusted: any program may have written it.

Sizes and numbers are bounded, paths stay inside the folder, hashes must match, and whatever does
not fit the format is an error with its place, never a traceback.
"""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from coursewright.errors import SurroundingsError, UsageError
from coursewright.output import safe_path

from .format import FORMAT, LIMITS
from .json_records import read_record
from .placeholders import CONTEXTS, Context, with_contexts
from .records import CompiledSequence, Message, MessageTexts
from .segment_json import MismatchError

__all__ = ["load_json", "load_message", "read_message", "read_sequence"]

R = TypeVar("R", CompiledSequence, MessageTexts)
_AGAIN = "Build the course again with this version."
_MESSAGE = "a compiled message"
_PLAIN: dict[Context, Context] = dict.fromkeys(CONTEXTS, "text")


def load_json(path: Path) -> Any:
    """Return the parsed JSON of a `sequence.json`.

    Raises:
        SurroundingsError: there is no such file.
        UsageError: it is too big, or not JSON.
    """
    if not path.is_file():
        msg = f"no {path}"
        raise SurroundingsError(msg, hint="Run `coursewright build --target email` first.")
    return _parsed(_bytes(path, LIMITS.sequence_bytes), str(path))


def read_sequence(data: Any) -> CompiledSequence:
    """Return the sequence that parsed JSON holds.

    Raises:
        UsageError: it does not fit the format.
    """
    return _record(CompiledSequence, data, "sequence.json")


def load_message(folder: Path, message: Message) -> bytes:
    """Return the bytes of a message's file, whose hash matches.

    Raises:
        UsageError: the path leaves the folder, the file is too big or is not the one listed.
    """
    path = folder / safe_path(message.file)
    if not path.resolve().is_relative_to(folder.resolve()):
        msg = f"message {message.id}: its file lies outside {folder}"
        raise UsageError(msg)
    data = _bytes(path, LIMITS.message_bytes)
    if hashlib.sha256(data).hexdigest() != message.hash:
        msg = f"message {message.id}: {message.file} is not the file that sequence.json lists"
        raise UsageError(msg, hint=_AGAIN)
    return data


def read_message(data: bytes) -> MessageTexts:
    """Return the texts that a message file holds.

    Raises:
        UsageError: it does not fit the format.
    """
    texts = _record(MessageTexts, _parsed(data, _MESSAGE), _MESSAGE)
    return replace(
        texts,
        subject=with_contexts(texts.subject, _PLAIN),
        preheader=with_contexts(texts.preheader, _PLAIN),
        html=with_contexts(texts.html, {"text": "html"}),  # nothing stands in HTML unescaped
        text=with_contexts(texts.text, _PLAIN),
    )


def _record(record: type[R], data: Any, name: str) -> R:
    number = data.get("format") if isinstance(data, dict) else None
    if number != FORMAT or isinstance(number, bool):
        msg = f"{name} has format {str(number)[:40]}; this version reads {FORMAT}"
        raise UsageError(msg, hint=_AGAIN)
    try:
        return read_record(record, data)
    except (MismatchError, RecursionError) as error:
        msg = f"{name} cannot be read: {error}"
        raise UsageError(msg, hint=_AGAIN) from error


def _parsed(data: bytes, name: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        msg = f"{name} is not JSON: {error}"
        raise UsageError(msg, hint=_AGAIN) from error


def _bytes(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror or error}"
        raise SurroundingsError(msg, hint=_AGAIN) from error
    if len(data) > most:
        msg = f"{path} is bigger than {most} bytes"
        raise UsageError(msg)
    return data
