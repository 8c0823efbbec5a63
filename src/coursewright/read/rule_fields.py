"""The field `rules:` of `course.yaml`: a profile, levels by code, and the same for folders."""

from typing import Any, get_args

from coursewright.model import Profile, RuleLevel, RuleLevels

from .reading import Reading
from .yaml_nodes import MapNode, Node, Scalar
from .yaml_scalars import FIELD_TYPE, FIELD_VALUE

__all__ = ["LEVELS", "PROFILES", "read_rules", "rules_schema"]

LEVELS: tuple[RuleLevel, ...] = get_args(RuleLevel)
PROFILES: tuple[Profile, ...] = get_args(Profile)
_WRITE = "Write `rules: {hard-to-read: off}`, or `rules: {1-basics/: {hard-to-read: off}}`."


def read_rules(reading: Reading, node: Node, fields: dict[str, Any]) -> RuleLevels | None:
    """Return the levels that a course sets; None, with a problem, where it is no mapping."""
    if not isinstance(node, MapNode):
        reading.report(FIELD_TYPE, node.span, "`rules` must be a mapping.", _WRITE)
        return None
    profile: Profile = "standard"
    everywhere: dict[str, RuleLevel] = {}
    folders: dict[str, dict[str, RuleLevel]] = {}
    for key, (place, value) in node.pairs.items():
        fields[f"rules.{key}"] = place.span
        if isinstance(value, MapNode):
            folder = key.strip("/")
            folders[folder] = {}
            for code, (where, inner) in value.pairs.items():
                fields[f"rules.{folder}/.{code}"] = where.span
                if level := _word(reading, code, inner, LEVELS):
                    folders[folder][code] = level
        elif key == "profile":
            profile = _word(reading, key, value, PROFILES) or profile
        elif level := _word(reading, key, value, LEVELS):
            everywhere[key] = level
    return RuleLevels(profile, everywhere, folders)


def _word(reading: Reading, key: str, node: Node, known: tuple[Any, ...]) -> Any:
    if isinstance(node, Scalar) and node.text in known:
        return node.text
    shown = f"`{node.text[:80]}`" if isinstance(node, Scalar) else "a list or a mapping"
    message = f"`{key[:80]}` cannot be {shown}."
    reading.report(FIELD_VALUE, node.span, message, f"One of: {', '.join(known)}.")
    return None


def rules_schema() -> dict[str, Any]:
    """Return the JSON Schema of the field."""
    level = {"enum": list(LEVELS)}
    folder = {"type": "object", "additionalProperties": level}
    return {
        "type": "object",
        "properties": {"profile": {"enum": list(PROFILES)}},
        "additionalProperties": {"anyOf": [level, folder]},
    }
