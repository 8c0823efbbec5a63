"""A mail's MJML, parsed, and judged against the table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from lxml import etree

from coursewright.problems import near

from .mjml_table import COMPONENTS, FORBIDDEN_HTML, TYPES, Component

__all__ = ["INLINED_PART", "MjmlFault", "Tree", "judge", "parse"]

_DEEPEST = 64  # mjml-python crashes the process far below (checklist, pitfall 7)
_LONGEST = 1_000_000
INLINED_PART = "mail-part"
"""The tag around each text while styles are inlined; refused in templates."""


@dataclass(frozen=True, slots=True)
class MjmlFault:
    """What is wrong in a document, and in which of its lines."""

    line: int
    message: str
    hint: str | None = None


class Tree(Protocol):
    """What is used of an lxml element; the stubs of lxml leave its line open."""

    tag: Any
    text: str | None
    tail: str | None
    sourceline: int | None
    attrib: Mapping[str, str]

    def get(self, name: str) -> str | None:
        """Return an attribute."""

    def getparent(self) -> "Tree | None":
        """Return the element around this one."""

    def iter(self) -> "Iterator[Tree]":
        """Yield this element and all below."""

    def __iter__(self) -> "Iterator[Tree]": ...

    def __len__(self) -> int: ...


def parse(mjml: str) -> Tree | MjmlFault:
    """Return the document as a tree, or why it is none."""
    if len(mjml) > _LONGEST:
        return MjmlFault(
            1, f"The email is longer than {_LONGEST:,} characters.", "Split the lesson."
        )
    if "<!DOCTYPE" in mjml or "<!ENTITY" in mjml:
        return MjmlFault(1, "An email template cannot have a document type.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        return cast("Tree", etree.XML(mjml, parser))
    except etree.XMLSyntaxError as error:
        hint = "Close every tag (`<br/>`), and write `&#160;` for `&nbsp;` and `&amp;` for `&`."
        return MjmlFault(error.lineno or 1, f"Not well-formed: {error.msg}.", hint)


def judge(root: Tree) -> Iterator[MjmlFault]:
    """Yield what the table of components does not allow."""
    if root.tag != "mjml":
        yield MjmlFault(1, f"An email starts with `mjml`, not with `{root.tag}`.")
        return
    yield from _judge(root, None, 1)


def _judge(node: Tree, parent: Tree | None, depth: int) -> Iterator[MjmlFault]:
    line = node.sourceline or 1
    if depth > _DEEPEST:
        yield MjmlFault(
            line, f"Nested deeper than {_DEEPEST} levels.", "Take lists or quotes apart."
        )
        return
    if not isinstance(node.tag, str):
        return
    component = COMPONENTS.get(node.tag)
    if component is None:
        hint = near(node.tag, COMPONENTS) or "Use Jinja's {% include %}."
        yield MjmlFault(line, f"There is no component `{node.tag}`.", hint)
        return
    in_defaults = parent is not None and parent.tag == "mj-attributes"
    if parent is not None and not in_defaults and parent.tag not in component.parents:
        allowed = ", ".join(sorted(component.parents))
        yield MjmlFault(
            line, f"`{node.tag}` is not allowed in `{parent.tag}`.", f"It is allowed in: {allowed}."
        )
    yield from _attributes(node, component)
    if in_defaults:
        return
    yield from _content(node, component, depth)


def _attributes(node: Tree, component: Component) -> Iterator[MjmlFault]:
    line = node.sourceline or 1
    for name, value in node.attrib.items():
        kind = component.attributes.get(name)
        if kind is None:
            hint = near(name, component.attributes)
            yield MjmlFault(line, f"`{node.tag}` has no attribute `{name}`.", hint)
        elif not TYPES[kind].fullmatch(value):
            yield MjmlFault(line, f"`{name}` of `{node.tag}` cannot be {value[:60]!r} ({kind}).")
    if node.tag == "mj-image" and node.get("alt") is None:
        yield MjmlFault(line, "`mj-image` has no `alt`.", 'Say what it shows, or write alt="".')


def _content(node: Tree, component: Component, depth: int) -> Iterator[MjmlFault]:
    line = node.sourceline or 1
    if component.content == "html":
        for child in node:
            yield from _html(child, depth + 1)
        return
    loose = [node.text or "", *(child.tail or "" for child in node)]
    if component.content != "text" and "".join(loose).strip():
        yield MjmlFault(line, f"`{node.tag}` cannot contain text.", "Put it in `mj-text`.")
    if component.content != "components" and len(node):
        yield MjmlFault(line, f"`{node.tag}` cannot contain other tags.")
        return
    for child in node:
        yield from _judge(child, node, depth + 1)


def _html(node: Tree, depth: int) -> Iterator[MjmlFault]:
    line = node.sourceline or 1
    if depth > _DEEPEST:
        yield MjmlFault(
            line, f"Nested deeper than {_DEEPEST} levels.", "Take lists or quotes apart."
        )
        return
    if not isinstance(node.tag, str):
        return
    if node.tag.startswith(("mj", INLINED_PART)) or node.tag.lower() in FORBIDDEN_HTML:
        yield MjmlFault(line, f"`{node.tag}` is not allowed in the text of an email.")
    for name in node.attrib:
        if name.lower().startswith("on"):
            yield MjmlFault(line, f"`{name}` is not allowed in an email.")
    if node.tag == "img" and node.get("alt") is None:
        yield MjmlFault(line, "This picture has no `alt`.", 'Say what it shows, or write alt="".')
    for child in node:
        yield from _html(child, depth + 1)
