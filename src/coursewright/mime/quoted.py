"""Quoted-printable (RFC 2045 6.7) in pieces: a text is encoded once, its gaps for each learner.

Each piece begins and ends at the start of a line, if need be by a soft break, so pieces can be
joined without knowing their neighbours and no line grows beyond 76 bytes. No line begins with a
dot, so SMTP has none to double (RFC 5321 4.5.2).
"""

from binascii import b2a_qp

__all__ = ["encode_piece"]

_WIDEST = 76
_SOFT = b"=\r\n"


def encode_piece(text: str) -> bytes:
    """Return `text` encoded, with lines ended by CRLF, ending at the start of a line."""
    if not text:
        return b""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    encoded = b2a_qp(plain, quotetabs=False, istext=True, header=False).replace(b"\n", b"\r\n")
    if encoded[:1] == b"." or b"\n." in encoded:
        encoded = b"\r\n".join(map(_without_dot, encoded.split(b"\r\n")))
    if plain.endswith(b"\n"):
        return encoded
    last = len(encoded) - encoded.rfind(b"\n") - 1
    if last == _WIDEST:  # no room for the soft break: its last character goes to a line of its own
        cut = -3 if encoded[-3:-2] == b"=" else -1
        encoded = encoded[:cut] + _SOFT + encoded[cut:]
    return encoded + _SOFT


def _without_dot(line: bytes) -> bytes:
    rest = line.lstrip(b".")
    dots = len(line) - len(rest)
    if 3 * dots + len(rest) <= _WIDEST:
        return b"=2E" * dots + rest
    lines = [b"=2E" * min(25, dots - n) for n in range(0, dots, 25)]
    return _SOFT.join([*lines, rest])
