"""Liquid, as Kit and Customer.io have it: nothing is escaped unless a filter does it."""

from coursewright.export.mailer import Grammar
from coursewright.sequence.placeholders import Context

from .braces import guard_braces
from .branching import otherwise

__all__ = ["LIQUID"]

_FILTERS: dict[Context, str] = {
    "html": " | escape",
    "attr": " | escape",
    "url": " | url_encode",
    "text": "",
}


def _value(field: str, context: Context, fallback: str) -> str:
    shown = f"{{{{ {field}{_FILTERS[context]} }}}}"
    return otherwise(f"{field} != blank", shown, fallback, context)


LIQUID = Grammar(guard_braces, _value)
