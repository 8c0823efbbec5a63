"""Course text made safe to print: no control character reaches a terminal, a log or a reviewer."""

import unicodedata

__all__ = ["escaped", "visible", "width"]

# Controls, invisible formats that turn text around (Trojan Source), line ends, halves of pairs.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})


def escaped(char: str) -> str | None:
    """Return how a character that must not be printed is shown, or None if it may."""
    if char in _TURNING or unicodedata.category(char) in _HIDDEN:
        return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"
    return None


def visible(text: str) -> str:
    """Return `text` with every character that must not be printed shown by its number."""
    return "".join(escaped(char) or char for char in text)


def width(char: str) -> int:
    """Return how many columns of a terminal a printable character takes."""
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
