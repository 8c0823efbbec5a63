"""One verdict for live replies and for reports (RFC 5321, RFC 3463, RFC 5248).

Code and text disagree in about one of ten reports. So the most specific enhanced code found
anywhere comes first, then the words, then the basic code; and where a code says that the mailbox
is gone while the text speaks of us, our speed or the moment, the text wins.
"""

import re
from dataclasses import dataclass

from .reply_text import names_an_ip, words_of
from .reply_words import ReplyKind, kind_of
from .verdicts import Verdict

__all__ = ["Judgment", "Verdict", "judge"]

_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d]|\.\d)")
_BASIC = re.compile(r"(?<![\d.\-])([245]\d\d)(?=[ \-:]|$)(?!-\d)")
_Code = tuple[int, int, int]
_V = Verdict
_CODES: dict[tuple[int, int], Verdict] = {  # RFC 3463 and RFC 5248, and what vendors add
    (1, 1): _V.GONE,
    (1, 2): _V.GONE,
    (1, 3): _V.GONE,
    (1, 4): _V.UNCLEAR,  # ambiguous: more than one matches
    (1, 6): _V.GONE,
    (1, 7): _V.POLICY,  # of the sender
    (1, 8): _V.POLICY,
    (1, 10): _V.GONE,  # null MX, RFC 7505; Exchange Online: recipient not found
    (1, 20): _V.POLICY,  # Exchange Online: several addresses in From
    (1, 90): _V.QUOTA,  # Exchange Online: recipients of a day
    (2, 1): _V.GONE,
    (2, 2): _V.SOFT,
    (2, 3): _V.CONTENT,
    (2, 4): _V.SOFT,
    (2, 121): _V.LATER,  # Exchange Online: the recipient receives too much
    (2, 122): _V.LATER,
    (3, 1): _V.SOFT,
    (3, 2): _V.SOFT,
    (3, 4): _V.CONTENT,
    (4, 1): _V.GONE,  # Exchange Online: not in the directory
    (4, 4): _V.GONE,  # no such domain
    (4, 5): _V.QUOTA,  # Gmail: the day's limit
    (4, 310): _V.GONE,  # Exchange Online: no such domain
    (7, 17): _V.GONE,  # RFC 7293: the mailbox has another owner
    (7, 18): _V.GONE,
    (7, 28): _V.RATE,  # Gmail
    (7, 232): _V.QUOTA,  # Exchange Online: external recipients of a day
    (7, 233): _V.QUOTA,
}
_SUBJECTS = {  # for codes that the table does not name
    2: _V.UNCLEAR,
    3: _V.SOFT,
    4: _V.SOFT,
    6: _V.CONTENT,
    7: _V.POLICY,
}
_LASTING = {(2, 2), (4, 5), (7, 28)}
"""Codes that mean the same when they are temporary: full, used up, too quick."""
_GENERIC = {(7, 0), (7, 1)}
"""Codes that servers give with any reason: the words decide, if they are not "gone"."""
_LOGIN = {530, 534, 535, 538, 525}  # RFC 4954
_BASIC_CODES = {552: _V.SOFT, 523: _V.CONTENT, 541: _V.POLICY, 556: _V.GONE}
_THREADS = 432  # Exchange Online: too many threads, whose is said in words
_OUR_SPEED = {_V.RATE, _V.CONCURRENCY, _V.QUOTA}
_PASSING = {_V.LATER, _V.RATE, _V.CONCURRENCY, _V.QUOTA, _V.SOFT, _V.POLICY}


@dataclass(frozen=True, slots=True)
class Judgment:
    """A verdict and what it rests on."""

    verdict: Verdict
    code: str
    """The code that was believed: enhanced if there was one."""
    reason: str = ""
    """Which kind of reply the words are, if they decided."""


def judge(text: str, *, code: int = 0, status: str = "") -> Judgment:
    """Return what a server's words come to.

    Args:
        text: the reply, or the Diagnostic-Code of a report.
        code: the basic code of a live reply, or 0: it is looked for in the text.
        status: the field Status of a report.
    """
    codes: list[_Code] = [
        (int(f[1]), int(f[2]), int(f[3])) for f in _ENHANCED.finditer(f"{status} {text}")
    ]
    basic = code or next((int(found[1]) for found in _BASIC.finditer(text)), 0)
    enhanced = _most_specific(codes)
    said = ".".join(map(str, enhanced)) if enhanced else str(basic or status[:12] or "")
    if 200 <= basic < 300:
        return Judgment(_V.SENT, said)
    words = words_of(_ENHANCED.sub(" ", f"{text} {status[:200]}"))  # a status may have a remark
    kind = kind_of(words)
    by_code = _by_code(enhanced, basic)
    verdict = _weigh(by_code, kind, enhanced, names_us=names_an_ip(text))
    if _passing(codes, basic):
        verdict = _while_passing(verdict, kind, enhanced, basic)
    return Judgment(verdict, said, kind.source if kind and verdict is kind.verdict else "")


def _most_specific(codes: list[_Code]) -> _Code | None:
    """Return the code that says most: not x.0.0, then not x.y.0, then the careful one."""

    def rank(code: _Code) -> tuple[bool, bool, bool, bool]:
        place = code[1:]
        gone = _CODES.get(place) is _V.GONE
        return (place == (0, 0), code[2] == 0, place in _GENERIC, gone)

    return min(codes, key=rank, default=None)


def _passing(codes: list[_Code], basic: int) -> bool:
    """Return whether any code that says something calls the refusal temporary."""
    specific = [code for code in codes if code[1:] != (0, 0)]
    if specific:
        return 400 <= basic < 500 or any(code[0] == 4 for code in specific)
    return basic // 100 == 4 if basic else any(code[0] == 4 for code in codes)


def _by_code(enhanced: _Code | None, basic: int) -> Verdict:
    if basic in _LOGIN:
        return _V.POLICY
    if enhanced is not None and enhanced[1:] != (0, 0):
        place = enhanced[1:]
        return _CODES.get(place) or _SUBJECTS.get(place[0], _V.UNCLEAR)
    return _BASIC_CODES.get(basic, _V.UNCLEAR)


def _weigh(
    by_code: Verdict, kind: ReplyKind | None, enhanced: _Code | None, *, names_us: bool
) -> Verdict:
    """Weigh the code's verdict against that of the words."""
    if kind is None:
        return _V.POLICY if names_us and by_code in (_V.GONE, _V.UNCLEAR) else by_code
    word = kind.verdict
    place = enhanced[1:] if enhanced else (0, 0)
    vague = by_code is _V.UNCLEAR or place == (0, 0) or place in _GENERIC
    if word is _V.GONE:  # believed of no code that says otherwise, nor beside our own address
        if names_us:
            return _V.UNCLEAR if by_code is _V.GONE else _V.POLICY
        if vague and place not in _GENERIC:
            return _V.GONE
        return _V.UNCLEAR if place in _GENERIC else by_code
    if by_code is _V.GONE or vague or (by_code is _V.SOFT and place not in _CODES):
        return word
    return word if word in _OUR_SPEED and by_code not in (_V.QUOTA, _V.LATER) else by_code


def _while_passing(
    verdict: Verdict, kind: ReplyKind | None, enhanced: _Code | None, basic: int
) -> Verdict:
    """Return what a temporary refusal comes to: only words, or a code made for it, say more."""
    said = kind is not None and verdict is kind.verdict
    known = enhanced is not None and enhanced[1:] in _LASTING
    if basic == _THREADS and kind is None:
        return _V.CONCURRENCY
    if verdict in _PASSING and (said or known or basic in _LOGIN):
        return verdict
    return _V.LATER
