"""Interface text in another language than the page: HTML says so, with `lang` and `dir`.

A language without interface text takes it from English. A screen reader would read that with the
voice of the page's language, and a page from right to left would put its full stops to the left.
"""

import re
from contextvars import ContextVar

from markupsafe import Markup, escape

__all__ = ["FallbackText", "isolated", "marked_fallbacks", "marking"]

# Noncharacters of Unicode: no text holds them, and none reaches a page.
_START, _THEN, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_MARK = re.compile(f"{_START}[A-Za-z-]*{_THEN}|{_END}")
_PIECES = re.compile(
    # What cannot hold a `span`: comments, elements of plain text, the insides of a tag.
    r"<!--.*?-->"
    r"|<(?P<plain>script|style|title|textarea|option|mj-title|mj-preview)\b.*?</(?P=plain)\s*>"
    r"|<[^>]*>"
    f"|{_START}(?P<language>[A-Za-z-]*){_THEN}(?P<text>[^{_START}{_END}]*){_END}",
    re.DOTALL | re.IGNORECASE,
)

marking: ContextVar[bool] = ContextVar("marking", default=False)
"""Whether a template is being filled, whose render marks fallback text."""


class FallbackText(str):
    """Interface text in another language than that of the course."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str = "en") -> "FallbackText":
        """Return `text`, which is in `language`."""
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __html__(self) -> Markup:
        """Return the text for HTML; while a template is filled, with its language beside it."""
        text = escape(str(self))
        if not marking.get():
            return text
        return Markup(f"{_START}{self.language}{_THEN}{text}{_END}")  # noqa: S704 -- escaped


def marked_fallbacks(html: str) -> str:
    """Return the HTML of a template with `lang` and `dir` around fallback text."""
    return _PIECES.sub(_piece, html) if _START in html else html


def _piece(found: re.Match[str]) -> str:
    language = found["language"]
    if language is None:
        return _MARK.sub("", found[0])
    return f'<span lang="{language}" dir="ltr">{found["text"]}</span>'


def isolated(text: str) -> str:
    """Return interface text for a script: fallback text isolated from what is around it.

    A script puts text into attributes and titles, too, where no element can say `dir`. Where it
    makes an element, it knows by the isolation that the text is in another language.
    """
    return f"\u2066{text}\u2069" if isinstance(text, FallbackText) else text
