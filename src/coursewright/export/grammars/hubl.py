"""HubL, HubSpot's kin of Jinja: a personalization token carries its own default."""

import json

from coursewright.export.mailer import Grammar
from coursewright.sequence.placeholders import Context

from .braces import guard_braces

__all__ = ["HUBL"]

_FILTERS: dict[Context, str] = {
    "html": "|escape",
    "attr": "|escape",
    "url": "|urlencode",
    "text": "",
}


def _value(field: str, context: Context, fallback: str) -> str:
    words = json.dumps(fallback, ensure_ascii=False)
    return f'{{{{ personalization_token("{field}", {words}){_FILTERS[context]} }}}}'


HUBL = Grammar(guard_braces, _value)
