"""Gaps in Moodle's notation within a text: `{1:SHORTANSWER:=Berlin~%50%Bonn}`."""

import re

from .items import Gap
from .rich_text import plain_text

__all__ = ["read_cloze"]

_GAP = re.compile(r"\{(\d*):([A-Z_]+):((?:\\.|[^\\}])*)\}", re.DOTALL)
_TYPED = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC", "NUMERICAL", "NM"}


def read_cloze(text: str) -> tuple[str, tuple[Gap, ...], int]:
    """Return the text with `[[1]]` for its first gap, the gaps, and how many were lists."""
    gaps: list[Gap] = []
    chosen = 0

    def gap(found: re.Match[str]) -> str:
        nonlocal chosen
        answers = tuple(_answers(found[3], number=found[2] in ("NUMERICAL", "NM")))
        if not answers:
            return found[0]
        chosen += found[2] not in _TYPED
        gaps.append(Gap(answers))
        return f"[[{len(gaps)}]]"

    return _GAP.sub(gap, text), tuple(gaps), chosen


def _answers(inner: str, *, number: bool) -> list[str]:
    found = []
    for part in re.split(r"(?<!\\)~", inner):
        answer = re.fullmatch(r"\s*(?:=|%100%)(.*)", part, re.DOTALL)
        if answer is None:
            continue
        words = re.split(r"(?<!\\)#", answer[1], maxsplit=1)[0]
        if number:
            words = words.partition(":")[0]
        found.append(plain_text(re.sub(r"\\(.)", r"\1", words)))
    return [word for word in found if word]
