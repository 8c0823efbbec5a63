"""The style sheet of lessons and site: one template, filled from the brand."""

import re
from pathlib import Path
from typing import Protocol

from coursewright.presentation.brand import load_brand
from coursewright.presentation.templates import Templates

__all__ = ["PageOptions", "style_sheet"]

_RULE = re.compile(r"([^@{}]+)\{([^{}]*)\}")
_WITHIN = re.compile(r"(@media [^{}]+)\{([^@{}]+\{[^{}]*\})\}")
_NESTED = r"\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)"  # four deep: `:not(:has(...))`
_SELECTOR = re.compile(rf"(?:[^,()]|{_NESTED})+")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
_BRACKETS = re.compile(rf"{_NESTED}|\[[^\]]*\]")
_ELEMENT = re.compile(r"(?:^|[\s>+~])([a-z][a-z0-9]*)")
# Elements that a page needs no tag for, and what stands in place of a selector in `@keyframes`.
_ALWAYS = frozenset({"<html", "<body", "<from", "<to"})
_JOINS = re.compile(r"(?<=[{};,])\n")
_WORD = re.compile(r"<?[A-Za-z][\w-]*")


class PageOptions(Protocol):
    """What a page wants of the options of a compile."""

    @property
    def templates(self) -> tuple[Path, ...]:
        """Folders searched for templates, the author's before ours."""


def style_sheet(options: PageOptions, *, worn_by: str | None = None) -> str:
    """Return the style sheet, without indents and ends of lines that only we read.

    Args:
        options: templates of the author.
        worn_by: what pages and scripts name: classes, elements with a `<` before them, all words
            of scripts; rules for classes and elements that are not among it are left out.
    """
    brand = load_brand(options.templates)
    text = Templates("lesson", options.templates).render("style.css.j2", brand=brand)
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    if worn_by is not None:
        named = frozenset(_WORD.findall(worn_by)) | _ALWAYS
        lines = [kept for line in lines if (kept := _worn(line, named))]
    return _JOINS.sub("", "\n".join(lines)) + "\n"


def _worn(line: str, named: frozenset[str]) -> str:
    """Return a rule for the selectors that fit what is named; what is no whole rule stays."""
    within = _WITHIN.fullmatch(line)
    if within is not None:
        kept_rule = _worn(within[2], named)
        return f"{within[1]}{{{kept_rule}}}" if kept_rule else ""
    rule = _RULE.fullmatch(line)
    if rule is None:
        return line
    kept = [one for one in _SELECTOR.findall(rule[1]) if _fits(one, named)]
    return f"{','.join(kept)}{{{rule[2]}}}" if kept else ""


def _fits(selector: str, named: frozenset[str]) -> bool:
    """Return whether all classes are named, and all elements that stand outside of brackets."""
    elements = _ELEMENT.findall(_BRACKETS.sub("", selector.strip()))
    return named.issuperset(_CLASS.findall(selector)) and all(
        f"<{one}" in named or one in named for one in elements
    )
