"""The text of a reply without what differs from one recipient to the next.

Addresses, host names and links go before any word is looked for: an address such as
`spam@example.org`, or a filter called `antispam.example.net`, says nothing about the sender.
"""

import re

__all__ = ["fingerprint", "names_an_ip", "words_of"]

_MOST = 4000  # characters that are looked at
_ADDRESS = re.compile(r"<[^<>\s]{0,320}>|[^\s<>\"'(:;,]{1,64}@[\w.\-\[\]]{1,255}")
_LINK = re.compile(r"(?i)\bhttps?(?:://|:\\\\|\s?:/)\S*|\bwww\.\S+")
_HOST = re.compile(
    r"(?i)(?<![\w.-])(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.){1,10}[a-z]{2,24}(?![\w-])\.?"
)
_LISTS = re.compile(
    r"(?i)spamhaus|spamcop|barracudacentral|sorbs|dnsbl|\brbl\b|manitu|uceprotect|invaluement"
    r"|abusix|senderscore|spamrats|surbl|uribl|psbl|mailspike"
)
"""Lists of addresses that send spam: their names do say something about the sender."""
_IP = re.compile(
    r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)|(?i:\b(?:[0-9a-f]{1,4}:){3,7}:?[0-9a-f]{1,4}\b)"
)
_THEIR_IP = re.compile(  # where a relay says whom it spoke to: that address is the receiver's
    r"(?i)(?:\bhost|\bto|\bby|\bserver|\bmta|\bconnected to|\bat|said by)?\s*"
    r"(?:[\w.-]+\s*)?[\[(][0-9a-f.:]{3,45}[\])](?::\d+)?\s*(?:said|refused|failed|:(?=\s*[245]\d\d))"
    r"|\b(?:\d{1,3}\.){3}\d{1,3} (?:does not like|failed after|said)"
    r"|\b(?:connected to|giving up on) (?:\d{1,3}\.){3}\d{1,3}|relay=\[[0-9a-f.:]{3,45}\]"
    r"|\bhost \S{1,255} [\[(][0-9a-f.:]{3,45}[\])]"
)
_ENHANCED = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_ID = re.compile(r"(?i)\b(?=[\w.-]*\d)[\w.-]{6,}\b")


def words_of(text: str) -> str:
    """Return a reply in small letters and single blanks, without addresses, hosts and links."""
    text = _ADDRESS.sub(" ", text[:_MOST])
    text = _LINK.sub(_kept, text)
    return " ".join(_HOST.sub(_kept, text).lower().split())


def _kept(found: "re.Match[str]") -> str:
    name = _LISTS.search(found[0])
    return f" {name[0]} " if name else " "


def names_an_ip(text: str) -> bool:
    """Return whether a reply names an address that is not the receiver's own: it names ours."""
    text = _LINK.sub(" ", text[:_MOST])
    return bool(_IP.search(_THEIR_IP.sub(" ", text)))


def fingerprint(text: str) -> str:
    """Return what is the same in replies that differ only in address, host, number or id."""
    code = _ENHANCED.search(text)
    text = _IP.sub(" ", words_of(_ENHANCED.sub(" ", text)))
    text = re.sub(r"\d+", "#", _ID.sub("#", text))
    words = " ".join(re.findall(r"\w+|#", text))[:160]
    return f"{code[0]} {words}" if code else words
