"""Liquid, as Kit and Customer.io have it: nothing is escaped unless a filter does it.

A name of blanks counts as none: Liquid's own `blank` differs between engines, so it is stripped.
"""

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
    shown = f"{{{{ {field} | strip{_FILTERS[context]} }}}}"
    if not fallback:
        return shown
    name = field.replace(".", "_")
    assigned = f"{{% assign {name} = {field} | strip %}}"
    return assigned + otherwise(f'{name} != ""', shown, fallback, context)


LIQUID = Grammar(guard_braces, _value)
