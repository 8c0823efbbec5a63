"""The endpoints. A GET shows a page with a form; only its POST changes anything (RFC 8058 3.2)."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.secret_check import verify_secret
from coursewright.delivery.rosters.roster import RosterFault, read_one
from coursewright.delivery.schedule.clock import Clock
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.links import LinkClaims, LinkSigner
from coursewright.errors import CoursewrightError, SurroundingsError
from coursewright.sequence.wall_clock import zones

from .client_address import caller
from .lesson_records import LessonRecords
from .pages import HEADERS, ServicePages
from .rate_limit import RequestLimits
from .requests import LearnerRequest, LearnerRequests
from .sign_ups import MOST_PENDING

__all__ = ["service"]

_LOG = logging.getLogger(__name__)
_MOST_BODY = 16 * 1024
AskKind = Literal["u", "l", "n", "c", "d", "a"]
"""What a link asks: unsubscribe, leave, next, confirm, done, answer."""
_ASKS = {"u": "unsubscribe", "l": "leave", "n": "next", "c": "confirm", "d": "done"}


@dataclass(frozen=True, slots=True)
class _Room:
    """What the endpoints share."""

    visits: LearnerRequests
    records: LessonRecords
    links: LinkSigner
    pages: ServicePages
    clock: Clock
    limits: RequestLimits

    def now(self) -> float:
        return self.clock.now()

    def said(self, key: str, visit: LearnerRequest | None = None, status: int = 200) -> Response:
        """Return the page that says what has happened, or what is wrong."""
        found = visit.published if visit else self.visits.first()
        course = found.release.course if found else None
        return self.pages.show("said", course, status, key=key)


def service(
    ledger: Ledger,
    keyring: Keyring,
    clock: Clock,
    *,
    templates: Sequence[Path] = (),
    per_minute: int = 30,
    total_per_second: int = 500,
    most_pending: int = MOST_PENDING,
) -> Starlette:
    """Return the service as an ASGI application.

    Args:
        ledger: where learners and what they do are kept.
        keyring: the secrets that the links were signed with.
        clock: what the time is taken from.
        templates: folders of the author's own pages.
        per_minute: how often a person may ask for one purpose.
        total_per_second: how often all may; unsubscribing is never limited.
        most_pending: how many sign-ups of a course may wait for their yes in a day.

    Raises:
        SurroundingsError: the secret is not the ledger's: no link would work.
    """
    verify_secret(ledger, keyring, clock.now())
    visits = LearnerRequests(ledger, keyring, most_pending)
    room = _Room(
        visits,
        LessonRecords(ledger, keyring, visits),
        LinkSigner(keyring, None),
        ServicePages(templates),
        clock,
        RequestLimits(per_minute, total_per_second, clock.monotonic),
    )

    def ticketed(handler: Callable[..., Response]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            form = await _form(request)
            if form is None:
                if _page(request) != "u":  # whose form says nothing that is needed
                    return PlainTextResponse("too big", 413, HEADERS)
                form = FormData()
            return await run_in_threadpool(_guarded, room, request, form, handler)

        return endpoint

    both = ["GET", "POST"]
    pages = {"/p/{token}": _preferences, "/k/{token}": _certificate}
    routes = [Route(f"/{page}/{{token}}", ticketed(_ask), methods=both) for page in _ASKS]
    routes += [Route(path, ticketed(handler), methods=both) for path, handler in pages.items()]
    routes += [
        Route("/a/{token}/{item}/{option}", ticketed(_ask), methods=both),
        Route("/i/{token}", ticketed(_calendar), methods=["GET"]),
        Route("/join/{course}", ticketed(_join), methods=both),
        Route("/v", ticketed(_verify), methods=["GET"]),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _refused})
    app.router.redirect_slashes = False
    return app


async def _form(request: Request) -> FormData | None:
    """Return the form of a POST, or None when it is too big; read in pieces, never whole first."""
    if request.method != "POST":
        return FormData()
    size, pieces = 0, []
    async for piece in request.stream():
        size += len(piece)
        if size > _MOST_BODY:
            return None
        pieces.append(piece)
    request._body = b"".join(pieces)  # what Starlette keeps once it has read a body
    try:
        return await request.form(max_files=0, max_fields=20)
    except Exception:
        return FormData()


def _guarded(
    room: _Room, request: Request, form: FormData, handler: Callable[..., Response]
) -> Response:
    """Call a handler with who comes, or say why not."""
    client = caller(request.client.host if request.client else None)
    page = _page(request)
    ticket = room.links.read(request.path_params.get("token", ""))
    leaving = page == "u" and ticket is not None
    # By enrollment, not by address or spelling: all the learners of a company may share one.
    who = f"enrollment {ticket.enrolment}" if ticket else f"caller {client}"
    purpose = f"{request.method} {page}" if ticket or page == "join" else "unknown link"
    try:
        if not leaving and not room.limits.allows(who, purpose):
            return room.said("slow", status=429)
        if "token" not in request.path_params:
            return handler(room, request, form)
        visit = room.visits.find(ticket.enrolment) if ticket else None
        if leaving and visit is None:  # erased since: no email goes there any more
            return room.said("unsubscribe-done")
        if ticket is None or visit is None:
            return room.said("unknown", status=404)
        return handler(room, request, form, visit, ticket)
    except SurroundingsError:
        away = "The service is away for a moment."
        return PlainTextResponse(away, 503, HEADERS | {"Retry-After": "60"})
    except CoursewrightError:
        return room.said("wrong", status=400)
    except Exception:  # whatever it is, the answer is a page of ours, and the log says what
        _LOG.exception("a request failed")  # without its address, which holds a token
        return room.pages.broken(None)


async def _refused(request: Request, error: Exception) -> Response:
    """Answer for an address or a method that there is none of."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return PlainTextResponse("not found" if status == 404 else "refused", status, HEADERS)


def _page(request: Request) -> str:
    """Return the first part of the path: what the request is about."""
    path: str = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return path.split("/")[1]


def _ask(
    room: _Room, request: Request, form: FormData, visit: LearnerRequest, ticket: LinkClaims
) -> Response:
    """Show a question with one button; act when it is pressed."""
    kind = cast("AskKind", _page(request))  # the routes name no other
    if kind == "a" and not room.visits.offers(visit, ticket.lesson, *_choice(request)):
        return room.said("unknown", visit, 404)
    if request.method != "POST":
        rather = (
            request.path_params["token"] if _name(kind, visit) in ("unsubscribe", "leave") else ""
        )
        course = visit.published.release.course
        return room.pages.show("ask", course, key=_name(kind, visit), rather=rather)
    if visit.row.learner_id is not None and kind in (
        "n",
        "c",
        "d",
        "a",
    ):  # a sponsor learns nothing
        return room.said("unknown", visit, 404)
    return _act(room, request, kind, visit, ticket)


def _act(
    room: _Room, request: Request, kind: AskKind, visit: LearnerRequest, ticket: LinkClaims
) -> Response:
    now, visits = room.now(), room.visits
    match kind:
        case "u":
            visits.unsubscribe(visit, now)
        case "l":
            visits.leave(visit, now)
        case "n":
            done = visits.hasten(visit, ticket.lesson, now)
            return room.said("next-done" if done else "next-not", visit)
        case "c":
            if not visits.confirm(visit, now):
                return room.said("unknown", visit, 404)
        case "d":
            if not visits.answer(visit, ticket.lesson, "", "", now):
                return room.said("unknown", visit, 404)
        case "a":
            visits.answer(visit, ticket.lesson, *_choice(request), now)
    return room.said(f"{_name(kind, visit)}-done", visit)


def _choice(request: Request) -> tuple[str, str]:
    return request.path_params["item"][:64], request.path_params["option"][:64]


def _name(kind: AskKind, visit: LearnerRequest) -> str:
    """Return how the words of a question begin."""
    if kind == "l" and visit.row.learner_id is not None:
        return "untold"
    return "answer" if kind == "a" else _ASKS[kind]


def _preferences(
    room: _Room, request: Request, form: FormData, visit: LearnerRequest, ticket: LinkClaims
) -> Response:
    release, row = visit.published.release, visit.row
    if request.method == "POST":
        match str(form.get("do", "")):
            case "pause":
                room.visits.pause(visit, room.now())
            case "resume":
                room.visits.resume(visit, room.now())
            case "untell":
                room.visits.untell(visit, room.now())
            case "change":
                words = {name: str(form.get(name, "")) for name in ("track", "schedule", "edition")}
                room.visits.change(visit, room.now(), **words)
            case _:  # open: a form may hold anything
                return room.said("wrong", visit, 400)
        visit = room.visits.find(row.id) or visit
        row = visit.row
    return room.pages.show(
        "preferences",
        release.course,
        row=row,
        tracks=list(release.tracks.values()),
        schedules=list(release.schedules),
        schedule=row.schedule or next(iter(release.schedules)),
        editions=sorted({message.edition for message in release.messages if message.edition}),
        sponsors=room.visits.sponsors(visit),
        saved=request.method == "POST",
        token=request.path_params["token"],
    )


def _certificate(
    room: _Room, request: Request, form: FormData, visit: LearnerRequest, ticket: LinkClaims
) -> Response:
    record = room.records.of(visit)
    if record is None:
        return room.said("not-yet", visit, 404)
    return room.pages.show("certificate", record.course, record=record)


def _verify(room: _Room, request: Request, form: FormData) -> Response:
    """Say whether the number of a record is real: name, course and day, and nothing else."""
    number = request.query_params.get("number", "")[:80].strip()
    record = room.records.by_number(number) if number else None
    found = room.visits.first()
    course = record.course if record else found.release.course if found else None
    status = 404 if number and record is None else 200
    return room.pages.show("verify", course, status, number=number, record=record)


def _calendar(
    room: _Room, request: Request, form: FormData, visit: LearnerRequest, ticket: LinkClaims
) -> Response:
    """Return the action of a lesson for the learner's calendar; nothing is written down."""
    event = room.visits.appointment(visit, ticket.lesson, room.now())
    if event is None:
        return room.said("unknown", visit, 404)
    more = {"Content-Disposition": 'attachment; filename="action.ics"'}
    return Response(event, 200, HEADERS | more, "text/calendar; charset=utf-8")


def _join(room: _Room, request: Request, form: FormData) -> Response:
    """Show the sign-up form; the answer is the same whether an address is known or not."""
    published = room.visits.course(request.path_params["course"])
    if published is None:
        return room.said("unknown", status=404)
    release = published.release
    values = {name: str(form.get(name, ""))[:300] for name in ("email", "name", "timezone")}
    track = str(form.get("track", ""))
    problem = ""
    if request.method == "POST" and not form.get("website"):  # a field that only robots fill
        person = read_one(_without_empty(values))
        if isinstance(person, RosterFault) or "email" not in _without_empty(values):
            problem = "join-address"
        elif track not in release.tracks:
            problem = "join-track"
        elif not room.visits.ask(published, person, track, room.now()):
            return room.said("slow", status=429)
    if request.method == "POST" and not problem:
        return room.pages.show("said", release.course, key="join-done")
    return room.pages.show(
        "join",
        release.course,
        400 if problem else 200,
        tracks=list(release.tracks.values()),
        values=values,
        track=track,
        zones=zones(),
        problem=problem,
    )


def _without_empty(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value.strip()}
