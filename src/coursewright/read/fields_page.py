"""The page `docs/fields.md`: every field and every block, from the code that reads them."""

from collections.abc import Iterator

from coursewright.model import PLACEHOLDERS

from .directives import SPECS, Attribute, Spec
from .field_plans import FieldPlan, Shape, plan_of
from .json_schema import SCHEMAS

__all__ = ["fields_page"]

_HEAD = """\
# Fields and blocks

Every field of `course.yaml`, front matter and data files, and every block.
[Write a course](format.md) explains the syntax. Fields in **bold** are required. This page is
generated from the code.

Editors that support JSON Schema complete and check these fields: the schemas are in
[schemas](schemas). With the YAML language server, name the schema in the first line of a file:
`# yaml-language-server: $schema=PATH/course.schema.json`.
"""


def fields_page() -> str:
    """Return the page."""
    parts = [_HEAD]
    for record, listed, title in SCHEMAS.values():
        note = "A list; each entry has:\n\n" if listed else ""
        parts.append(f"## {title}\n\n{note}{_table(record)}")
    parts.append("## Blocks\n\n" + "\n".join(_block(spec) for spec in SPECS.values()))
    parts.append("## Placeholders\n\n" + _placeholders())
    return "\n".join(parts).rstrip() + "\n"


def _table(record: type) -> str:
    rows = "".join(_rows(record, ""))
    return f"| field | type | meaning |\n| --- | --- | --- |\n{rows}"


def _rows(record: type, prefix: str) -> Iterator[str]:
    for plan in plan_of(record).values():
        name = f"`{prefix}{plan.name}`"
        shown = f"**{name}**" if plan.required else name
        yield f"| {shown} | {_kind(plan.shape)} | {_what(plan)} |\n"
        inner = _inner(plan.shape)
        if inner is not None:
            deeper = "[]." if plan.shape.kind == "list" else "."
            yield from _rows(inner, f"{prefix}{plan.name}{deeper}")


def _inner(shape: Shape) -> type | None:
    if shape.kind == "record":
        return shape.record
    return shape.item.record if shape.item is not None else None


_KINDS = {"int": "whole number", "float": "number", "bool": "true or false", "date": "day"}


def _kind(shape: Shape) -> str:
    match shape.kind:
        case "choice":
            return ", ".join(f"`{word}`" for word in shape.choices)
        case "list" | "mapping":
            item = shape.item
            many = "list" if shape.kind == "list" else "mapping"
            if item is None or item.kind == "record":
                return many
            return f"{many} of {_kind(item)}"
        case "record":
            return "mapping"
        case "rules":
            return "mapping of code to `error`, `warning`, `note` or `off`"
        case "text" | "int" | "float" | "bool" | "date":
            return _KINDS.get(shape.kind, shape.kind)


def _what(plan: FieldPlan) -> str:
    doc = plan.doc
    parts = [doc.text] if doc.text else []
    if doc.example is not None:
        parts.append(f"Example: `{doc.example}`.")
    if doc.at_most is not None and plan.shape.kind == "text":
        parts.append(f"At most {doc.at_most} characters.")
    elif doc.at_least is not None and doc.at_most is not None:
        parts.append(f"From {doc.at_least} to {doc.at_most}.")
    if isinstance(plan.default, str | int) and plan.default not in ("", False):
        parts.append(f"If left out: `{plan.default}`.")
    return " ".join(parts).replace("|", "\\|")


def _block(spec: Spec) -> str:
    colons = "::" if spec.leaf else ":::"
    label = "[...]" if spec.label else ""
    where = "" if "lesson" in spec.places else f" Only in {_files(spec)}."
    within = f" Only inside `{spec.within[0]}`." if spec.within else ""
    lines = [f"### `{colons}{spec.name}{label}`\n\n{spec.doc}{where}{within}\n"]
    rows = [f"| label | {spec.label} |"] if spec.label else []
    rows += [f"| {_attribute(name, one)} | {_says(one)} |" for name, one in spec.attributes.items()]
    rows += [
        f"| {'**' if name in spec.needs else ''}`::{name}`{'**' if name in spec.needs else ''} "
        f"| {what} |"
        for name, what in spec.parts.items()
    ]
    if rows:
        lines.append("| attribute or part | meaning |\n| --- | --- |\n" + "\n".join(rows) + "\n")
    return "\n".join(lines)


def _files(spec: Spec) -> str:
    names = {"job-aid": "job aids", "pool": "pools", "recall": "`recall.md`"}
    return ", ".join(names.get(place, place) for place in spec.places)


def _attribute(name: str, one: Attribute) -> str:
    return f"**`{name}`**" if one.required else f"`{name}`"


def _says(one: Attribute) -> str:
    choices = f" One of {', '.join(f'`{word}`' for word in one.choices)}." if one.choices else ""
    flag = " Without a value." if one.kind == "flag" else ""
    return f"{one.doc}{choices}{flag}"


def _placeholders() -> str:
    rows = "".join(
        f"| `{slot.name}` | {slot.doc}{' Needs a fallback.' if slot.needs_fallback else ''} |\n"
        for slot in PLACEHOLDERS.values()
    )
    return f"| placeholder | meaning |\n| --- | --- |\n{rows}"
