"""From bytes to a tree: UTF-8 whatever the file declares, no entity, no DTD, no network."""

import re
from io import BytesIO

from lxml import etree

from .svg_faults import SvgFault, line_of
from .svg_names import SVG

__all__ = ["parse_svg"]

_PLAIN_DOCTYPE = re.compile(
    r"""<!DOCTYPE\s+[\w:.-]+
        (?:\s+(?:PUBLIC\s+(?:"[^"<>]*"|'[^'<>]*')|SYSTEM)\s+(?:"[^"<>]*"|'[^'<>]*'))?\s*>""",
    re.VERBOSE,
)
_DECLARED = re.compile(r"""<\?xml\s[^?>]*?\bencoding\s*=\s*["']([^"'<>?]*)["']""")
_SAVE_AGAIN = "Export it again as a plain SVG in UTF-8."
_HARMLESS = re.compile(r"plantuml(-src)?|xpacket")
"""Processing instructions that editors leave behind and no browser acts on."""


def parse_svg(data: bytes) -> etree._Element | SvgFault:
    """Return the root of the picture without comments, or why it cannot be read."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return SvgFault("it is not UTF-8", 1, _SAVE_AGAIN)
    declared = _DECLARED.match(text)
    if declared and not _is_as_declared(declared[1].lower(), ascii_only=text.isascii()):
        what = f"it declares the encoding {declared[1][:40]}, which some programs misread"
        return SvgFault(what, 1, _SAVE_AGAIN)
    # Drawing programs write the type of the standard, which says nothing. A type with contents of
    # its own can define entities and give elements attributes that stand nowhere in the drawing.
    types = text.count("<!DOCTYPE")
    if types > 1 or len(_PLAIN_DOCTYPE.findall(text)) != types:
        hint = "Export it again without the drawing program's editing data."
        return SvgFault("it defines entities or a document type", _line_of(text), hint)
    parser = etree.XMLParser(
        encoding="utf-8",  # a declaration such as UTF-7 hides markup from whoever believes it
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.parse(BytesIO(text.encode("utf-8")), parser).getroot()
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        line = line if isinstance(line, int) and line > 0 else 1
        return SvgFault("it is not well-formed XML", line, _SAVE_AGAIN)
    if len(parser.error_log):  # an entity that is not defined: lxml leaves it out of attributes
        return SvgFault(
            "it uses an entity",
            parser.error_log[0].line,
            "Write the character itself, or its number: `&#160;`.",
        )
    if root.tag != f"{{{SVG}}}svg":
        hint = f'Its first element must be `<svg xmlns="{SVG}">`.'
        return SvgFault("it is not an SVG picture", 1, hint)
    return _instructions(root) or root


def _is_as_declared(encoding: str, *, ascii_only: bool) -> bool:
    """Tell whether text that was read as UTF-8 reads the same in the encoding that it declares."""
    if encoding in ("utf-8", "utf8", "us-ascii", "ascii"):
        return True
    return ascii_only and encoding.startswith(("iso-8859-", "latin", "windows-12"))


def _instructions(root: etree._Element) -> SvgFault | None:
    around = (*root.itersiblings(preceding=True), *root.itersiblings())
    within = root.iter(etree.ProcessingInstruction, etree.Entity)
    for node in (*around, *within):
        if isinstance(node, etree._ProcessingInstruction) and _HARMLESS.fullmatch(str(node.target)):
            continue
        what = "it has a processing instruction or an entity"
        return SvgFault(what, line_of(node), _SAVE_AGAIN)
    return None


def _line_of(text: str) -> int:
    return text.count("\n", 0, text.index("<!DOCTYPE")) + 1
