"""SMTP for one mail without a socket: what to say, what an answer means (RFC 5321, RFC 2920)."""

from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass

from .replies import Reply

__all__ = ["Answer", "Answers", "OutgoingEmail", "SmtpDialogue"]

_LONGEST = 8192  # bytes of a line of a reply, and lines of a reply: more is no mail server
_SHOWN = 300  # characters of a reply that are kept

Answer = tuple[int, str]
"""A reply code and its text; the code is 0 when what came is no reply."""
Steps = Generator[bytes | memoryview | None, Answer | None, Reply]


@dataclass(frozen=True, slots=True)
class OutgoingEmail:
    """A message and its envelope."""

    sender: str
    to: str
    message: bytes
    """Ends with a line end, and no line of it begins with a dot: `Composer` makes it so."""


class SmtpDialogue:
    """The dialogue about one mail.

    `steps` yields bytes, to be written whole before it is asked on, or None: then it wants the
    next answer. It returns the last word about the mail.
    """

    __slots__ = ("certain", "stage", "steps")

    def __init__(
        self, mail: OutgoingEmail, offered: Collection[str], may_finish: Callable[[], bool]
    ) -> None:
        self.stage = "mail"
        """How far it came. From `dot` on, silence leaves the mail in doubt."""
        self.certain: Reply | None = None
        """A refusal that stands even if the connection breaks before we have cleared up."""
        self.steps = self._steps(mail, offered, may_finish)

    def _steps(
        self, mail: OutgoingEmail, offered: Collection[str], may_finish: Callable[[], bool]
    ) -> Steps:
        options = "" if mail.to.isascii() and mail.sender.isascii() else " SMTPUTF8"
        if options and "smtputf8" not in offered:
            return Reply("smtputf8", 553, "the mail server does not offer SMTPUTF8")
        lines = (
            f"MAIL FROM:<{mail.sender}>{options}\r\n".encode(),
            f"RCPT TO:<{mail.to}>\r\n".encode(),
            b"DATA\r\n",
        )
        refused = yield from self._envelope(lines, together="pipelining" in offered)
        if refused is not None:
            return refused
        self.stage = "data"
        yield mail.message
        if not may_finish():
            return Reply("lease", 0, "the lease ended before the final dot")
        self.stage = "dot"
        yield b".\r\n"
        code, text = (yield None) or (0, "")
        return Reply("dot", code, text)

    def _envelope(
        self, lines: tuple[bytes, ...], *, together: bool
    ) -> Generator[bytes | None, Answer | None, Reply | None]:
        """Say MAIL, RCPT and DATA; return None when the server waits for the message."""
        code, refused = 0, None
        if together:
            yield b"".join(lines)
        for stage, line in zip(("mail", "rcpt", "data"), lines, strict=True):
            if not together:
                yield line
            code, text = (yield None) or (0, "")
            good = code == 354 if stage == "data" else 200 <= code < 300
            if not good and refused is None:
                refused = Reply(stage, code, text)
            if refused is not None and (not together or code in (0, 421)):
                break
        if refused is None or code in (0, 421):
            return refused
        self.certain = refused
        # RFC 2920 3.1: if DATA was taken though nobody is to get it, an empty message ends it.
        yield b".\r\n" if code == 354 else b"RSET\r\n"
        yield None
        return refused


class Answers:
    """Cuts what a server sends into answers."""

    __slots__ = ("_rest", "_text")

    def __init__(self) -> None:
        self._rest = b""
        self._text: list[bytes] = []

    @property
    def begun(self) -> bool:
        """Whether part of an answer has come."""
        return bool(self._rest or self._text)

    def feed(self, data: bytes) -> list[Answer]:
        """Return the answers that are whole now."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        found: list[Answer] = []
        for line in lines:
            self._text.append(line[4:])
            if len(line) > _LONGEST or len(self._text) > _LONGEST:
                found.append(self._cut(b""))
            elif line[3:4] != b"-":
                found.append(self._cut(line[:3]))
        if len(self._rest) > _LONGEST:
            self._rest = b""
            found.append(self._cut(b""))
        return found

    def _cut(self, code: bytes) -> Answer:
        whole = self._text[0] if len(self._text) == 1 else b" ".join(self._text)
        self._text = []
        text = " ".join(whole[: 2 * _SHOWN].decode("utf-8", "replace").split())[:_SHOWN]
        return (int(code) if len(code) == 3 and code.isdigit() else 0), text
