"""The MJML that mails are made of, as a table: parents, attributes and their types.

mjml-python exposes no warnings: an unknown tag is printed into the mail as it stands, a wrong
value is taken (checklist, pitfall 6). So what is not in this table is refused before it compiles.
Left out on purpose: `mj-include` (loses widths), `mj-font` (fetches), accordion and carousel.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["COMPONENTS", "FORBIDDEN_HTML", "TYPES", "Component"]

Content = Literal["components", "html", "text", "nothing"]


@dataclass(frozen=True, slots=True)
class Component:
    """One component."""

    parents: frozenset[str]
    content: Content
    attributes: Mapping[str, str]
    """Each attribute's type, a key of `TYPES`."""


TYPES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "color": r"#[0-9A-Fa-f]{3}|#[0-9A-Fa-f]{6}|transparent|[a-z]{3,20}",
        "px": r"\d{1,4}(\.\d+)?px|0",
        "size": r"\d{1,4}(\.\d+)?(px|%)|0",
        "line": r"\d{1,3}(\.\d+)?(px|%)?",
        "sides": r"((\d{1,3}(\.\d+)?(px|%)|0)( |$)){1,4}",
        "border": r"none|0|\d{1,2}px (solid|dashed|dotted) (#[0-9A-Fa-f]{3,6}|[a-z]{3,20})",
        "align": r"left|center|right|justify",
        "valign": r"top|middle|bottom",
        "dir": r"ltr|rtl",
        "weight": r"normal|bold|[1-9]00",
        "style": r"normal|italic|oblique",
        "decoration": r"none|underline",
        "case": r"none|uppercase|lowercase|capitalize",
        "font": r"[\w\s,.'\"-]{1,300}",
        "class": r"[A-Za-z][\w-]*( [A-Za-z][\w-]*)*",
        "url": r"[^\s\"'<>]{0,2000}",
        "words": r"[^\0]{0,2000}",
        "count": r"\d{1,2}",
        "target": r"_blank|_self",
        "language": r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*",
        "bool": r"true|false",
        "shape": r"fixed|auto",
    }.items()
}

_PADDING = {
    f"padding{side}": "sides" if not side else "size"
    for side in ("", "-top", "-right", "-bottom", "-left")
}
_BORDER = {f"border{side}": "border" for side in ("", "-top", "-right", "-bottom", "-left")}
_FONT = {
    "color": "color",
    "font-family": "font",
    "font-size": "px",
    "font-style": "style",
    "font-weight": "weight",
    "letter-spacing": "px",
    "line-height": "line",
    "text-decoration": "decoration",
    "text-transform": "case",
}
_ALL = {"css-class": "class", "mj-class": "class"}
_BOX = _ALL | _PADDING | {"background-color": "color", "border-radius": "sides"} | _BORDER
_SECTION = _BOX | {"direction": "dir", "full-width": "class", "text-align": "align"}
_PART = _ALL | _PADDING | {"container-background-color": "color", "align": "align"}

_ROWS = frozenset({"mj-body", "mj-wrapper"})
_CELLS = frozenset({"mj-column"})


def _of(
    parents: frozenset[str] | str, content: Content, attributes: Mapping[str, str]
) -> Component:
    return Component(
        parents if isinstance(parents, frozenset) else frozenset(parents.split()),
        content,
        attributes,
    )


_BUTTON = (
    _PART
    | _FONT
    | _BORDER
    | {
        "background-color": "color",
        "border-radius": "sides",
        "height": "px",
        "href": "url",
        "inner-padding": "sides",
        "rel": "words",
        "target": "target",
        "text-align": "align",
        "title": "words",
        "vertical-align": "valign",
        "width": "size",
    }
)
_IMAGE = (
    _PART
    | _BORDER
    | {
        "alt": "words",
        "border-radius": "sides",
        "fluid-on-mobile": "bool",
        "height": "px",
        "href": "url",
        "rel": "words",
        "src": "url",
        "target": "target",
        "title": "words",
        "width": "px",
    }
)

COMPONENTS: Mapping[str, Component] = {
    "mjml": _of(frozenset(), "components", {"lang": "language", "dir": "dir"}),
    "mj-head": _of("mjml", "components", {}),
    "mj-title": _of("mj-head", "text", {}),
    "mj-preview": _of("mj-head", "text", {}),
    "mj-breakpoint": _of("mj-head", "nothing", {"width": "px"}),
    "mj-attributes": _of("mj-head", "components", {}),
    "mj-all": _of("mj-attributes", "nothing", _PART | _FONT),
    "mj-style": _of("mj-head", "text", {}),
    "mj-body": _of("mjml", "components", {"width": "px", "background-color": "color"} | _ALL),
    "mj-wrapper": _of("mj-body", "components", _SECTION),
    "mj-section": _of(_ROWS, "components", _SECTION),
    "mj-group": _of(
        "mj-section",
        "components",
        _ALL | {"width": "size", "direction": "dir", "vertical-align": "valign"},
    ),
    "mj-column": _of(
        "mj-section mj-group",
        "components",
        _BOX
        | {"direction": "dir", "vertical-align": "valign", "width": "size"}
        | {"inner-background-color": "color", "inner-border-radius": "sides"}
        | {f"inner-{name}": kind for name, kind in _BORDER.items()},
    ),
    "mj-text": _of(_CELLS, "html", _PART | _FONT | {"height": "px"}),
    "mj-button": _of(_CELLS, "html", _BUTTON),
    "mj-image": _of(_CELLS, "nothing", _IMAGE),
    "mj-divider": _of(
        _CELLS,
        "nothing",
        _PART
        | {"border-color": "color", "border-style": "words", "border-width": "px", "width": "size"},
    ),
    "mj-spacer": _of(_CELLS, "nothing", _PART | {"height": "px"}),
    "mj-table": _of(
        _CELLS,
        "html",
        _PART
        | _FONT
        | {"border": "border", "cellpadding": "count", "cellspacing": "count"}
        | {"role": "words", "table-layout": "shape", "width": "size"},
    ),
    "mj-raw": _of(frozenset({"mj-body", "mj-column"}), "html", {}),
}

FORBIDDEN_HTML = frozenset(
    {
        *("applet", "audio", "base", "button", "embed", "form", "frame", "frameset", "iframe"),
        *("input", "link", "meta", "object", "script", "select", "style", "svg", "textarea"),
        *("title", "video"),
    }
)
"""Tags that mail clients drop, or that must not be in a mail."""
