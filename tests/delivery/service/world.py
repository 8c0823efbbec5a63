"""A course with a service behind its links, and a client that opens them."""

import io
import re
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa
from starlette.applications import Starlette

from apart import apart
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.privacy import export
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.rosters.roster import read_roster
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.sender.transport import read_server
from coursewright.delivery.sender.worker import SenderSettings, SendWorker
from coursewright.delivery.service.endpoints import service
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release

ADA = "ada@example.org"
PAGES = ["u", "p", "l", "n", "c", "d", "k"]
TABLES = ("contact", "suppression", "enrolment", "delivery", "event", "counter")


class Client:
    """Calls the service as a browser would, without a network."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    def request(self, method: str, path: str, **how: Any) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            base = "https://learn.example.org"
            async with httpx.AsyncClient(transport=transport, base_url=base) as client:
                return await client.request(method, path, **how)

        return apart(call)

    def get(self, path: str) -> httpx.Response:
        return self.request("GET", path)

    def post(self, path: str, **how: Any) -> httpx.Response:
        return self.request("POST", path, **how)


class World:
    """A ledger with one learner who has had the welcome and the first lesson, and the service."""

    def __init__(self, ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path, sink: Any):
        self.ledger, self.keyring, self.clock, self.sink = ledger, keyring, clock, sink
        release = load_release(sequence)
        self.published = publish(ledger, release, sequence.parent, clock.now())
        csv = f"email,name,track,start\n{ADA},<b>Ada</b>,aspire,2027-01-11\n"
        people = read_roster(io.BytesIO(csv.encode()))
        import_roster(ledger, self.published, keyring, people, clock.now(), EnrollmentDefaults())
        setup = SenderSettings(read_server(sink.url, timeout=5), "w", connections=2)
        mailroom = JobMessages(ledger, keyring, "example.org")
        self.sender = SendWorker(ledger, keyring, clock, setup, mailroom)
        self.send()
        app = service(ledger, keyring, clock, per_minute=1000)
        self.client = Client(app)

    def send(self) -> int:
        return self.sender.drain()["sent"]

    @property
    def enrolment(self) -> dict[str, Any]:
        found: dict[str, Any] = export(self.ledger, ADA)["enrolments"][0]
        return found

    def links(self, mail: bytes | None = None) -> list[str]:
        """The addresses in the newest mail, as any scanner finds them."""
        text = (mail or self.sink.mails[-1]).decode().replace("=\r\n", "").replace("=3D", "=")
        found = re.findall(r"https://learn\.example\.org/s(/[\w./-]+)", text)
        return list(dict.fromkeys(found))

    def link(self, page: str) -> str:
        return f"/{page}/" + next(one for one in self.links() if "/u/" in one)[3:]

    def everything(self) -> str:
        with self.ledger.read() as connection:
            return repr(
                [
                    connection.execute(
                        sa.select(sa.text("*")).select_from(sa.table(name)).order_by(sa.text("1"))
                    ).all()
                    for name in TABLES
                ]
            )


def with_answers(title: str) -> dict[str, Any]:
    """An email that offers two answers and an action."""
    answer = {"placeholder": "link.answer", "context": "url", "fallback": "#"}
    done = {"placeholder": "link.done", "context": "url", "fallback": "#"}
    leave = {"placeholder": "link.unsubscribe", "context": "url", "fallback": "#"}
    links = ["\n", answer, "/Q1/a\n", answer, "/Q1/b\n", done, "\n", leave, "\n"]
    html = ['<p><a href="', answer, '/Q1/a">A</a> <a href="', answer, '/Q1/b">B</a></p>']
    return {"subject": [title], "preheader": [""], "html": html, "text": [title, *links]}


def join(world: World, email: str = "new@example.org", **more: str) -> Any:
    form = {"email": email, "name": "New", "track": "expert", "timezone": "", "website": ""}
    return world.client.post("/join/field-notes", data=form | more)
