import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from apart import apart
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.privacy import erase, export
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.rosters.roster import read_roster
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.sender.transport import read_server
from coursewright.delivery.sender.worker import SenderSettings, SendWorker
from coursewright.delivery.service.endpoints import service
from coursewright.delivery.service.monitoring import monitoring
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.links import LinkSigner
from coursewright.delivery.tokens.record_numbers import record_number
from coursewright.presentation.strings import strings
from coursewright.sequence.records import CourseInfo
from coursewright.sequence.release import load_release

ADA = "ada@example.org"
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


@pytest.fixture
def world(
    ledger: Ledger,
    keyring: Keyring,
    clock: Any,
    sequence: Path,
    start_sink: Callable[..., Any],
) -> World:
    return World(ledger, keyring, clock, sequence, start_sink())


def with_answers(title: str) -> dict[str, Any]:
    """An email that offers two answers and an action."""
    answer = {"placeholder": "link.answer", "context": "url", "fallback": "#"}
    done = {"placeholder": "link.done", "context": "url", "fallback": "#"}
    leave = {"placeholder": "link.unsubscribe", "context": "url", "fallback": "#"}
    links = ["\n", answer, "/Q1/a\n", answer, "/Q1/b\n", done, "\n", leave, "\n"]
    html = ['<p><a href="', answer, '/Q1/a">A</a> <a href="', answer, '/Q1/b">B</a></p>']
    return {"subject": [title], "preheader": [""], "html": html, "text": [title, *links]}


@pytest.fixture
def sequence(tmp_path: Path, compile_course: Callable[..., Path]) -> Path:
    return compile_course(tmp_path / "email", mail=with_answers)


PAGES = ["u", "p", "l", "n", "c", "d", "k"]


def test_a_scanner_that_follows_every_link_twice_changes_nothing(world: World) -> None:
    before = world.everything()
    paths = [world.link(page) for page in (*PAGES, "i")] + [
        world.link("a") + "/Q1/a",
        world.link("a") + "/Q1/b",
        "/join/field-notes",
    ]
    assert set(world.links()) <= set(paths)
    for path in paths * 2:
        for method in ("GET", "HEAD"):
            reply = world.client.request(method, path)
            assert reply.status_code in (200, 404), (method, path)
            assert "set-cookie" not in reply.headers
            assert reply.headers["referrer-policy"] == "no-referrer"
    assert world.everything() == before


def test_one_click_unsubscribes_with_one_post_and_nothing_else(world: World) -> None:
    reply = world.client.post(world.link("u"), data={"List-Unsubscribe": "One-Click"})
    assert reply.status_code == 200
    assert world.enrolment["state"] == "stopped"
    assert world.enrolment["wake_at"] is None
    assert world.client.post(world.link("u")).status_code == 200
    world.clock.sleep(30 * 86400)
    assert world.send() == 0


def test_forged_old_and_foreign_tokens_open_nothing(world: World) -> None:
    before = world.everything()
    good = world.link("u")[3:]
    foreign = LinkSigner(Keyring(["another installation's key"]), None).token(1, 1)
    unsigned = good.partition(".")[0]
    other = LinkSigner(world.keyring, None).token(999, 1)
    for token in (foreign, unsigned, good[:-1], good + "A", other, "x" * 5000, "%00", "..%2f"):
        for page in PAGES:
            for method in ("GET", "POST"):
                reply = world.client.request(method, f"/{page}/{token}")
                allowed = (200,) if token == other and page == "u" else (404, 405)
                assert reply.status_code in allowed, (page, token, reply.status_code)
    assert world.everything() == before
    erase(world.ledger, world.keyring, ADA, world.clock.now())
    assert world.client.post(f"/p/{good}").status_code == 404
    assert world.client.post(f"/u/{good}").status_code == 200, "no email goes there any more"


def test_the_next_lesson_comes_now_and_once_for_each_mail(world: World) -> None:
    path = world.link("n")
    assert len(world.sink.accepted) == 2
    for _ in range(2):
        assert world.client.post(path).status_code == 200
    assert world.send() == 1
    world.client.post(path)
    assert world.send() == 0, "the link of an older mail is used up"
    assert len(world.sink.accepted) == 3


def test_preferences_pause_resume_and_change(world: World) -> None:
    path = world.link("p")
    assert "paused" in world.client.post(path, data={"do": "pause"}).text
    assert world.enrolment["state"] == "paused"
    world.clock.sleep(20 * 86400)
    assert world.send() == 0
    world.client.post(path, data={"do": "resume"})
    change = {"do": "change", "track": "expert", "schedule": "express", "edition": "nonsense"}
    assert world.client.post(path, data=change).status_code == 200
    found = world.enrolment
    assert (found["state"], found["track"], found["schedule"]) == ("active", "expert", "express")
    assert found["edition"] == "digest"
    assert world.client.post(path, data={"do": "drop table"}).status_code == 400


def test_leaving_says_goodbye_once(world: World) -> None:
    path = world.link("l")
    world.client.post(path)
    world.client.post(path)
    assert world.enrolment["state"] == "stopped"
    assert world.send() == 1
    assert b"goodbye" in world.sink.mails[-1]
    world.clock.sleep(30 * 86400)
    assert world.send() == 0


def test_answers_and_actions_are_kept_when_confirmed(world: World) -> None:
    world.client.post(world.link("a") + "/Q1/b")
    world.client.post(world.link("d"))
    kinds = [event["kind"] for event in export(world.ledger, ADA)["events"]]
    assert kinds == ["answer", "done"]
    assert world.enrolment["seen_at"] == int(world.clock.now())


def join(world: World, email: str = "new@example.org", **more: str) -> Any:
    form = {"email": email, "name": "New", "track": "expert", "timezone": "", "website": ""}
    return world.client.post("/join/field-notes", data=form | more)


def test_a_sign_up_sends_one_question_and_begins_with_a_yes(world: World) -> None:
    assert join(world).status_code == 200
    assert world.send() == 1
    confirm = next(one for one in world.links() if "/u/" in one).replace("/u/", "/c/")
    world.clock.sleep(3 * 86400)
    assert world.send() == 1, "no more to who has not said yes; the other learner's lesson goes"
    world.client.post(confirm)
    world.client.post(confirm)
    assert world.send() == 1, "the welcome"
    found = export(world.ledger, "new@example.org")
    assert found["enrolments"][0]["state"] == "active"
    assert found["contact"]["consent_source"] == "double opt-in"


def test_a_stranger_can_send_few_mails_learns_nothing_and_changes_nobody(world: World) -> None:
    known, new = join(world, ADA, name="Mallory").text, join(world).text
    assert known == new
    assert export(world.ledger, ADA)["contact"]["name"] == "<b>Ada</b>"
    count = 0
    for _ in range(30):
        join(world)
        count += world.send()
        world.clock.sleep(7200)
    mine = [m for m in world.sink.mails if b"new@example.org" in m]
    assert len(mine) <= 3, count
    assert join(world, website="https://spam").status_code == 200
    assert join(world, "a@example.org\r\nBcc: b@example.org").status_code == 400
    assert join(world, track="wizard").status_code == 400
    assert world.client.get("/join/other").status_code == 404


def test_who_unsubscribed_can_come_back_by_their_own_will(world: World) -> None:
    world.client.post(world.link("u"))
    join(world, ADA, track="aspire")
    assert world.send() == 1
    confirm = next(one for one in world.links() if "/u/" in one).replace("/u/", "/c/")
    world.client.post(confirm)
    assert world.enrolment["state"] == "active"
    world.clock.sleep(3 * 86400)
    assert world.send() == 1, "the course goes on with the lesson that is next"
    assert b"stumble" in world.sink.mails[-1]


def finish(world: World) -> str:
    """Let the course come to its end; return the learner's record of lessons."""
    for _ in range(12):
        world.clock.sleep(86400)
        world.send()
    page = world.client.get(world.link("k"))
    assert page.status_code == 200
    return page.text


def test_the_record_is_there_after_the_last_lesson_and_escapes_the_name(world: World) -> None:
    assert world.client.get(world.link("k")).status_code == 404
    page = finish(world)
    assert "&lt;b&gt;Ada&lt;/b&gt;" in page
    assert "2027-01-20" in page


def test_the_record_claims_what_was_sent_and_nothing_more(world: World) -> None:
    page = finish(world)
    assert "Record of lessons received" in page
    assert "It does not say that they were read" in page
    assert not re.search(r"certif|complet", page, re.IGNORECASE)
    with world.ledger.write() as connection:
        connection.execute(
            sa.text(
                "UPDATE delivery SET state = 3 WHERE lesson_id = "
                "(SELECT min(id) FROM lesson WHERE kind = 'lesson')"
            )
        )
    assert "except for 1 that could not be delivered" in world.client.get(world.link("k")).text


def number_on(page: str) -> str:
    found = re.search(r"<bdi>([0-9A-Z-]+)</bdi>", page)
    assert found
    return found[1]


def test_the_number_of_a_record_confirms_name_course_and_day_and_nothing_else(world: World) -> None:
    page = finish(world)
    number = number_on(page)
    assert f"https://learn.example.org/s/v?number={number}" in page
    before = world.everything()
    shown = world.client.get(f"/v?number={number.lower()}")
    assert shown.status_code == 200
    for part in ("This record is real.", "&lt;b&gt;Ada&lt;/b&gt;", "2027-01-20"):
        assert part in shown.text
    for part in (ADA, "aspire", "/k/", "/p/"):
        assert part not in shown.text
    assert world.everything() == before


def test_a_number_that_is_not_real_is_refused_and_says_nothing(world: World) -> None:
    number = number_on(finish(world))
    forged = f"{number[:-1]}{'2' if number[-1] != '2' else '3'}"
    for text in (forged, "nonsense", "%3Cb%3E", "1" * 200):
        shown = world.client.get(f"/v?number={text}")
        assert shown.status_code == 404
        assert "There is no record with this number." in shown.text
        assert "Ada" not in shown.text
    assert "<b>" not in world.client.get("/v?number=%3Cb%3E").text
    assert world.client.get("/v").status_code == 200
    erase(world.ledger, world.keyring, ADA, world.clock.now())
    assert world.client.get(f"/v?number={number}").status_code == 404


def test_there_is_no_number_before_the_last_lesson(world: World) -> None:
    enrolment = world.enrolment["id"]
    assert (
        world.client.get(f"/v?number={record_number(world.keyring, enrolment)}").status_code == 404
    )


def test_metrics_hold_numbers_and_no_person(world: World) -> None:
    operators = Client(monitoring(world.ledger, world.clock))
    text = operators.get("/metrics").text
    assert 'coursewright_enrolments{course="field-notes",state="active",why=""} 1' in text
    assert 'lesson="start",state="sent"} 1' in text
    assert "coursewright_in_doubt 0" in text
    assert "ada" not in text.lower()
    assert operators.get("/health").text == "ok"
    assert world.client.get("/metrics").status_code == 404, "visitors do not see them"
    assert world.client.get("/health").status_code == 404


def test_floods_and_big_bodies_are_refused(
    ledger: Ledger, keyring: Keyring, clock: Any, world: World
) -> None:
    slow = Client(service(ledger, keyring, clock, per_minute=3))
    codes = [slow.get(world.link("p")).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    assert slow.get("/join/field-notes").status_code == 200, "others are served"
    big = world.client.post(world.link("p"), content=b"x" * 100_000)
    assert big.status_code == 413


@pytest.mark.parametrize("language", ["de", "de-AT", "ar", "xx", "en"])
def test_every_page_has_every_word_in_each_language(language: str) -> None:
    from coursewright.delivery.service.pages import ServicePages

    assert set(strings(language, room="service")) == set(strings("en", room="service"))
    html = (
        ServicePages()
        .show("ask", CourseInfo(id="t", title="T", language=language), key="leave", rather="")
        .body
    )
    assert f'lang="{language}"'.encode() in html


def with_sponsor(world: World) -> None:
    csv = f"email,track,sponsor\n{ADA},aspire,boss@example.org\n"
    people = read_roster(io.BytesIO(csv.encode()))
    now = world.clock.now()
    import_roster(world.ledger, world.published, world.keyring, people, now, EnrollmentDefaults())


def test_a_learner_sees_who_is_told_and_ends_it(world: World) -> None:
    with_sponsor(world)
    path = world.link("p")
    assert "boss@example.org" in world.client.get(path).text
    assert "boss@example.org" not in world.client.post(path, data={"do": "untell"}).text
    found = export(world.ledger, "boss@example.org")["enrolments"][0]
    assert (found["state"], found["why"], found["wake_at"]) == ("stopped", "learner", None)


def test_a_sponsor_can_pause_and_leave_and_sees_nothing_of_the_learner(world: World) -> None:
    with_sponsor(world)
    for _ in range(16):
        world.clock.sleep(86400)
        world.send()
    mail = next(mail for mail in world.sink.mails if b"To: <boss@example.org>" in mail)
    token = next(one for one in world.links(mail) if "/u/" in one)[3:]
    before = world.everything()
    for page in PAGES:
        reply = world.client.get(f"/{page}/{token}")
        assert "ada" not in reply.text.lower(), page
    assert world.everything() == before, "following links changes nothing"
    for page in ("n", "c", "d"):
        assert world.client.post(f"/{page}/{token}").status_code == 404
    assert world.client.get(f"/k/{token}").status_code == 404, "no certificate for what was not had"
    shown = world.client.post(f"/p/{token}", data={"do": "pause"}).text
    assert 'name="track"' not in shown
    assert world.client.post(f"/p/{token}", data={"do": "change", "track": "expert"}).is_success
    boss = "boss@example.org"
    found = export(world.ledger, boss)["enrolments"][0]
    assert (found["state"], found["track"]) in [("paused", "aspire"), ("completed", "aspire")]
    count = len(world.sink.mails)
    world.client.post(f"/l/{token}")
    world.client.post(f"/u/{token}", data={"List-Unsubscribe": "One-Click"})
    assert export(world.ledger, boss)["contact"]["status"] == "unsubscribed"
    assert world.enrolment["state"] != "stopped", "the learner goes on"
    world.send()
    assert len(world.sink.mails) == count, "and no goodbye"


def test_the_action_goes_into_the_calendar_on_the_next_day_that_mails_go(world: World) -> None:
    from icalendar import Calendar

    path = world.link("i")
    before = world.everything()
    reply = world.client.get(path)
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/calendar")
    event = Calendar.from_ical(reply.content).walk("VEVENT")[0]
    assert str(event["summary"]) == "Field notes: your one action"
    assert str(event["description"]).startswith("When I; finish, I will\nBEGIN:VEVENT")
    start: Any = event["dtstart"]
    assert start.dt.isoformat() == "2027-01-12T09:00:00+01:00", "tomorrow, nine o'clock in Berlin"
    assert str(event["uid"]) == "field-notes/aspire/start"
    assert world.client.post(path).status_code == 405
    assert world.everything() == before
    welcome = world.link("i").split(".")[0]
    assert world.client.get(welcome + ".forged").status_code == 404
