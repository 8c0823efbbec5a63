"""Characters that no document may hold, out of the way at one place."""

import re

__all__ = ["clean"]

# What XML 1.0 does not allow (2.2), and lone surrogates, which no encoding has.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return `text` as long as it was, each character that is not fit replaced by U+FFFD."""
    return _UNFIT.sub("\ufffd", text)
