"""Gaps in Moodle's notation within a text: `{1:SHORTANSWER:=Berlin~%50%Bonn}`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .items import BankGap
from .rich_text import plain_text

__all__ = ["Cloze", "read_cloze"]

_GAP = re.compile(r"\{(\d*):([A-Z_]+):((?:\\.|[^\\}])*)\}", re.DOTALL)
_NUMERICAL = {"NUMERICAL", "NM"}
_EXACT = {"SHORTANSWER_C", "SAC", "MWC"}
_TYPED = {"SHORTANSWER", "SA", "MW", *_EXACT, *_NUMERICAL}


@dataclass(frozen=True, slots=True)
class Cloze:
    """A text with gaps that was taken apart."""

    text: str
    """With `[[1]]` for the first gap."""
    gaps: tuple[BankGap, ...]
    exact: bool
    """Whether case counts in a gap."""
    number: tuple[str, str] | None
    """Value and tolerance, if the one gap asks for a number."""
    right: str
    wrong: str
    """The feedback of the one gap; empty if there are several."""
    lost: tuple[str, ...]
    """What of the gaps was not taken."""


@dataclass(frozen=True, slots=True)
class _Answer:
    share: float
    words: str
    tolerance: str
    feedback: str


def read_cloze(text: str) -> Cloze:
    """Return the gaps of a text."""
    gaps: list[BankGap] = []
    kinds: list[str] = []
    answers: list[tuple[_Answer, ...]] = []
    lost: dict[str, None] = {}

    def gap(found: re.Match[str]) -> str:
        given = tuple(_answers(found[3], number=found[2] in _NUMERICAL))
        made = _gap(given, typed=found[2] in _TYPED, lost=lost)
        if made is None:
            return found[0]
        gaps.append(made)
        kinds.append(found[2])
        answers.append(given)
        return f"[[{len(gaps)}]]"

    shown = _GAP.sub(gap, text)
    number = None
    if len(gaps) == 1 and kinds[0] in _NUMERICAL:
        first = next(one for one in answers[0] if one.share >= 100)
        number = (first.words, first.tolerance)
    elif any(one.tolerance for given in answers for one in given):
        lost["the tolerance of a number in a text was left out"] = None
    right, wrong = _verdicts(answers[0]) if len(gaps) == 1 else ("", "")
    if len(gaps) > 1 and any(one.feedback for given in answers for one in given):
        lost["feedback for single gaps was left out"] = None
    exact = any(kind in _EXACT for kind in kinds)
    return Cloze(shown, tuple(gaps), exact, number, right, wrong, tuple(lost))


def _gap(given: tuple[_Answer, ...], *, typed: bool, lost: dict[str, None]) -> BankGap | None:
    words = [one for one in given if one.words and one.words != "*"]
    right = [one.words for one in words if one.share >= 100]
    if not typed and not right:  # several options share the points
        right = [one.words for one in words if one.share > 0][:1]
        lost["of a list with several correct words, the first one counts"] = None
    if not right:
        return None
    if typed:
        if any(0 < one.share < 100 for one in words):
            lost["answers that score part of the points were left out"] = None
        return BankGap(tuple(dict.fromkeys(right)))
    wrong = dict.fromkeys(one.words for one in words if one.share <= 0 and one.words != right[0])
    return BankGap(tuple(right[:1]), tuple(wrong))


def _verdicts(given: tuple[_Answer, ...]) -> tuple[str, str]:
    right = next((one.feedback for one in given if one.share >= 100 and one.feedback), "")
    wrong = next((one.feedback for one in given if one.share <= 0 and one.feedback), "")
    return right, wrong


def _answers(inner: str, *, number: bool) -> Iterator[_Answer]:
    for part in re.split(r"(?<!\\)~", inner):
        found = re.fullmatch(r"\s*(=|%-?\d+(?:\.\d+)?%)?(.*)", part, re.DOTALL)
        if found is None:
            continue
        mark = found[1] or ""
        share = 100.0 if mark == "=" else float(mark.strip("%") or 0)
        words, feedback = _parted(found[2])
        tolerance = ""
        if number:
            words, _, tolerance = words.partition(":")
        yield _Answer(share, plain_text(_bare(words)), tolerance.strip(), _bare(feedback).strip())


def _parted(text: str) -> tuple[str, str]:
    parts = re.split(r"(?<!\\)#", text, maxsplit=1)
    return parts[0], parts[1] if parts[1:] else ""


def _bare(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
