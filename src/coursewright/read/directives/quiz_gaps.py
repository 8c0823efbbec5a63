"""Questions of the type `gaps`: a text with `[= answer | other]` or `[? right | wrong]` in it."""

import re
from dataclasses import replace

from coursewright import model as m
from coursewright.problems import Code, Severity
from coursewright.source import Span

from .quiz_parts import common, split_prompt
from .spec import Built, Filled

__all__ = ["CODES", "gaps"]

GAP = Code(
    "gap-malformed",
    Severity.ERROR,
    "A gap in a text is malformed.",
    "Learners could not fill it in, or no answer would be right.",
)
CODES = (GAP,)

_GAP = re.compile(r"\[([=?])([^\[\]]*)\]")
_LONGEST = 100
_Pieces = list[tuple[m.Inline, ...]]


def gaps(filled: Filled) -> Built | None:
    """Return a text with gaps: the last paragraph, and what stands above as its prompt."""
    prompt, text = _text(filled)
    if text is None:
        return None
    pieces: _Pieces = [()]
    found: list[m.Gap] = []
    for piece in text.children:
        if isinstance(piece, m.Text):
            _split(filled, piece, pieces, found)
        else:
            pieces[-1] = (*pieces[-1], piece)
    if not found:
        message = f"The last paragraph of `{filled.get('id')}` has no gap."
        hint = "Write a gap as `[= answer | other answer]` or `[? right | wrong | wrong]`."
        filled.reading.report(GAP, text.span, message, hint)
        return None
    return m.Gaps(
        prompt=prompt,
        pieces=tuple(pieces),
        gaps=_keyed(found, pieces),
        exact=filled.get("exact", False),
        right=filled.parts.get("right", ()),
        wrong=filled.parts.get("wrong", ()),
        **common(filled),
    )


def _text(filled: Filled) -> tuple[tuple[m.Block, ...], m.Paragraph | None]:
    body: tuple[m.Block, ...] = filled.body
    if body and isinstance(body[-1], m.Paragraph):
        return body[:-1], body[-1]
    return split_prompt(filled, m.Paragraph, "a paragraph with `[= answer]` in it")


def _split(filled: Filled, text: m.Text, pieces: _Pieces, found: list[m.Gap]) -> None:
    """Add the gaps of a text, and what stands around them."""
    at = 0
    for match in _GAP.finditer(text.text):
        before = text.text[at : match.start()]
        if before:
            pieces[-1] = (*pieces[-1], m.Text(before, _part(text.span, at, match.start())))
        place = _part(text.span, match.start(), match.end())
        accepts = tuple(" ".join(one.split()) for one in match[2].split("|"))
        _check(filled, match[1] == "?", accepts, place)
        found.append(m.Gap("", accepts, match[1] == "?", place))
        pieces.append(())
        at = match.end()
    if rest := text.text[at:]:
        pieces[-1] = (*pieces[-1], m.Text(rest, _part(text.span, at, len(text.text))))


def _part(span: Span, start: int, end: int) -> Span:
    return replace(span, column=span.column + start, end_column=span.column + end)


def _check(filled: Filled, chosen: bool, accepts: tuple[str, ...], place: Span) -> None:
    folded = [one.casefold() for one in accepts]
    if not all(accepts):
        message, hint = "A gap has an empty answer.", "Write `[= answer | other answer]`."
    elif chosen and len(accepts) < 2:
        message = "This gap has only one answer to choose from."
        hint = "Add wrong ones, `[? right | wrong]`, or let learners write it: `[= answer]`."
    elif len(set(folded)) < len(folded):
        message, hint = "A gap has the same answer twice.", "Remove one."
    elif max(map(len, accepts)) > _LONGEST:
        message = f"An answer of a gap has more than {_LONGEST} characters."
        hint = "Ask for a word or two; use a question of the type `text` for longer answers."
    else:
        return
    filled.reading.report(GAP, place, message, hint)


def _keyed(found: list[m.Gap], pieces: _Pieces) -> tuple[m.Gap, ...]:
    """Return the gaps with keys made of what fits; the words before tell equal ones apart."""
    keys: list[str] = []
    for gap, before in zip(found, pieces, strict=False):
        key = m.stable_key(gap.accepts[0])
        turn = 0
        while key in keys:
            key = m.stable_key(gap.accepts[0], m.plain(before).strip(), str(turn))
            turn += 1
        keys.append(key)
    return tuple(replace(gap, key=key) for gap, key in zip(found, keys, strict=True))
