"""Quoted-printable (RFC 2045 6.7) in pieces: a text is encoded once, its gaps for each learner.

Each piece begins and ends at the start of a line, if need be by a soft break, so pieces can be
joined without knowing their neighbours and no line grows beyond 76 bytes.
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
    if plain.endswith(b"\n"):
        return encoded
    last = len(encoded) - encoded.rfind(b"\n") - 1
    if last == _WIDEST:  # no room for the soft break: its last character goes to a line of its own
        cut = -3 if encoded[-3:-2] == b"=" else -1
        encoded = encoded[:cut] + _SOFT + encoded[cut:]
    return encoded + _SOFT
