"""The preview as a web application: which address is answered by what."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from .editor_links import editor_link
from .inbox_mails import Inbox
from .live_course import LiveCourse
from .live_events import Hub
from .lms_page import LmsPage
from .local_guard import LocalGuard
from .pages import PreviewPages
from .plan_page import PlanPage
from .release_comparison import ReleaseComparison
from .sample_email import SampleSending, SendSample
from .served_files import Files
from .site_pages import SitePages
from .watcher import Watch

__all__ = ["Operator", "preview_app"]

_SEND = "/send"


@dataclass(frozen=True, slots=True)
class Operator:
    """What the operator of this machine has set up; without it, the preview does less."""

    editor: str = "none"
    """The editor that links open: see `editor_links`."""
    database: str = ""
    """The URL of the ledger to compare with."""
    now: Callable[[], float] = float
    """Tells the instant, for the comparison."""
    send: SendSample | None = None
    """Sends one email to an address that was typed."""


def preview_app(
    shop: LiveCourse,
    *,
    boot: str,
    port: int,
    today: Callable[[], date],
    hosts: Iterable[str] = (),
    operator: Operator | None = None,
) -> tuple[ASGIApp, Hub]:
    """Return the application, and the hub that must be closed before the server can stop.

    Args:
        shop: the course, read once.
        boot: a name for this run of the server, so that pages see that it has been restarted.
        port: the port that requests must name in their Host header.
        today: tells the date that plans begin on when nobody says otherwise.
        hosts: names and addresses beside the loopback ones that it may be asked by.
        operator: what the operator has set up. Where `hosts` opens the preview to others, it
            counts as none: they are neither shown paths of this machine nor numbers of learners,
            and cannot send.
    """
    hosts = tuple(hosts)
    mine = operator if operator and not hosts else Operator()
    hub = Hub()
    inbox, site = Inbox(shop), SitePages(shop)
    pages = PreviewPages(shop, inbox, site, boot, editor_link(mine.editor, shop.folder))
    files = Files(shop, pages, site)
    lms = LmsPage(shop, pages)
    compare = ReleaseComparison(shop, mine.database, mine.now) if mine.database else None
    plan = PlanPage(shop, pages, today, compare)

    async def events(request: Request) -> Response:
        return StreamingResponse(hub.listen(), media_type="text/event-stream")

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watch = Watch(shop, hub, boot)
        watch.start()
        yield
        await watch.stop()

    routes = [
        Route("/", pages.first),
        Route("/map", pages.map),
        Route("/lesson/{lesson}", pages.lesson),
        Route("/inbox", pages.show_inbox),
        Route("/lms", lms.show),
        Route("/package/{standard}/{lms}/{package}/{path:path}", lms.file),
        Route("/plan", plan.show),
        Route("/reach", pages.reach),
        Route("/problems", pages.problems),
        Route("/events", events),
        Route("/look.css", files.look),
        Route("/static/{name}", files.own),
        Route("/lms-simulator/{name}", files.lms_simulator),
        Route("/site/{path:path}", files.site),
        Route("/mail/{mail:path}", files.mail),
    ]
    if mine.send is not None:
        pages.sends = True
        samples = SampleSending(shop, inbox, boot, mine.send)
        routes.append(Route(_SEND, samples.post, methods=["POST"]))
    posts = (_SEND,) if pages.sends else ()
    app = Starlette(routes=routes, lifespan=lifespan)
    return LocalGuard(app, port=port, hosts=hosts, posts=posts), hub
