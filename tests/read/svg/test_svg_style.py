"""Whatever a style holds, what is written of it is stable and leads nowhere."""

import tinycss2
from hypothesis import given
from hypothesis import strategies as st
from tinycss2 import ast

from coursewright.read.svg.svg_style import declarations, style_sheet, style_value

_WORDS = r"""
    rect .a #b > , { } ( ) [ ] ; : :: & * @media @import @font-face @supports @layer @keyframes
    all screen url( url(#a) url("#a") url(//x) "//x" '//x' image-set( src( image(
    -webkit-image-set( \75rl( \69mage-set( u\72 l( @\69mport var( --x calc( rgb( fill stroke
    filter background /* */ /**/ <!-- --> < \ \" ' " !important 1px 50% #fff U+26 U+0-7F e1 - --
    + . / | || = ~= ^= $=
"""
PIECES = st.sampled_from([*_WORDS.split(), " ", "\n", "\\\n", "\\A ", "\u0130", "\xe9"])
STYLES = st.lists(PIECES, max_size=30).map("".join)


def leads_away(nodes: list[ast.Node]) -> bool:
    """Tell whether tokens hold an address or a function that takes one."""
    for node in nodes:
        if isinstance(node, ast.URLToken) and not node.value.startswith("#"):
            return True
        if isinstance(node, ast.FunctionBlock) and "image" in node.lower_name:
            return True
        if isinstance(node, ast.FunctionBlock) and node.lower_name in ("url", "src"):
            return True
        if isinstance(node, ast.AtKeywordToken) and node.lower_value in ("import", "font-face"):
            return True
        inner = getattr(node, "arguments", None) or getattr(node, "content", None)
        if isinstance(inner, list) and leads_away(inner):
            return True
    return False


@given(STYLES)
def test_a_style_sheet_that_passes_is_stable_and_leads_nowhere(text: str) -> None:
    written, faults = style_sheet(text)
    if not faults:
        assert style_sheet(written) == (written, ())
        assert not leads_away(tinycss2.parse_component_value_list(written))
        assert "<" not in written


@given(STYLES)
def test_declarations_that_pass_are_stable_and_lead_nowhere(text: str) -> None:
    written, faults = declarations(text)
    if not faults:
        assert declarations(written) == (written, ())
        assert not leads_away(tinycss2.parse_component_value_list(written))


@given(STYLES)
def test_a_value_that_passes_is_stable_and_leads_nowhere(text: str) -> None:
    written, faults = style_value("fill", text)
    if not faults:
        assert style_value("fill", written) == (written, ())
        assert not leads_away(tinycss2.parse_component_value_list(written))
