"""Django's templates, on which Buttondown builds: escaped once, whether or not it escapes too."""

from coursewright.export.mailer import Grammar
from coursewright.sequence.placeholders import Context

from .braces import guard_braces
from .branching import otherwise

__all__ = ["DJANGO"]

_FILTERS: dict[Context, str] = {
    "html": "force_escape",
    "attr": "force_escape",
    "url": "urlencode",
    "text": "safe",
}


def _value(field: str, context: Context, fallback: str) -> str:
    return otherwise(field, f"{{{{ {field}|{_FILTERS[context]} }}}}", fallback, context)


DJANGO = Grammar(guard_braces, _value)
