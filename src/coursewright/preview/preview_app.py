"""The preview as a web application: which address is answered by what."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import date

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from .inbox_mails import Inbox
from .live_course import LiveCourse
from .live_events import Hub
from .lms_page import LmsPage
from .local_guard import LocalGuard
from .pages import PreviewPages
from .plan_page import PlanPage
from .served_files import Files
from .site_pages import SitePages
from .watcher import Watch

__all__ = ["preview_app"]


def preview_app(
    shop: LiveCourse, *, boot: str, port: int, today: Callable[[], date], hosts: Iterable[str] = ()
) -> tuple[ASGIApp, Hub]:
    """Return the application, and the hub that must be closed before the server can stop.

    Args:
        shop: the course, read once.
        boot: a name for this run of the server, so that pages see that it has been restarted.
        port: the port that requests must name in their Host header.
        today: tells the date that plans begin on when nobody says otherwise.
        hosts: names and addresses beside the loopback ones that it may be asked by.
    """
    hub = Hub()
    pages = PreviewPages(shop, Inbox(shop), boot)
    files = Files(shop, pages, SitePages(shop))
    lms = LmsPage(shop, pages)
    plan = PlanPage(shop, pages, today)

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
        Route("/problems", pages.problems),
        Route("/events", events),
        Route("/look.css", files.look),
        Route("/static/{name}", files.own),
        Route("/lms-simulator/{name}", files.lms_simulator),
        Route("/site/{path:path}", files.site),
        Route("/mail/{mail:path}", files.mail),
    ]
    return LocalGuard(Starlette(routes=routes, lifespan=lifespan), port=port, hosts=hosts), hub
