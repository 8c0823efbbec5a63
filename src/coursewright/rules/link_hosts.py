"""Misleading links: a login in the address, or link text that shows another host."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from urllib.parse import unquote, urlsplit

from publicsuffixlist import PublicSuffixList

from coursewright.mime.addresses import EmailAddress, parse_address
from coursewright.model import Course, Link, Settings, plain
from coursewright.problems import Code, Problem, Severity

from .course_texts import CourseText, per_text

__all__ = ["CODES", "RULES"]

LOGIN = Code(
    "link-with-login",
    Severity.WARNING,
    "A link has a user name or a password before its host.",
    "Everyone who gets the course can read the password. It is also a trick to hide the real host.",
)
OTHER_HOST = Code(
    "link-shows-other-host",
    Severity.WARNING,
    "The text of a link shows a different host from the one it leads to.",
    "Phishing looks like this: filters block the email, and people are misled.",
)
CODES = (LOGIN, OTHER_HOST)

_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_SHOWN = re.compile(
    rf"(?<![\w@./-])(?:(?P<scheme>https?:)//(?:[^\s/@]*@)?(?P<host>[^\s/?#:\"'<>()]+)"
    rf"|(?P<www>www\.(?:{_LABEL}\.)+{_LABEL})"
    rf"|(?P<email>[\w.+-]+@(?P<domain>(?:{_LABEL}\.)+{_LABEL}))"
    rf"|(?P<bare>(?:{_LABEL}\.)+{_LABEL}))",
    re.IGNORECASE,
)
_FILES = frozenset(
    {"cc", "cs", "do", "java", "md", "mm", "mov", "pl", "ps", "py", "rs", "sh", "so", "zip"}
)
"""Extensions of files that are top-level domains too: `setup.py` is no host."""
_RESERVED = frozenset({"example", "test", "invalid", "localhost"})  # RFC 2606 2


@per_text
def texts(text: CourseText, settings: Settings) -> Iterator[Problem]:
    """Find links of texts with a login in them, or with a text that shows another host."""
    for link in text.inlines:
        if isinstance(link, Link):
            if _has_login(link.href):
                message, hint = _login(link.href)
                yield LOGIN.at(link.span, message, hint=hint)
            yield from _other_host(link)


def addresses(course: Course) -> Iterator[Problem]:
    """Find addresses of the settings and the references with a login in them."""
    links = course.settings.links
    for field in ("web", "lms", "service", "help"):
        value = getattr(links, field)
        if value and _has_login(value):
            place = course.fields.get(f"links.{field}", course.settings.span)
            message, hint = _login(value)
            yield LOGIN.at(place, message, hint=hint)
    for reference in course.references.values():
        if reference.url and _has_login(reference.url):
            message, hint = _login(reference.url)
            yield LOGIN.at(reference.span, message, hint=hint)


def _has_login(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and "@" in parts.netloc


def _login(address: str) -> tuple[str, str]:
    host = _host_of(address) or "elsewhere"
    return (
        f"This link gives a user name or a password to `{host}`.",
        "Remove everything before the `@`, and let people log in themselves.",
    )


def _other_host(link: Link) -> Iterator[Problem]:
    target = _host_of(link.href)
    if target is None:
        return
    for shown in _shown_hosts(plain(link.children)):
        if _site_of(shown) != _site_of(target):
            message = f"This text shows `{shown}`, but the link leads to `{target}`."
            hint = "Show the real host, or use a description as the link text."
            yield OTHER_HOST.at(link.span, message, hint=hint)
            return


def _shown_hosts(text: str) -> Iterator[str]:
    """Yield the hosts that a text shows to people, whatever invisible characters are in it."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    for found in _SHOWN.finditer(text):
        host = found["host"] or found["www"] or found["domain"] or found["bare"]
        if found["bare"] is None or _is_meant_as_host(host):
            yield host.rstrip(".,;:!?")


def _is_meant_as_host(word: str) -> bool:
    """Tell whether people take a word with dots for a host: `Node.js` and `setup.py` are none."""
    top = word.rpartition(".")[2]
    if top != top.lower() or top in _FILES:
        return False
    known = _suffixes().publicsuffix(_ascii(word), accept_unknown=False)
    return top in _RESERVED or known is not None


def _host_of(href: str) -> str | None:
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme.lower() == "mailto":
        return unquote(parts.path).rpartition("@")[2].strip() or None
    return parts.hostname if parts.scheme.lower() in ("http", "https") else None


@lru_cache(maxsize=4096)
def _site_of(host: str) -> str:
    """Return what somebody has registered of a host: `example.co.uk` of `www.example.co.uk`."""
    name = _ascii(host)
    return _suffixes().privatesuffix(name) or name


def _ascii(host: str) -> str:
    name = host.rstrip(".").lower()
    parsed = parse_address(f"x@{name}")
    return parsed.domain if isinstance(parsed, EmailAddress) else name


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


RULES = (texts, addresses)
