"""A value or what stands there without it, in the languages that have `{% if %}`."""

from coursewright.sequence.placeholders import Context, escape_value

from .braces import guard_braces

__all__ = ["otherwise"]


def otherwise(condition: str, shown: str, fallback: str, context: Context) -> str:
    """Return the branch: a fallback is text, so it needs no quotes that it could break out of."""
    if not fallback:
        return shown
    words = guard_braces(escape_value(fallback, context), html=context != "text")
    return f"{{% if {condition} %}}{shown}{{% else %}}{words}{{% endif %}}"
