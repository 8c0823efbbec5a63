"""The head of a foreign document, and settings files: plain values by key, nothing executed."""

import re
from typing import Any

import yaml

__all__ = ["split_front", "toml_fields", "yaml_fields"]

_FRONT = re.compile(
    r"\A\ufeff?(---|\+\+\+)[ \t]*\n(.*?)^\1[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_LONGEST = 200_000
_DEEPEST = 8


def split_front(text: str) -> tuple[dict[str, Any], str, int]:
    """Return the fields of a document's head, its text, and the number of the text's first line."""
    plain = text.replace("\r\n", "\n")
    found = _FRONT.match(plain)
    if not found:
        return {}, plain.removeprefix("\ufeff"), 1
    read = yaml_fields if found[1] == "---" else toml_fields
    return read(found[2]), plain[found.end() :], found[0].count("\n") + 1


def toml_fields(text: str) -> dict[str, Any]:
    """Return the values of a TOML text; nothing where it cannot be read."""
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def yaml_fields(text: str) -> dict[str, Any]:
    """Return the texts, lists and mappings of a YAML text; aliases are not followed."""
    if len(text) > _LONGEST:
        return {}
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    value = _value(node, 0, set())
    return value if isinstance(value, dict) else {}


def _value(node: yaml.Node | None, depth: int, above: set[int]) -> Any:
    """Return what a node says; a node that is in itself, or shared, counts once."""
    if node is None or depth > _DEEPEST or id(node) in above:
        return None
    above.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, depth + 1, above) for one in node.value]
    if isinstance(node, yaml.MappingNode):
        return {
            str(key.value): _value(value, depth + 1, above)
            for key, value in node.value
            if isinstance(key, yaml.ScalarNode)
        }
    return None
