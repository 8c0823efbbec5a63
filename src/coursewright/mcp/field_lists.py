"""Fields and blocks for a client, from the code that reads them."""

from typing import Any

from coursewright.errors import UsageError
from coursewright.model import PLACEHOLDERS
from coursewright.problems import near
from coursewright.read.directives import SPECS, Spec
from coursewright.read.json_schema import SCHEMAS, json_schema

__all__ = ["block_of", "blocks", "fields_of", "files", "placeholders"]


def files() -> dict[str, str]:
    """Return the kinds of file that have fields, each with what it is."""
    return {name: title.replace("`", "") for name, (_, _, title) in SCHEMAS.items()}


def fields_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file.

    Raises:
        UsageError: there is no such kind.
    """
    if name not in SCHEMAS:
        msg = f"no kind of file is called {name!r}"
        raise UsageError(msg, hint=near(name, SCHEMAS) or f"There are: {', '.join(SCHEMAS)}")
    return json_schema(name)


def blocks() -> dict[str, str]:
    """Return every block with what it is for."""
    return {spec.name: spec.doc for spec in SPECS.values()}


def block_of(name: str) -> dict[str, Any]:
    """Return what a block may say and hold.

    Raises:
        UsageError: there is no such block.
    """
    if name not in SPECS:
        msg = f"no block is called {name!r}"
        raise UsageError(msg, hint=near(name, SPECS) or f"There are: {', '.join(SPECS)}")
    spec = SPECS[name]
    return {
        "name": spec.name,
        "about": spec.doc,
        "opens_with": _opening(spec),
        "closes_with": None if spec.leaf else ":::",
        "label": spec.label or None,
        "attributes": {
            key: {
                "about": one.doc,
                "kind": one.kind,
                "required": one.required,
                "choices": list(one.choices),
            }
            for key, one in spec.attributes.items()
        },
        "parts": {
            f"::{key}": {"about": what, "required": key in spec.needs}
            for key, what in spec.parts.items()
        },
        "only_inside": list(spec.within),
        "files": list(spec.places),
    }


def placeholders() -> dict[str, str]:
    """Return every placeholder that a text may hold."""
    return {
        one.name: f"{one.doc}{' Needs a fallback.' if one.needs_fallback else ''}"
        for one in PLACEHOLDERS.values()
    }


def _opening(spec: Spec) -> str:
    label = "[...]" if spec.label else ""
    needed = " ".join(f'{key}="..."' for key, one in spec.attributes.items() if one.required)
    return f"{'::' if spec.leaf else ':::'}{spec.name}{label}{f'{{{needed}}}' if needed else ''}"
