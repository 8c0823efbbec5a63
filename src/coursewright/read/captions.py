"""Captions: SubRip (`.srt`) to WebVTT, and what a browser would skip silently in either."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["CaptionFault", "Captions", "check_vtt", "read_srt"]


@dataclass(frozen=True, slots=True)
class CaptionFault:
    """What is wrong on a line of a caption file."""

    line: int
    what: str


@dataclass(slots=True)
class Captions:
    """A SubRip file as WebVTT."""

    vtt: bytes = b""
    guessed: bool = False
    """Whether the file is not in Unicode and was read as Windows-1252."""
    faults: list[CaptionFault] = field(default_factory=list)


@dataclass(slots=True)
class _Cue:
    line: int
    start: int
    end: int
    text: list[str] = field(default_factory=list)


_MOST = 20  # faults of a file that are reported
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SRT_TIME = r"(\d{1,3}):([0-5]\d):([0-5]\d)[,.](\d{3})"
_SRT_RANGE = re.compile(rf"\s*{_SRT_TIME}\s*-->\s*{_SRT_TIME}(?:\s+X1:.*)?\s*")
_TIMES = re.compile(r"[\s\d]+:\d+[\d:.,]*\W{1,10}[\d]+:\d+[\d:.,\s]*")  # `1:02 -> 1:04`
_VTT_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_VTT_RANGE = re.compile(rf"\s*{_VTT_TIME}\s*-->\s*{_VTT_TIME}(?:[ \t].*)?")
_STYLED = re.compile(r"</?(?:font|c)\b[^<>]*>|\{\\[^{}]*\}", re.IGNORECASE)
_ON_TOP = re.compile(r"\{\\an[789]\}")
_KEPT = re.compile(r"&lt;(/?[biu])&gt;", re.IGNORECASE)
_NO_CUES = ("NOTE", "STYLE", "REGION")


def read_srt(data: bytes) -> Captions:
    """Return a SubRip file as WebVTT, with what is wrong in it by line."""
    made = Captions()
    text = _decoded(data, made)
    if text is None:
        return made
    lines = _lines(text)
    for number, line in enumerate(lines, 1):
        if found := _CONTROLS.search(line):
            what = f"This line contains the control character U+{ord(found[0]):04X}."
            made.faults.append(CaptionFault(number, what))
    cues = _cues(lines, made.faults)
    if not cues and not made.faults:
        made.faults.append(CaptionFault(1, "There are no captions in this file."))
    _check_order(cues, made.faults)
    made.faults = sorted(made.faults, key=lambda fault: fault.line)[:_MOST]
    made.vtt = "\n\n".join(["WEBVTT", *map(_printed, filter(_text_of, cues))]).encode() + b"\n"
    return made


def check_vtt(text: str) -> list[CaptionFault]:
    """Return what is wrong in a WebVTT file: cues that a browser would skip."""
    faults: list[CaptionFault] = []
    lines = _lines(text)
    for number, block in _blocks(lines):
        if number == 1 or block[0].startswith(_NO_CUES):
            continue
        at = next((index for index, line in enumerate(block[:2]) if "-->" in line), None)
        if at is None:
            what = "This block has no times, such as `00:01.000 --> 00:04.000`; it is never shown."
            faults.append(CaptionFault(number, what))
        elif not (found := _VTT_RANGE.fullmatch(block[at])):
            what = f"`{block[at].strip()[:60]}` is not a time range."
            faults.append(CaptionFault(number + at, what))
        elif _milliseconds(found.groups()[4:]) <= _milliseconds(found.groups()[:4]):
            faults.append(CaptionFault(number + at, _BACKWARDS))
    return faults[:_MOST]


_BACKWARDS = "This caption ends before it starts."


def _decoded(data: bytes, made: Captions) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        made.guessed = encoding == "cp1252"
        return text
    made.faults.append(CaptionFault(1, "This file is not text in UTF-8, UTF-16 or Windows-1252."))
    return None


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the runs of lines between blank ones, each with the number of its first line."""
    run: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            run.append(line)
        elif run:
            yield number - len(run), run
            run = []


def _cues(lines: list[str], faults: list[CaptionFault]) -> list[_Cue]:
    cues: list[_Cue] = []
    for number, block in _blocks(lines):
        open_cue: _Cue | None = None
        lost = False
        for at, line in enumerate(block):
            following = block[at + 1] if at + 1 < len(block) else ""
            if _is_times(line):
                open_cue = _cue(number + at, line, faults)
                lost = open_cue is None
                cues += [open_cue] if open_cue else []
            elif line.strip().isdigit() and _is_times(following):
                open_cue = None  # the number of a cue, with or without a blank line above it
            elif open_cue is not None:
                open_cue.text.append(line.strip())
            elif not lost:
                what = f"`{line.strip()[:40]}` belongs to no caption: there are no times above it."
                faults.append(CaptionFault(number + at, what))
                lost = True
    return cues


def _is_times(line: str) -> bool:
    """Tell whether a line is meant as the times of a caption, well-formed or not."""
    return "-->" in line or bool(_TIMES.fullmatch(line))


def _cue(number: int, line: str, faults: list[CaptionFault]) -> _Cue | None:
    found = _SRT_RANGE.fullmatch(line)
    if not found:
        faults.append(CaptionFault(number, f"`{line.strip()[:60]}` is not a time range."))
        return None
    start, end = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
    if end <= start:
        faults.append(CaptionFault(number, _BACKWARDS))
        return None
    return _Cue(number, start, end)


def _check_order(cues: list[_Cue], faults: list[CaptionFault]) -> None:
    for before, cue in pairwise(cues):
        if cue.start < before.start:
            faults.append(CaptionFault(cue.line, "This caption starts before the one above it."))


def _milliseconds(parts: "tuple[str | None, ...]") -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _text_of(cue: _Cue) -> str:
    """Return the words of a caption with the marks that WebVTT shares: `<b>`, `<i>`, `<u>`."""
    words = _STYLED.sub("", "\n".join(cue.text))
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    kept = _KEPT.sub(lambda found: f"<{found[1].lower()}>", words)
    return "\n".join(line for line in kept.split("\n") if line.strip())


def _printed(cue: _Cue) -> str:
    top = " line:0" if _ON_TOP.search("\n".join(cue.text)) else ""
    return f"{_time(cue.start)} --> {_time(cue.end)}{top}\n{_text_of(cue)}"


def _time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{rest:03}"
