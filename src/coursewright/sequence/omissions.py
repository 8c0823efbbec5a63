"""Gaps in a compiled text, and how a sentence goes that has only a link to a page that is not."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, cast

from coursewright.errors import UsageError

__all__ = ["Context", "Gap", "Segment", "leave_out", "read_segments"]

Context = Literal["html", "attr", "url", "text"]
_CONTEXTS = ("html", "attr", "url", "text")
# Two noncharacters around a number: no text of a compiled mail holds them (Unicode 23.7).
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"


@dataclass(frozen=True, slots=True)
class Gap:
    """What a mailer fills for each learner."""

    name: str
    context: Context
    fallback: str


Segment = str | Gap


def read_segments(value: Any) -> tuple[Segment, ...]:
    """Return the segments of one text of a message file."""
    pieces = [value] if isinstance(value, str) else value
    return tuple(
        re.sub(f"[{_OPEN}{_CLOSE}]", "", one) if isinstance(one, str) else _gap(one)
        for one in pieces
    )


def _gap(value: Any) -> Gap:
    context = value["context"]
    if context not in _CONTEXTS:
        msg = f"a slot stands in an unknown context: {str(context)[:40]!r}"
        raise UsageError(msg, hint="Build the course again.")
    return Gap(str(value["slot"]), cast("Context", context), str(value.get("fallback") or ""))


def leave_out(
    segments: Iterable[Segment], dead: Callable[[Gap], bool], *, html: bool
) -> tuple[Segment, ...]:
    """Return the text without its dead gaps, nor the links and lines that stand for them alone."""
    gaps: list[Gap] = []
    pieces = []
    for one in segments:
        if isinstance(one, Gap):
            pieces.append(f"{_OPEN}{'-' if dead(one) else ''}{len(gaps)}{_CLOSE}")
            gaps.append(one)
        else:
            pieces.append(one)
    text = "".join(pieces)
    if f"{_OPEN}-" in text:
        text = _without_links(text) if html else _without_lines(text)
        text = re.sub(f"{_OPEN}-\\d+{_CLOSE}", "", text)
    parts = re.split(f"{_OPEN}(\\d+){_CLOSE}", text)
    return tuple(gaps[int(part)] if index % 2 else part for index, part in enumerate(parts) if part)


_LINK = rf'<a [^<>]*href="[^"<>]*{_OPEN}-[^<>]*>(?:(?!</?a\b).)*</a>'
_DOT = r"(?:&nbsp;|&#160;|\xa0|\s)*(?:·|&#183;|&middot;)(?:&nbsp;|&#160;|\xa0|\s)*"
_BUTTON = re.compile(
    rf"<table\b(?:(?!</?table\b).)*?{_LINK}(?:(?!</?table\b).)*?</table>", re.DOTALL
)
_LINK_THEN_DOT = re.compile(rf"{_LINK}{_DOT}", re.DOTALL)
_DOT_THEN_LINK = re.compile(rf"(?:{_DOT}|<br ?/?>)?{_LINK}", re.DOTALL)


def _without_links(html: str) -> str:
    """Cut buttons, then links with the dot that parts them from the next, then what is left empty.

    Tags are cut in pairs, so that the page stays well formed.
    """
    html = _BUTTON.sub(lambda found: "" if _is_button(found[0]) else found[0], html)
    html = _LINK_THEN_DOT.sub("", html)
    html = _DOT_THEN_LINK.sub(_OPEN, html)
    html = re.sub(rf"<p\b[^<>]*>(?:\s|&nbsp;|{_OPEN}(?!-?\d))*{_OPEN}(?!-?\d)\s*</p>", "", html)
    return re.sub(rf"{_OPEN}(?!-?\d)", "", html)


def _is_button(table: str) -> bool:
    """Tell whether a table holds one link and nothing else."""
    outside = re.sub(_LINK, "", table, flags=re.DOTALL)
    return not re.sub(r"<[^<>]*>|\s|&nbsp;", "", outside)


def _without_lines(text: str) -> str:
    """Cut each address that is missing, with the lines above that announce it."""
    kept: list[str] = []
    for line in text.split("\n"):
        if not re.fullmatch(rf"\s*{_OPEN}-\d+{_CLOSE}\s*", line):
            kept.append(line)
            continue
        while kept and kept[-1].strip() and not kept[-1].startswith(" "):
            kept.pop()
        while len(kept) > 1 and not kept[-1].strip() and not kept[-2].strip():
            kept.pop()
    return "\n".join(kept)
