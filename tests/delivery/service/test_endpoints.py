import io
from typing import Any

import pytest

from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.privacy import erase, export
from coursewright.delivery.rosters.roster import read_roster
from coursewright.delivery.service.endpoints import service
from coursewright.delivery.service.monitoring import monitoring
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.links import LinkSigner
from coursewright.presentation.strings import strings
from coursewright.sequence.records import CourseInfo
from delivery.service.world import ADA, PAGES, Client, World, join


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
