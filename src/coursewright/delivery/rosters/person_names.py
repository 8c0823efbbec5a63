"""Names as lists have them, and what a person is greeted by: a first name, or nothing.

A wrong first name is worse than none, since the author's fallback stands where none is known: so
where the order of a name is another one, or a word is only a title or an initial, there is none.
"""

import re
import unicodedata

from .addresses import bare

__all__ = ["clean_name", "first_name_of", "joined_name"]

_EMPTY = {
    *("", "n/a", "na", "n.a.", "none", "null", "nil", "nan", "unknown", "unbekannt", "inconnu"),
    *("k.a.", "k. a.", "keine angabe", "not provided", "#n/a", "#n/v", "test", "undefined", "tbd"),
    *("anonymous", "anonym", "(none)", "[none]", "no name", "false", "true", "0"),
}
_TITLES = {
    *("dr", "prof", "professor", "professorin", "mr", "mrs", "ms", "miss", "mx", "sir", "dame"),
    *("herr", "herrn", "frau", "dipl", "ing", "mag", "med", "phil", "rer", "nat", "hc", "h.c"),
    *("dipl.-ing", "pd", "m", "mme", "mlle", "monsieur", "madame", "mademoiselle", "sr", "sra"),
    *("srta", "señor", "señora", "dott", "dott.ssa", "dottssa", "sig", "sig.ra"),
    *("signor", "signora", "dhr", "mevr", "mw", "rev", "fr", "hon", "lord", "lady", "capt", "lt"),
    *("د", "أ", "السيد", "السيدة", "الدكتور", "الدكتورة", "mudr", "ing.arch", "bc", "mgr"),
}
_TITLES_WITH_DOT = {"m", "fr", "h.c", "nat", "med", "phil", "rer", "ing", "sr", "lt"}
"""These are titles only with a dot: without one they may be a name or an initial."""
_SUFFIX = re.compile(
    r"(?i)(?:jr|sr|jun|sen|i{2,3}|iv|ph\.?\s?d|m\.?d|mba|m\.?a|m\.?sc|b\.?a|b\.?sc|ll\.?m|esq|cpa|"
    r"rn|dds|mph|pmp|phd|d\.?phil)\.?\Z"
)
_PAIR = re.compile(r"(?i)\s(?:&|\+|and|und|et|en)\s|/")
_FAMILY_FIRST = {"zh", "ja", "ko", "vi", "hu"}
_VIETNAMESE = {
    *("nguyen", "tran", "le", "pham", "huynh", "hoang", "phan", "vu", "vo", "dang", "bui", "do"),
    *("ho", "ngo", "duong", "ly", "dinh", "doan", "trinh", "truong", "lam", "mai", "dao", "cao"),
}
_VIETNAMESE_MARKS = re.compile("[\u1ea0-\u1ef9\u01a0\u01a1\u01af\u01b0\u0110\u0111]")
_QUOTES = "\"'\u201c\u201d\u2018\u2019\u201e\u201a\u00ab\u00bb()[]"
_LONGEST = 40


def clean_name(text: str) -> str:
    """Return a name as it is kept: without what stands for no name, and given name first.

    `Müller, Anna` becomes `Anna Müller`. Case and every other order are left alone.
    """
    if not text:
        return ""
    name = " ".join(_bare_ends(text).split())
    if name.casefold() in _EMPTY or "@" in name or not any(char.isalpha() for char in name):
        return ""
    pieces = [piece.strip() for piece in name.split(",")]
    suffixes: list[str] = []
    while len(pieces) > 1 and (not pieces[-1] or _SUFFIX.match(pieces[-1])):
        suffixes.insert(0, pieces.pop())
    if len(pieces) == 2 and pieces[0] and len(pieces[0].split()) <= 4:
        return ", ".join([f"{pieces[1]} {pieces[0]}", *filter(None, suffixes)])
    return name


def joined_name(name: str, first: str, last: str) -> tuple[str, str]:
    """Return the whole name and the first name from up to three columns.

    A column `name` may be the whole name or, beside a first name, the family name.
    """
    first, last = clean_name(first), clean_name(last)
    if not first and not last:
        return clean_name(name), ""
    name = _bare_ends(name)
    if not first:
        name = clean_name(name)
        if not name:
            return "", ""
        whole = last.casefold() in name.casefold()
        return (name, "") if whole else (f"{name} {last}", name)
    name = clean_name(name)
    if name and (last or first.casefold() in name.casefold()):
        return name, first
    family = name or last
    if family and _eastern(first) and _eastern(family):
        return f"{family} {first}", first
    return f"{first} {family}".strip(), first


def first_name_of(name: str, given: str = "", language: str = "") -> str:
    """Return what a person is greeted by, or an empty text: the author's fallback stands then.

    Args:
        name: the whole name.
        given: the column `first_name`, which is believed where it holds a name.
        language: of the person or the course; some put the family name first.
    """
    if given and (first := clean_name(given)):
        words = _without_titles(first.split())
        return " ".join(words) if _sound(first) and not _initial(first) else ""
    name = clean_name(name)
    if not name or (" " in name and _eastern(name)) or _PAIR.search(f" {name} "):
        return ""
    words = name.split(",")[0].split()
    named = _without_titles(words)
    if not named or (len(named) < len(words) and len(named) == 1):
        return ""  # `Dr. Müller`: the one word that is left is the family name
    if len(named) > 1 and (language.lower()[:2] in _FAMILY_FIRST or _vietnamese(named)):
        return ""
    first = named[0].strip(_QUOTES)
    return first if _sound(first) and not _initial(first) else ""


def _bare_ends(text: str) -> str:
    """Return text without space, or characters that nobody sees, at its ends: joiners stay."""
    if text.isascii():  # nearly always, and far quicker
        return text.strip()
    while text and (text[0].isspace() or not bare(text[0])):
        text = text[1:]
    while text and (text[-1].isspace() or not bare(text[-1])):
        text = text[:-1]
    return text


def _without_titles(words: list[str]) -> list[str]:
    rest = list(words)
    while rest:
        word = rest[0].strip(_QUOTES).casefold()
        plain = word.rstrip(".")
        dotted = word.endswith(".") or plain not in _TITLES_WITH_DOT
        if plain not in _TITLES or not dotted or (len(rest) == 1 and len(words) == 1):
            break
        rest.pop(0)
    return rest


def _sound(word: str) -> bool:
    """Tell whether a word can be read out as a name: no number, link, user name or decoration."""
    if len(word) > _LONGEST or not any(char.isalpha() for char in word):
        return False
    return not re.search(r"[\d/:@<>_=*{}]|\w\.\w", word)


def _initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1 or word.endswith(".")


def _eastern(text: str) -> bool:
    """Tell whether a name is written in Chinese, Japanese or Korean."""
    letters = [char for char in text if char.isalpha()]
    found = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
    return bool(letters) and all(unicodedata.name(char, "").startswith(found) for char in letters)


def _vietnamese(words: list[str]) -> bool:
    text = unicodedata.normalize("NFC", " ".join(words))
    plain = unicodedata.normalize("NFD", words[0]).replace("đ", "d").replace("Đ", "D")
    first = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return first in _VIETNAMESE and bool(_VIETNAMESE_MARKS.search(text))
