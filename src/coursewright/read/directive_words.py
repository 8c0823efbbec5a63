"""What an author most likely did in the opening line of a block that cannot be read."""

import re

from .framed_blocks import TONES

__all__ = ["attribute_slip", "closing_words", "foreign_tone", "rest_slip"]

_FORM = 'Write `:::name[label]{key="value" flag}`.'
_TONES = {**TONES, "evidence": "evidence", "research": "evidence"}
"""What other programs call a callout, and its tone here."""
_CLOSING = re.compile(
    r":{3,}\s*(?:/\s*\w*|end\w*|end[ \t-]\w+|close|stop)\s*(?::{3,})?", re.IGNORECASE
)


def foreign_tone(name: str) -> str | None:
    """Return the tone of a callout that other programs call by this name, or None."""
    return _TONES.get(name.lower())


def closing_words(text: str) -> bool:
    """Tell whether a line is a closing line with a word that it should not have: `:::end`."""
    return bool(_CLOSING.fullmatch(text))


def attribute_slip(text: str, at: int) -> tuple[str, str]:
    """Return message and hint for attributes that cannot be read from the offset `at` on."""
    rest = text[at:]
    if text.count('"') % 2 and text[:at].count('"') % 2 == 0:
        last = re.findall(r"([A-Za-z][\w-]*)=\"[^\"]*$", text) or re.findall(
            r"([A-Za-z][\w-]*)=\"[^\"]*\s", text[at:]
        )
        of = f" of `{last[0]}`" if last else ""
        return f"The quotation mark{of} is not closed.", 'Close it with `"`.'
    name = re.match(r"[A-Za-z][\w-]*", rest)
    if (
        name
        and (found := re.match(r"[\w-]+=([\"'])", rest))
        and found[1] not in rest[found.end() :]
    ):
        return f"The quotation mark of `{name[0]}` is not closed.", f"Close it with `{found[1]}`."
    if name and re.match(r"[\w-]+:\s*", rest):
        return f"`{name[0]}` is followed by a colon.", f'Write `{name[0]}="value"`.'
    if re.match(r"\s*=", rest) or re.match(r"[\w-]+(\s+=|=\s)", rest):
        return "There is a space beside `=`.", 'Write `key="value"` without spaces.'
    if (
        name
        and len(
            re.findall(
                rf"(?<![\w-]){re.escape(name[0])}(?![\w-])\s*=", text[: at + len(name[0]) + 1]
            )
        )
        > 1
    ):
        return f"`{name[0]}` occurs twice.", "Keep one of the two."
    if "}" not in rest:
        return "The attributes are not closed.", "Write `}` at the end of the line."
    return _sign_slip(rest, name[0] if name else "")


def _sign_slip(rest: str, name: str) -> tuple[str, str]:
    sign = rest.lstrip()[:1]
    if sign in ",;" or (name and rest[len(name) :].lstrip()[:1] in (",", ";")):
        return "Attributes are separated by spaces, not by commas.", _FORM
    if re.match(r"[\w-]+=[^\s\"'}]*[,;]", rest) or re.match(r"[\w-]+=\"[^\"]*\"[,;]", rest):
        return "Attributes are separated by spaces, not by commas.", _FORM
    if sign in "#.":
        key = re.match(r"\s*#([\w.-]+)", rest)
        hint = f'Write `id="{key[1]}"`.' if key else "A block has no class."
        return f"`{sign}` does not name an attribute here.", hint
    if name and re.match(r"[\w-]+=(\"[^\"]*\"|'[^']*')[^\s}]", rest):
        return f"There is no space after the value of `{name}`.", _FORM
    return "The attributes are malformed from here on.", _FORM


def rest_slip(name: str, rest: str) -> tuple[str, str]:
    """Return message and hint for what follows the name, the label and the attributes."""
    words = rest.strip()
    shown = words[:60]
    tone = foreign_tone(name)
    if tone is not None and re.match(r"[^\W\d]", words) and "=" not in words:
        hint = f'Write `:::callout[{shown}]{{tone="{tone}"}}`.'
        return f"`{name}` is not a block, and a title goes in brackets.", hint
    if words.startswith("("):
        return "Attributes are in braces, not in parentheses.", f'Write `:::{name}{{key="value"}}`.'
    if words.startswith("{"):
        return "There is a space before `{`.", "Write `{` directly after the name or the label."
    if words.startswith("["):
        return "The label is in the wrong place.", "Write `[label]` directly after the name."
    if words.startswith(":"):
        return "There are colons at the end of the line.", f"Write `:::{name}` without them."
    if re.match(r"\w+=", words):
        return "Attributes are in braces.", f"Write `:::{name}{{{shown}}}`."
    hint = f"If `{shown}` is a title, write `:::{name}[{shown}]`; text goes on the next line."
    return "Nothing else is allowed on this line.", hint
