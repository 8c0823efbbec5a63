"""Fill the fields of an interface string: names, numbers, and plural forms by CLDR.

A string may say `{days, plural, one {# day} other {# days}}`, as ICU MessageFormat does. The
language decides which form a number takes, and which digits it is written with.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

from .fallback_text import FallbackText

__all__ = [
    "decimal_text",
    "format_message",
    "latin_digits",
    "message_fields",
    "plural_form",
    "plural_names",
]

_FIELD = re.compile(r"\{(?P<name>\w+)(?:, plural,(?P<forms>(?: *[a-z]+ *\{[^{}]*\})+) *)?\}")
# Babel knows which digits a language uses, but writes European ones: the zero of each set.
_ZEROS = {
    "adlm": "\N{ADLAM DIGIT ZERO}",
    "arab": "\N{ARABIC-INDIC DIGIT ZERO}",
    "arabext": "\N{EXTENDED ARABIC-INDIC DIGIT ZERO}",
    "beng": "\N{BENGALI DIGIT ZERO}",
    "cakm": "\N{CHAKMA DIGIT ZERO}",
    "deva": "\N{DEVANAGARI DIGIT ZERO}",
    "hmnp": "\N{NYIAKENG PUACHUE HMONG DIGIT ZERO}",
    "mtei": "\N{MEETEI MAYEK DIGIT ZERO}",
    "mymr": "\N{MYANMAR DIGIT ZERO}",
    "nkoo": "\N{NKO DIGIT ZERO}",
    "olck": "\N{OL CHIKI DIGIT ZERO}",
    "tibt": "\N{TIBETAN DIGIT ZERO}",
}
_FORM = re.compile(r"([a-z]+) *\{([^{}]*)\}")


def format_message(text: str, language: str, values: Mapping[str, object]) -> str:
    """Return `text` with its fields filled; a field without a value stays as it is.

    Args:
        text: the string, such as `Lesson {n} of {count}`.
        language: the BCP 47 tag of the course. A language that CLDR does not know counts as
            English does.
        values: what the fields stand for. Whole numbers get the digits of the language.
            A text from another language has the plural forms and digits of its own.
    """
    own = text.language if isinstance(text, FallbackText) else None
    locale = _locale(own or language)

    def filled(field: re.Match[str]) -> str:
        if field["name"] not in values:
            return field[0]
        value = values[field["name"]]
        shown = _shown(value, locale)
        if field["forms"] is None or not isinstance(value, int):
            return shown
        forms: dict[str, str] = dict(_FORM.findall(field["forms"]))
        form = forms.get(locale.plural_form(value), forms.get("other", "#"))
        return form.replace("#", shown)

    shown = _FIELD.sub(filled, text)
    return FallbackText(shown, own) if own else shown


def message_fields(text: str) -> dict[str, frozenset[str]]:
    """Return the fields of a string by name, each with the plural forms that it offers."""
    return {
        field["name"]: frozenset(form for form, _ in _FORM.findall(field["forms"] or ""))
        for field in _FIELD.finditer(text)
    }


def plural_form(number: int, language: str) -> str:
    """Return the plural form that a number takes in a language."""
    return _locale(language).plural_form(number)


def plural_names(language: str) -> tuple[str, ...]:
    """Return the plural forms of a language by CLDR, in CLDR's order: one, few, many, other."""
    tags = {*_locale(language).plural_form.tags, "other"}
    return tuple(name for name in ("zero", "one", "two", "few", "many", "other") if name in tags)


def decimal_text(value: Decimal, language: str) -> str:
    """Return a number with its decimals and without groups, in the digits of the language."""
    locale = _locale(language)
    shown = format_decimal(value, "0.##############", locale, numbering_system="default")
    return _own_digits(shown, locale)


def latin_digits(language: str) -> bool:
    """Return whether numbers of a language are written with 0 to 9."""
    return _shown(7, _locale(language)) == "7"


def _shown(value: object, locale: Locale) -> str:
    if not isinstance(value, int):
        return str(value)
    shown = format_decimal(value, locale=locale, numbering_system="default")
    return _own_digits(shown, locale)


def _own_digits(shown: str, locale: Locale) -> str:
    zero = _ZEROS.get(locale.default_numbering_system)
    return shown if zero is None else "".join(_digit(sign, zero) for sign in shown)


def _digit(sign: str, zero: str) -> str:
    return chr(ord(zero) + int(sign)) if sign.isdecimal() else sign


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    parts = [part for part in language.split("-") if part.isalnum()]
    while parts:
        try:
            return Locale.parse("-".join(parts), sep="-")
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return Locale("en")
