"""Header fields: encoded words (RFC 2047), addresses, folding. Only printable ASCII comes out."""

import re
from base64 import b64encode
from functools import lru_cache

from coursewright.delivery.letter import one_line

__all__ = ["address", "encoded", "mailbox"]

_ATOMS = re.compile(r"[A-Za-z0-9 !#$%&'*+\-/=?^_`{|}~]+\Z")
_PLAIN = re.compile(r"[ -~]*\Z")
_WORD = 39  # bytes of UTF-8 in one encoded word: 52 in base64, 64 with its frame


@lru_cache(maxsize=4096)
def encoded(text: str) -> str:
    """Return unstructured text for a header: as it is, or as encoded words, folded."""
    if _PLAIN.match(text) and "=?" not in text:
        return _folded(text)
    words, piece = [], b""
    for char in text:
        more = char.encode("utf-8", "replace")
        if len(piece) + len(more) > _WORD:  # a character is never split (RFC 2047 5)
            words.append(piece)
            piece = b""
        piece += more
    words.append(piece)
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in words)


def mailbox(name: str, where: str) -> str:
    """Return `name <address>` for From, To, Reply-To."""
    name = one_line(name)
    if not name:
        return f"<{where}>"
    if _ATOMS.match(name) and "=?" not in name:
        return f"{name}\r\n <{where}>" if len(name) + len(where) > 70 else f"{name} <{where}>"
    if _PLAIN.match(name) and "=?" not in name:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return (
            f'"{quoted}" <{where}>' if len(name) + len(where) < 70 else f'"{quoted}"\r\n <{where}>'
        )
    return f"{encoded(name)}\r\n <{where}>"


def address(text: str) -> str:
    """Return an address with its domain in IDNA; the local part is left as it is (RFC 6531)."""
    local, _, domain = text.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode() if not domain.isascii() else domain}"
    except UnicodeError:
        return text


def _folded(text: str) -> str:
    if len(text) < 66:
        return text
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) > 64:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line])
