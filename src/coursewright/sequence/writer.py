"""The one writer of compiled emails: the same records give the same bytes."""

import json
from dataclasses import fields, is_dataclass
from typing import Any

from coursewright.output import Artifact

from .placeholders import Group, Placeholder, Series
from .records import CompiledSequence, MessageTexts
from .segment_json import plain_segments

__all__ = ["plain_record", "write_message", "write_sequence"]


def write_sequence(sequence: CompiledSequence) -> Artifact:
    """Return `sequence.json`."""
    text = json.dumps(plain_record(sequence), ensure_ascii=False, indent=1, sort_keys=True)
    return Artifact("sequence.json", f"{text}\n".encode("utf-8", "backslashreplace"))


def write_message(path: str, texts: MessageTexts) -> Artifact:
    """Return a message file."""
    text = json.dumps(plain_record(texts), ensure_ascii=False, sort_keys=True)
    return Artifact(path, f"{text}\n".encode("utf-8", "backslashreplace"))


def plain_record(value: Any) -> Any:
    """Return a record as plain values for JSON."""
    match value:
        case Placeholder() | Group() | Series():
            return plain_segments([value])[0]
        case tuple():
            return [plain_record(item) for item in value]
        case dict():
            return {name: plain_record(item) for name, item in value.items()}
        case _ if is_dataclass(value):
            return {field.name: plain_record(getattr(value, field.name)) for field in fields(value)}
        case _:  # open: the plain values of JSON
            return value
