"""JSON Schemas of `sequence.json` and of a message file, from the records that the reader fills."""

from collections.abc import Mapping
from typing import Any

from .format import FORMAT
from .json_records import record_schema
from .records import CompiledSequence, MessageTexts
from .segment_json import segment_schemas

__all__ = ["SEQUENCE_SCHEMAS", "sequence_schema"]

SEQUENCE_SCHEMAS: Mapping[str, tuple[type, str]] = {
    "sequence": (CompiledSequence, "sequence.json: what is sent to whom, and when"),
    "message": (MessageTexts, "A message file: the texts of one compiled email"),
}
"""By name: the record, and the title."""


def sequence_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a file, by its name in `SEQUENCE_SCHEMAS`."""
    record, title = SEQUENCE_SCHEMAS[name]
    schema = record_schema(record)
    schema["properties"]["format"] = {"description": "The format's number.", "const": FORMAT}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:coursewright:schema:{name}:{FORMAT}",
        "title": title,
        **schema,
        "$defs": segment_schemas(),
    }
