"""A mail of ours as data for compilers that know no MJML: the same pieces, words and styles.

react-email gets each text as elements, the way its templates are written (`texts="elements"`),
or as ready HTML that it only passes on (`texts="html"`), which no template of its own does.
Maizzle gets HTML with classes and one style sheet, which it inlines, as its documentation shows.
"""

import re
from html import unescape
from html.entities import name2codepoint
from typing import Any

from lxml import etree
from lxml import html as lxml_html

__all__ = ["elements", "page", "pieces"]

_HTML = re.compile(r"(<mj-(?:text|button)\b[^>]*>)(.*?)(</mj-(?:text|button)>)", re.DOTALL)
_STYLES = ("padding", "background-color", "border", "border-top", "border-left")


def pieces(mjml: str) -> dict[str, Any]:
    """Return a mail as sections of columns of parts; a text is HTML."""
    numbered = re.sub(r"&(\w+);", _numbered, mjml)
    # Within a text stands HTML, which need not be XML.
    numbered = _HTML.sub(r"\1<![CDATA[\2]]>\3", numbered)
    root = etree.XML(numbered, etree.XMLParser(resolve_entities=False))
    body = next(root.iter("mj-body"))
    return {
        "lang": root.get("lang"),
        "dir": root.get("dir"),
        "title": root.findtext("mj-head/mj-title"),
        "preview": root.findtext("mj-head/mj-preview"),
        "style": {"background-color": body.get("background-color")},
        "sections": [
            {
                "style": _style(section),
                "columns": [
                    {"style": _style(column), "parts": [_part(one) for one in column]}
                    for column in section
                ],
            }
            for section in body.iter("mj-section")
        ],
    }


def elements(mail: dict[str, Any], *, texts: str) -> dict[str, Any]:
    """Return a mail for React: names of styles in its way, texts as elements or as HTML."""
    return {
        **mail,
        "style": _camels(mail["style"]),
        "sections": [
            {
                "style": _camels(section["style"]),
                "columns": [
                    {
                        "style": _camels(column["style"]),
                        "parts": [_react(part, texts) for part in column["parts"]],
                    }
                    for column in section["columns"]
                ],
            }
            for section in mail["sections"]
        ],
    }


def page(mail: dict[str, Any], css: str) -> str:
    """Return a mail whose texts have classes only as one page with a style sheet in its head."""
    names: dict[str, str] = {}

    def classed(style: dict[str, str]) -> str:
        rules = "; ".join(f"{name}: {value}" for name, value in style.items())
        return names.setdefault(rules, f"s{len(names)}")

    def shown(part: dict[str, Any]) -> str:
        match part["kind"]:
            case "button":
                return f'<a href="{part["href"]}">{part["words"]}</a>'
            case "image":
                return f'<img src="{part["src"]}" alt="{part["alt"]}" width="{part["width"]}">'
            case _:
                return f'<div class="{classed(part["style"])}">{part["html"]}</div>'

    rows = "".join(
        f'<table role="presentation" class="{classed(section["style"])}"><tr>'
        + "".join(
            f'<td class="{classed(column["style"])}">{"".join(map(shown, column["parts"]))}</td>'
            for column in section["columns"]
        )
        + "</tr></table>"
        for section in mail["sections"]
    )
    body = classed(mail["style"])
    rules = "\n".join(f".{name} {{ {rule} }}" for rule, name in names.items() if rule)
    return (
        f'<!doctype html><html lang="{mail["lang"]}" dir="{mail["dir"]}"><head>'
        f"<title>{mail['title']}</title><style>{css}\n{rules}</style></head>"
        f'<body class="{body}">{rows}</body></html>'
    )


def _numbered(found: re.Match[str]) -> str:
    """Return an entity of HTML as XML knows it."""
    return found[0] if found[1] in ("amp", "lt", "gt", "quot") else f"&#{name2codepoint[found[1]]};"


def _part(part: etree._Element) -> dict[str, Any]:
    inside = part.text or ""
    match part.tag:
        case "mj-button":
            return {"kind": "button", "href": part.get("href"), "words": unescape(inside)}
        case "mj-image":
            return {"kind": "image", **{key: part.get(key) for key in ("src", "alt", "width")}}
        case _:
            return {"kind": "text", "html": inside, "style": _style(part)}


def _style(element: etree._Element) -> dict[str, str]:
    found = {key: element.get(key) for key in _STYLES}
    return {key: value for key, value in found.items() if value}


def _react(part: dict[str, Any], texts: str) -> dict[str, Any]:
    if part["kind"] != "text":
        return part
    told = {"kind": "text", "style": _camels(part["style"])}
    if texts == "html":
        return {**told, "html": part["html"]}
    root = lxml_html.fragment_fromstring(part["html"], create_parent="div")
    return {**told, "children": _children(root)}


def _children(node: Any) -> list[Any]:
    """Return what stands in a node: words, and elements as tag, attributes and children."""
    out: list[Any] = [node.text] if node.text else []
    for child in node:
        props: dict[str, Any] = dict(child.attrib)
        name = props.pop("class", None)
        if name:
            props["className"] = name
        if "style" in props:
            rules = (rule.partition(":")[::2] for rule in props["style"].split(";") if rule.strip())
            props["style"] = _camels({name.strip(): value.strip() for name, value in rules})
        out.append([child.tag, props, _children(child)])
        if child.tail:
            out.append(child.tail)
    return out


def _camels(style: dict[str, str]) -> dict[str, str]:
    return {_camel(name): value for name, value in style.items()}


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(word.title() for word in rest)
