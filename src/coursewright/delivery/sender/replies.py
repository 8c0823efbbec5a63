"""What a mail server's reply means at each stage of the dialogue, and when to retry."""

from dataclasses import dataclass

from coursewright.delivery.bounces.verdict import Judgment, Verdict, judge

__all__ = ["Reply", "retry_after", "verdict_of"]

_FIRST, _LONGEST, _GIVE_UP = 300, 4 * 3600, 12
_ABOUT_US = {Verdict.GONE, Verdict.CONTENT, Verdict.UNCLEAR}


@dataclass(frozen=True, slots=True)
class Reply:
    """The last word of a dialogue."""

    stage: str
    """`connect`, `mail`, `rcpt`, `data`, `dot`, `lease` or `smtputf8`.

    `smtputf8`: the address needs that extension and the server does not offer it, so no part of
    the email was sent.
    """
    code: int
    """0 when there was no reply."""
    text: str

    @property
    def judgment(self) -> Judgment:
        """The verdict, and the code that it rests on."""
        return judge(self.text, code=self.code)

    @property
    def lacks_smtputf8(self) -> bool:
        """Whether the address cannot go through this mail server: RFC 6531, section 3.5."""
        return self.stage == "smtputf8"

    @property
    def in_doubt(self) -> bool:
        """Whether the email may have been taken: the final dot was sent, and no reply came."""
        return self.code == 0 and self.stage == "dot"

    @property
    def broken(self) -> bool:
        """Whether the connection or the lease ended, and the email was certainly not taken."""
        return self.code == 0 and self.stage != "dot"


def verdict_of(reply: Reply) -> Verdict:
    """Return the verdict of a reply: before a recipient is named, a refusal is about us."""
    found = reply.judgment.verdict
    if reply.stage in ("connect", "mail") and found in _ABOUT_US:
        return Verdict.POLICY
    if found is Verdict.SENT and reply.stage != "dot":
        return Verdict.UNCLEAR  # a server out of step: nothing was taken
    return found


def retry_after(tries: int, spread: float) -> int | None:
    """Return the seconds until try number `tries` + 1, or None when it is time to give up.

    Args:
        tries: how many there were.
        spread: from 0 to 1, a number of the learner's own, so that not all come back at once.
    """
    if tries >= _GIVE_UP:  # the waits so far add up to about two days
        return None
    return int(min(_FIRST * 2**tries, _LONGEST) * (0.5 + spread))
