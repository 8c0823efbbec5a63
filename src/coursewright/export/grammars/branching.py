"""A value or what stands there without it, in the languages that have `{% if %}`."""

from html import escape
from urllib.parse import quote

from coursewright.sequence.omissions import Context

from .braces import guard_braces

__all__ = ["fitted", "otherwise"]


def fitted(text: str, context: Context) -> str:
    """Return a text escaped for where it stands."""
    if context == "text":
        return text
    return escape(quote(text, safe="/:?#[]@!$&'()*+,;=%-._~") if context == "url" else text)


def otherwise(condition: str, shown: str, fallback: str, context: Context) -> str:
    """Return the branch: a fallback is text, so it needs no quotes that it could break out of."""
    if not fallback:
        return shown
    words = guard_braces(fitted(fallback, context), html=context != "text")
    return f"{{% if {condition} %}}{shown}{{% else %}}{words}{{% endif %}}"
