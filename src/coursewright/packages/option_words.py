"""Words by which a report names an option: short, made of its text, what every LMS takes.

Moodle takes letters, digits and `_` in an answer of SCORM 2004, and a point or a comma would divide
an answer of 1.2. What has no Latin letters is named by the option's letter, as in 1.2.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain, count
from string import ascii_lowercase, digits

__all__ = ["option_letters", "option_words", "short_text", "true_first"]

_LONGEST = 40
_LETTERS = ascii_lowercase + digits  # SCORM 1.2 RTE 3.4.4: one character of a-z, 0-9
_SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}  # noqa: RUF001
    | {"%": " percent ", "&": " and ", "+": " plus "}
    | {"−": "-", "’": "", "'": ""}  # noqa: RUF001 -- a minus sign and an apostrophe
    | dict(zip("абвгдеёзийклмнопрстуфхыэ", "abvgdeezijklmnoprstufhye", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu"}
    | {"я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g"}  # noqa: RUF001
    | dict(zip("αβγδεζηικλμνξοπρσςτυω", "avgdeziiklmnxoprsstyo", strict=True))
    | {"θ": "th", "φ": "f", "χ": "ch", "ψ": "ps"}
)

_TRUE = {
    *("agree", "correct", "ja", "korrekt", "oui", "richtig", "right", "stimmt", "sì", "sí"),
    *("true", "verdadero", "vero", "vrai", "waar", "wahr", "yes", "صح", "صحيح", "صواب", "نعم"),
    *("certo", "correcto", "corretto", "exact", "juist", "sim", "verdadeira", "verdadeiro"),
    *("dobrze", "prawda", "tak", "נכון", "כן", "सत्य", "सही", "हाँ", "हां"),
    *("对", "對", "是", "正确", "正確", "はい", "正しい", "真", "○"),
}
_FALSE = {
    *("disagree", "false", "falsch", "falso", "faux", "incorrect", "nein", "no", "non"),
    *("onwaar", "wrong", "خاطئ", "خطأ", "لا"),
    *("errado", "falsa", "incorrecto", "incorreto", "nee", "não", "onjuist", "sbagliato"),
    *("fałsz", "nie", "nieprawda", "źle", "לא", "לא נכון", "שגוי", "असत्य", "ग़लत", "गलत", "नहीं"),
    *(
        "错",
        "錯",
        "否",
        "错误",
        "錯誤",
        "不正确",
        "いいえ",
        "正しくない",
        "誤り",
        "間違い",
        "偽",
        "×",  # noqa: RUF001 -- a cross
    ),
}
_ENDS = " .!。！।"  # noqa: RUF001 -- full stops
_BEFORE_NUMBERS = {"-": "minus", "<": "below", ">": "above"}


def option_letters(keys: Iterable[str]) -> dict[str, str]:
    """Return the letter of each option: its place among the sorted keys, as the player has it."""
    return dict(zip(sorted(keys), chain(_LETTERS, map(str, count(36))), strict=False))


def option_words(keys: Sequence[str], texts: Sequence[str], given: Sequence[bool]) -> list[str]:
    """Return a name for each option of a question, unique in it.

    Args:
        keys: the keys of the options.
        texts: what the options say.
        given: whether a key is the author's own: then it is the name.
    """
    letters = option_letters(keys)
    names = [
        re.sub("[^A-Za-z0-9]+", "_", key) if own else _slug(text) or f"option_{letters[key]}"
        for key, text, own in zip(keys, texts, given, strict=True)
    ]
    same = {name for name in names if names.count(name) > 1}
    unique = [
        f"{name}_{letters[key]}" if name in same else name
        for name, key in zip(names, keys, strict=True)
    ]
    return unique if len(set(unique)) == len(keys) else [f"option_{letters[key]}" for key in keys]


def true_first(texts: Sequence[str]) -> bool:
    """Tell whether the first of two options is the one that says "true", or neither does.

    A report says `true` or `false`; it must not call the option "False" true because it is first.
    """
    first, second = (_plain(text) for text in texts) if len(texts) == 2 else ("", "")
    return not (first in _FALSE or (second in _TRUE and first not in _TRUE))


def _plain(text: str) -> str:
    """Return a text composed, in small letters, without its full stop."""
    return unicodedata.normalize("NFC", text).casefold().strip(_ENDS)


def short_text(text: str, most: int) -> str:
    """Return a text of at most `most` UTF-16 units, cut behind a word."""
    text = " ".join(text.split())
    if _units(text) <= most:
        return text
    while _units(text) > most - 1:
        text = text[:-1]
    head, _, _ = text.rpartition(" ")
    return f"{(head if len(head) > most // 2 else text).rstrip(' ,;:.-')}…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _slug(text: str) -> str:
    """Return a text as words of ASCII joined by `_`; "" where most of it has no such letters."""
    letters = sum(char.isalnum() for char in text)
    plain = text.casefold().translate(_SPELLED)
    for sign, word in _BEFORE_NUMBERS.items():
        plain = re.sub(rf"(?<!\w){sign}(?=\s*\d)", f"{word} ", plain)
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.findall(r"[a-z0-9]+", plain)
    if 2 * sum(map(len, words)) < letters or not words:
        return ""
    while len("_".join(words)) > _LONGEST and len(words) > 1:
        words.pop()
    return "_".join(words)[:_LONGEST]
