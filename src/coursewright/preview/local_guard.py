"""Which requests are answered: those of pages of this server, under its own name.

A page of the web can make a browser ask this server. What guards against it: the Host header is
ours (DNS rebinding), Origin and Sec-Fetch-Site are ours, and GET and HEAD change nothing. POST is
answered only at the addresses in `posts`, and only with an Origin, which browsers always send.
"""

from collections.abc import Iterable
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LocalGuard", "is_loopback"]

SHELL = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches a host name or address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class LocalGuard:
    """Refuses strangers before anything else runs, and sets the headers of every answer."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        port: int,
        hosts: Iterable[str] = (),
        posts: Iterable[str] = (),
    ) -> None:
        self._app = app
        self._posts = frozenset(posts)
        names = {"localhost", "127.0.0.1", "[::1]", *hosts}
        self._hosts = {f"{name}:{port}" for name in names}
        if port == 80:
            self._hosts |= names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the site answer."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        posts = scope["method"] == "POST" and scope["path"] in self._posts
        refusal = self._refusal(str(scope["method"]), Headers(scope=scope), posts=posts)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", SHELL)
            await send(message)

        if refusal:
            answer = PlainTextResponse(f"{refusal[1]}\n", refusal[0])
            await answer(scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)

    def _refusal(self, method: str, headers: Headers, *, posts: bool) -> tuple[int, str] | None:
        host = headers.get("host", "").lower()
        if host not in self._hosts:
            return 421, "This server does not answer to that host name."
        if method not in {"GET", "HEAD"} and not posts:
            return 405, "The preview is read-only."
        origin = headers.get("origin", "" if posts else None)
        if origin is not None and origin.lower() != f"http://{host}":
            return 403, "Requests from other sites are not allowed."
        site = headers.get("sec-fetch-site", "none")
        opens = (
            not posts
            and headers.get("sec-fetch-mode") == "navigate"
            and headers.get("sec-fetch-dest") == "document"
        )
        if site not in {"none", "same-origin"} and not opens:
            return 403, "Requests from other sites are not allowed."
        return None
