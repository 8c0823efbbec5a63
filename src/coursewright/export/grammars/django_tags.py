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
    # `strip` is a method of the value: a name of blanks counts as none.
    shown = f"{{{{ {field}.strip|{_FILTERS[context]} }}}}"
    return otherwise(f"{field}.strip", shown, fallback, context)


DJANGO = Grammar(guard_braces, _value)
