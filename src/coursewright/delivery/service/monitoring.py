"""Metrics and health, on a listener of their own: they are for operators, not for visitors."""

from collections.abc import Awaitable, Callable

import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.status_report import report
from coursewright.delivery.schedule.clock import Clock
from coursewright.errors import CoursewrightError

from .metrics import metrics
from .pages import HEADERS

__all__ = ["monitoring"]


def monitoring(ledger: Ledger, clock: Clock) -> Starlette:
    """Return `/metrics` (Prometheus) and `/health` as an ASGI application."""

    def measured() -> Response:
        text = metrics(report(ledger, clock.now()))
        return PlainTextResponse(text, 200, HEADERS, "text/plain; version=0.0.4; charset=utf-8")

    def healthy() -> Response:
        with ledger.read() as connection:
            connection.execute(sa.text("SELECT 1")).scalar()
        return PlainTextResponse("ok")

    def answered(make: Callable[[], Response]) -> Callable[[Request], Awaitable[Response]]:
        def guarded() -> Response:
            try:
                return make()
            except CoursewrightError as error:
                return PlainTextResponse(f"{error}\n", 503)

        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(guarded)

        return endpoint

    return Starlette(
        routes=[Route("/metrics", answered(measured)), Route("/health", answered(healthy))]
    )
