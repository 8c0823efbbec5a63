"""Questions as simpler ones, for formats that lack their type; nothing of the answer is lost."""

import re
from dataclasses import replace
from html import escape
from typing import Any

from .items import (
    BankChoice,
    BankGaps,
    BankMatch,
    BankMatrix,
    BankOption,
)

__all__ = ["gap_as_choice", "gaps_as_match", "matrix_as_choice", "matrix_as_match", "with_picture"]

_BLANK = "_____"


def with_picture(item: BankChoice) -> BankChoice:
    """Return a question with its picture at the end of the prompt, and no places in it."""
    if item.picture is None:
        return item
    shown = item.picture
    image = f'<img src="{escape(shown.src)}" alt="{escape(shown.alt)}"/>'
    prompt = item.prompt if item.prompt.startswith("<p") else f"<p>{item.prompt}</p>"
    options = tuple(replace(option, area=None) for option in item.options)
    return replace(item, prompt=f"{prompt}<p>{image}</p>", options=options, picture=None)


def matrix_as_match(item: BankMatrix) -> BankMatch:
    """Return a matrix with one column for each row as pairs."""
    used = {places[0] for places in item.fits}
    return BankMatch(
        **_shared(item),
        pairs=tuple(
            (row, item.columns[places[0]]) for row, places in zip(item.rows, item.fits, strict=True)
        ),
        extra=tuple(text for at, text in enumerate(item.columns) if at not in used),
        heads=(item.head, ""),
        right=item.right,
        wrong=item.wrong,
    )


def matrix_as_choice(item: BankMatrix) -> BankChoice:
    """Return a matrix as a choice of several: each cell is an option, `Black: Milk`."""
    return BankChoice(
        **_shared(item),
        options=tuple(
            BankOption(f"{row}: {column}", at in places)
            for row, places in zip(item.rows, item.fits, strict=True)
            for at, column in enumerate(item.columns)
        ),
        multiple=True,
    )


def gap_as_choice(item: BankGaps) -> BankChoice:
    """Return the one gap of a text, a list of words, as a choice; the gap is a line."""
    (gap,) = item.gaps
    options = [BankOption(escape(gap.answers[0], quote=False), True, item.right)]
    options += [BankOption(escape(word, quote=False), False, item.wrong) for word in gap.wrong]
    options.sort(key=lambda option: option.text.casefold())
    prompt = item.prompt.replace("[[1]]", _BLANK, 1)
    return BankChoice(**_shared(item) | {"prompt": prompt}, options=tuple(options))


def gaps_as_match(item: BankGaps) -> BankMatch:
    """Return a text with gaps as pairs: the number of a gap, and the word that fits."""
    prompt = re.sub(r"\[\[(\d+)\]\]", rf"({_BLANK} \1)", item.prompt)
    words = [gap.answers[0] for gap in item.gaps]
    wrong = [word for gap in item.gaps for word in gap.wrong if word not in words]
    return BankMatch(
        **_shared(item) | {"prompt": prompt},
        pairs=tuple(
            (f"({number})", escape(word, quote=False)) for number, word in enumerate(words, 1)
        ),
        extra=tuple(escape(word, quote=False) for word in dict.fromkeys(wrong)),
        right=item.right,
        wrong=item.wrong,
    )


def _shared(item: BankMatrix | BankGaps) -> dict[str, Any]:
    names = ("id", "title", "category", "prompt", "feedback", "place")
    return {name: getattr(item, name) for name in names}
