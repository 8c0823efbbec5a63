"""Rows that a list itself marks as unsubscribed, bounced or not confirmed: nobody enrolls them."""

import re
import unicodedata

__all__ = ["opted_out"]

_STATUS = {
    "unsubscribed": "unsubscribed optedout optout unsub abgemeldet ausgetragen abbestellt "
    "desabonne desinscrit desuscrito baja dadodebaja cancelado cancelled canceled annule "
    "disiscritto uitgeschreven avregistrerad wypisany descadastrado donotemail donotcontact "
    "nonmarketingcontact notsubscribed nonsubscribed blacklisted blocklisted suppressed",
    "bounced": "bounced hardbounced hardbounce bounce cleaned invalid undeliverable unzustellbar",
    "complained": "complained complaint spam spamcomplaint abuse markedasspam",
    "not confirmed": "unconfirmed notconfirmed pending pendingconfirmation unverified inactive "
    "nichtbestatigt unbestatigt",
    "deleted": "deleted archived removed suspended geloscht",
}
_KINDS = {word: kind for kind, words in _STATUS.items() for word in words.split()}
_YES = {
    *("true", "yes", "y", "1", "x", "ja", "j", "wahr", "oui", "vrai", "si", "verdadero", "sim"),
    *("vero", "tak", "da", "on", "checked", "✓", "✔", "☑", "t", "sand", "waar"),
}
_NO = {
    *("", "false", "no", "n", "0", "nein", "falsch", "non", "faux", "falso", "nao", "nie", "nee"),
    *(
        "off",
        "unchecked",
        "-",
        "\u2013",
        "✗",
        "☐",
        "f",
        "never",
        "none",
        "null",
        "n/a",
        "onwaar",
        "nej",
    ),
}
_NEVER = re.compile(r"[0\-:/. ]*\Z")
_DATE = re.compile(r"\s*\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")


def opted_out(field: str, text: str) -> str:
    """Return why a cell forbids to enroll its row, or an empty text.

    Raises:
        ValueError: it should be a yes or a no, and is neither; the message says what to do.
    """
    word = _plain(text)
    match field:
        case "status":
            return _KINDS.get("".join(char for char in word if char.isalnum()), "")
        case "opted_in":
            return "not subscribed" if word in _NO - {""} else ""
        case "opted_out_at":
            return "" if word in _NO or _NEVER.match(word) else "unsubscribed"
        case "opted_out":
            if word in _NO:
                return ""
            if word in _YES or _DATE.match(text) or _KINDS.get(word):
                return _KINDS.get(word, "unsubscribed")
            msg = f"{text[:40]!r} is neither yes nor no. Write true or false, or rename the column"
            raise ValueError(msg)
        case _:
            return ""


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.strip()).casefold()
    return "".join(char for char in folded if not unicodedata.combining(char))
