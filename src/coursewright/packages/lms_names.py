"""What an LMS takes: types of files, and text inside XML."""

import re

__all__ = ["FORBIDDEN_TYPES", "xml_text"]

# What an LMS refuses because a server might run it (Docebo's list), and what systems leave behind.
FORBIDDEN_TYPES = frozenset(
    {"asp", "aspx", "bat", "cgi", "com", "dll", "exe", "htaccess", "jsp"}
    | {"php", "php3", "php4", "php5", "phtml", "pl", "py", "rb", "sh", "shtml"}
)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str, otherwise: str) -> str:
    """Return a text that XML can hold, white space squeezed; `otherwise` if nothing is left.

    Control characters, lone surrogates and U+FFFE have no place in XML 1.0 (2.2 Char), not even
    escaped: an LMS answers them with a refused upload.
    """
    return " ".join(_NOT_XML.sub("", text).split()) or otherwise
