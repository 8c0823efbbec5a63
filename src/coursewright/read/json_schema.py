"""JSON Schemas for editors, made from the classes that the decoder fills."""

from collections.abc import Mapping
from typing import Any

from coursewright.model import (
    Doc,
    Fact,
    FrontMatter,
    ReadinessCheck,
    Reference,
    Settings,
    Survey,
    Term,
)

from .field_plans import FieldPlan, Shape, plan_of
from .file_fronts import JobAidFront, PoolFront
from .rule_fields import rules_schema

__all__ = ["SCHEMAS", "json_schema"]

SCHEMAS: Mapping[str, tuple[type, bool, str]] = {
    "course": (Settings, False, "`course.yaml`"),
    "lesson": (FrontMatter, False, "The front matter of a lesson"),
    "pool": (PoolFront, False, "The front matter of a pool"),
    "job-aid": (JobAidFront, False, "The front matter of a job aid"),
    "facts": (Fact, True, "`facts.yaml`"),
    "references": (Reference, True, "`references.yaml`"),
    "glossary": (Term, True, "`glossary.yaml`"),
    "surveys": (Survey, True, "`surveys.yaml`"),
    "readiness": (ReadinessCheck, True, "`readiness.yaml`"),
}
"""By name: the class, whether the file is a list of them, and what the file is."""


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a file, by its name in `SCHEMAS`."""
    record, listed, title = SCHEMAS[name]
    inner = _record(record)
    schema = {"type": "array", "items": inner} if listed else inner
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:coursewright:schema:{name}",
        "title": title.replace("`", ""),
        **schema,
    }


def _record(record: type) -> dict[str, Any]:
    plans = plan_of(record)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [plan.name for plan in plans.values() if plan.required],
        "properties": {one.name: _field(one) for one in plans.values()},
    }


def _field(plan: FieldPlan) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": plan.doc.text}
    if plan.doc.example is not None:
        schema["examples"] = [plan.doc.example]
    if isinstance(plan.default, str | int | float | bool) and plan.default != "":
        schema["default"] = plan.default
    value = _value(plan.shape, plan.doc)
    if plan.optional or not plan.required:
        # What is left empty counts as left out; the decoder says so too.
        schema["anyOf"] = [value, {"type": "null"}]
        return schema
    return schema | value


def _value(shape: Shape, doc: Doc) -> dict[str, Any]:
    match shape.kind:
        case "record":
            return _record(shape.record or object)
        case "list":
            return {"type": "array", "items": _value(shape.item or shape, doc)}
        case "mapping":
            item = _value(shape.item or shape, doc)
            return {"type": "object", "additionalProperties": item}
        case "rules":
            return rules_schema()
        case "choice":
            return {"enum": list(shape.choices)}
        case "bool":
            return {"type": "boolean"}
        case "int" | "float":
            kind = "integer" if shape.kind == "int" else "number"
            return {"type": kind} | _bounds(doc, "minimum", "maximum")
        case "date":
            return {"type": "string", "format": "date"}
        case "text":
            # YAML has numbers where the format has text: `version: 1.0` is read as it stands.
            text = {"type": ["string", "number"]} | _bounds(doc, None, "maxLength")
            return text | ({"pattern": f"^(?:{doc.pattern})$"} if doc.pattern else {})


def _bounds(doc: Doc, low: str | None, high: str) -> dict[str, Any]:
    bounds: dict[str, Any] = {}
    if low and doc.at_least is not None:
        bounds[low] = doc.at_least
    if doc.at_most is not None:
        bounds[high] = doc.at_most
    return bounds
