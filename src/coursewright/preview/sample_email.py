"""Send one email to an address that the operator types: the sender's own code, and no ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from coursewright.errors import CoursewrightError, UsageError
from coursewright.sequence.records import Message

from .inbox_mails import Inbox
from .live_course import LiveCourse
from .sending_plan import release_with

if TYPE_CHECKING:
    from coursewright.sequence.release import Release

__all__ = ["SampleEmail", "SampleSending", "SendSample"]

_MOST = 4000  # bytes of a request


@dataclass(frozen=True, slots=True)
class SampleEmail:
    """One email of a release, and where it goes."""

    release: "Release"
    folder: Path
    """Where its text is."""
    message: Message
    to: str


SendSample = Callable[[SampleEmail], str]
"""Sends an email, and returns what the mail server answered."""


class SampleSending:
    """Answers the form under an email."""

    def __init__(self, shop: LiveCourse, inbox: Inbox, boot: str, send: SendSample) -> None:
        self._shop = shop
        self._inbox = inbox
        self._boot = boot
        self._send = send

    async def post(self, request: Request) -> Response:
        """Send the email that the form names to the address that was typed."""
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > _MOST:
                return PlainTextResponse("The request is too long.", 413)
        form = {
            name: values[0] for name, values in parse_qs(body.decode("ascii", "replace")).items()
        }
        if form.get("boot") != self._boot:
            return PlainTextResponse("The preview was restarted. Reload this page.", 409)
        try:
            answer = await run_sync(self._sent, form.get("mail", ""), form.get("to", "").strip())
        except CoursewrightError as error:
            return PlainTextResponse(f"Not sent: {error}. {error.hint or ''}".strip(), 422)
        return PlainTextResponse(answer)

    def _sent(self, mail: str, to: str) -> str:
        made = self._inbox.compiled(mail)
        if made.value is None:
            msg = made.fault or "there is no such email"
            raise UsageError(msg)
        if made.fault or made.problems:
            msg = "the email cannot be compiled as it is now"
            raise UsageError(msg, hint="Fix the problems of this page first.")
        course = self._shop.state.course
        if course is None:
            msg = "the course cannot be read"
            raise UsageError(msg)
        message, files = made.value
        entries = self._inbox.entries(message.track).value or ()
        release = release_with(course, entries, message)
        with TemporaryDirectory() as name:
            folder = Path(name)
            for file in files:
                path = folder / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.data)
            return self._send(SampleEmail(release, folder, message, to))
