"""Calls to a mailer's API: timeouts, retries, `Retry-After`; no key is ever printed."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import httpx

from coursewright.errors import CoursewrightError, SurroundingsError

from .accounts import Account

__all__ = ["AnswerLostError", "Api", "NoSuchObjectError"]

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
ATTEMPTS = 6
LONGEST_WAIT = 600.0
"""Seconds; a mailer that asks for a longer pause stops the push, which can be run again later."""
_REPEATABLE = frozenset({"GET", "PUT", "PATCH", "DELETE"})


class AnswerLostError(SurroundingsError):
    """Say that it is unknown whether a create was carried out."""


class NoSuchObjectError(CoursewrightError):
    """Say that the address of a call leads to nothing."""


@dataclass(frozen=True, slots=True)
class _Pause:
    """Waits between attempts; a parameter, so that tests take no time."""

    sleep: Callable[[float], None]

    def __call__(self, attempt: int, asked: float | None) -> None:
        backoff = min(2.0**attempt, 60.0) * random.uniform(0.75, 1.25)  # noqa: S311 -- no secret
        self.sleep(backoff if asked is None else asked)


class Api:
    """One account of a mailer. A context manager: its connections are closed at the end."""

    def __init__(
        self,
        account: Account,
        sleep: Callable[[float], None],
        *,
        read_only: bool = False,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.account = account
        self.writes = 0
        self._pause = _Pause(sleep)
        self._read_only = read_only
        self._client = httpx.Client(
            base_url=account.url,
            headers={**account.headers, "Accept": "application/json"},
            timeout=TIMEOUT,
            transport=transport,
            follow_redirects=False,  # a redirect would carry the key to another host
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def wait(self, attempt: int) -> None:
        """Wait before something is tried again, longer each time."""
        self._pause(attempt, None)

    def get(self, path: str, **query: Any) -> Any:
        """Return the JSON at `path`."""
        return self._call("GET", path, None, query)

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Create something.

        Raises:
            AnswerLostError: the connection broke, or the server failed, after the request was sent.
        """
        return self._call("POST", path, body, {})

    def put(self, path: str, body: Mapping[str, Any]) -> Any:
        """Replace something."""
        return self._call("PUT", path, body, {})

    def patch(self, path: str, body: Mapping[str, Any]) -> Any:
        """Set some fields of something."""
        return self._call("PATCH", path, body, {})

    def delete(self, path: str) -> None:
        """Delete something."""
        self._call("DELETE", path, None, {})

    def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None, query: Mapping[str, Any]
    ) -> Any:
        if method != "GET":
            if self._read_only:
                msg = f"a dry run does not call {method} {path}"
                raise AssertionError(msg)
            self.writes += 1
        reason = ""
        for attempt in range(ATTEMPTS):
            answer, reason = self._attempt(method, path, body, query)
            if answer is not None and answer.status_code != 429 and answer.status_code < 500:
                return self._read(method, path, answer)
            if answer is not None and answer.status_code != 429 and method not in _REPEATABLE:
                raise AnswerLostError(self._told(method, path, reason))
            if attempt + 1 < ATTEMPTS:
                self._pause(attempt, self._asked(answer))
        hint = "Nothing is lost: run the same command again later."
        raise SurroundingsError(self._told(method, path, reason), hint=hint)

    def _attempt(
        self, method: str, path: str, body: Mapping[str, Any] | None, query: Mapping[str, Any]
    ) -> tuple[httpx.Response | None, str]:
        """Return the answer, if one came, and what was wrong with it."""
        try:
            answer = self._client.request(method, path, json=body, params=query or None)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return None, f"cannot connect ({type(error).__name__})"
        except httpx.TransportError as error:
            reason = f"no answer ({type(error).__name__})"
            if method not in _REPEATABLE:
                raise AnswerLostError(self._told(method, path, reason)) from None
            return None, reason
        return answer, f"status {answer.status_code}"

    def _read(self, method: str, path: str, answer: httpx.Response) -> Any:
        status = answer.status_code
        if status in (401, 403):
            names = " and ".join(self.account.variables)
            hint = f"Check {names}: is the key right, not expired, and allowed to do this?"
            raise SurroundingsError(self._told(method, path, f"status {status}"), hint=hint)
        if status == 404:
            raise NoSuchObjectError(self._told(method, path, "status 404"))
        if not answer.is_success:
            words = " ".join(self._scrubbed(answer.text).split())[:300]
            raise SurroundingsError(self._told(method, path, f"status {status}: {words}"))
        if not answer.content:
            return None
        try:
            return answer.json()
        except ValueError:
            hint = "Is the address that of the API, and not of a web page?"
            msg = self._told(method, path, "the answer is not JSON")
            raise SurroundingsError(msg, hint=hint) from None

    def _asked(self, answer: httpx.Response | None) -> float | None:
        """Return the seconds that `Retry-After` asks for (RFC 9110 10.2.3).

        Raises:
            SurroundingsError: that is too long to wait.
        """
        value = "" if answer is None else answer.headers.get("retry-after", "").strip()
        if answer is None or not value:
            return None
        try:
            seconds = float(value) if value.isdecimal() else _until(value, answer)
        except (TypeError, ValueError):
            return None
        if seconds > LONGEST_WAIT:
            msg = f"{self.account.product} asks to wait {seconds:.0f} seconds before the next call"
            raise SurroundingsError(msg, hint="Run the same command again after that time.")
        return max(seconds, 0.0)

    def _told(self, method: str, path: str, reason: str) -> str:
        return f"{self.account.product}: {method} {self.account.url}{path}: {reason}"

    def _scrubbed(self, text: str) -> str:
        for secret in self.account.secrets:
            text = text.replace(secret, "***")
        return text


def _until(date: str, answer: httpx.Response) -> float:
    """Return the seconds from the server's own `Date` to a date."""
    now = parsedate_to_datetime(answer.headers["date"]) if "date" in answer.headers else None
    then = parsedate_to_datetime(date)
    return (then - now).total_seconds() if now is not None else 60.0
