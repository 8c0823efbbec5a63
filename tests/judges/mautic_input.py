"""What Mautic 5.1 does to the fields of an email that its API takes, in a port of its rules.

HTML goes through `InputHelper::html`: Outlook's conditions, comments and namespaced tags are set
aside; a page that is shorter in Windows-1252 is then URL-decoded as a whole and not filtered.
Other pages pass a filter of tags that this port does not repeat: it refuses them. All other texts
go through the filter for strings: entities are decoded, then everything from a `<` on is cut.
"""

import re
from html import escape, unescape
from urllib.parse import unquote_to_bytes

__all__ = ["mautic_html_input", "mautic_string_input"]

_CONDITION = re.compile(r"<!--\[if(.*?)\]>(.*?)(?:<!--)?<!\[endif\]-->", re.DOTALL | re.IGNORECASE)
_NAMESPACED = re.compile(r"</*[o|w|v]:[^>]*>", re.DOTALL | re.IGNORECASE)
_BACK = (
    (
        r"<mconditionnonoutlook><mif>(.*?)</mif>(.*?)</mconditionnonoutlook>",
        r"<!--[if\1]>\2<!--<![endif]-->",
    ),
    (r"<mcondition><mif>(.*?)</mif>(.*?)</mcondition>", r"<!--[if\1]>\2<![endif]-->"),
)


def mautic_html_input(value: str) -> str:
    """Return what Mautic stores of an HTML body.

    Raises:
        AssertionError: the page would be rewritten by the filter of tags.
    """
    conditions = list(_CONDITION.finditer(value))
    for found in conditions:
        name = "mconditionnonoutlook" if "<!--<![endif]-->" in found[0] else "mcondition"
        value = value.replace(found[0], f"<{name}><mif>{found[1]}</mif>{found[2]}</{name}>")
    value = _NAMESPACED.sub(lambda m: f"<mencoded>{escape(m[0])}</mencoded>", value)
    value = value.replace("<!-->", "<mcomment></mcomment>").replace("<!--", "<mcomment>")
    value = value.replace("-->", "</mcomment>")
    # A character without a place raises here; in Mautic the result depends on PHP's settings.
    assert len(value.encode("cp1252")) != len(value.encode()), "the filter of tags would be used"
    value = unquote_to_bytes(value.encode()).decode()
    for pattern, back in _BACK if conditions else ():
        value = re.sub(pattern, back, value, flags=re.DOTALL | re.IGNORECASE)
    value = value.replace("<mcomment>", "<!--").replace("</mcomment>", "-->")
    return re.sub(r"<mencoded>(.*?)</mencoded>", lambda m: unescape(m[1]), value, flags=re.DOTALL)


def mautic_string_input(value: str) -> str:
    """Return what Mautic stores of a plain text."""
    return unescape(value).partition("<")[0]
