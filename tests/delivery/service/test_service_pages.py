"""The service's pages in a browser: axe finds nothing, nothing is cut off, buttons work by hand.

Light and dark, 320 px and desktop, left to right and right to left; each state a learner can meet.
Set SERVICE_PICTURES to a folder to keep a picture of each.
"""

import io
import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
import uvicorn
from playwright.sync_api import Page

from coursewright.delivery.ledger.database import Ledger, open_ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.privacy import export, find_contact
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.rosters.roster import read_roster
from coursewright.delivery.service.endpoints import service
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.links import LinkSigner
from coursewright.sequence.release import load_release
from delivery.service.world import with_answers
from judges import audit, html_validate, nu

KEYRING = Keyring(["a secret of the tests"])
WORDS: dict[str, Any] = {
    "en": {
        "title": "From technical expert to leader",
        "choose": ["I am a technical professional and curious about leading", "I stay technical"],
        "name": "Ada Lovelace",
    },
    "ar": {
        "title": "طعام آمن في كل يوم",
        "choose": ["أعمل في كشك وأبيع الطعام كل يوم", "أدير من يعملون في الكشك"],
        "name": "ليلى الخوري",
    },
}
PEOPLE = ("ada", "pausing", "done", "boss", "left", "pending")


class Served:
    """The service over a ledger in which a learner stands in each state; on a port of its own."""

    def __init__(self, ledger: Ledger, sequence: Path, clock: Any, name: str) -> None:
        self.ledger = ledger
        now = clock.now()
        release = load_release(sequence)
        published = publish(ledger, release, sequence.parent, now)
        rows = "".join(f"{who}@example.org,{name},aspire,{sponsor(who)}\n" for who in PEOPLE)
        roster = read_roster(io.BytesIO(f"email,name,track,sponsor\n{rows}".encode()))
        import_roster(ledger, published, KEYRING, roster, now, EnrollmentDefaults())
        states = {
            "pausing": "state = 'paused', why = 'learner', wake_at = NULL",
            "done": "state = 'completed', finished_on = '2027-01-20', wake_at = NULL",
            "left": "state = 'stopped', why = 'left', wake_at = NULL",
            "pending": "state = 'pending'",
        }
        self.tokens = {}
        links = LinkSigner(KEYRING, None)
        with ledger.write() as connection:
            for who in PEOPLE:
                mine = find_contact(connection, f"{who}@example.org").id
                if change := states.get(who):
                    connection.exec_driver_sql(
                        f"UPDATE enrolment SET {change} WHERE contact_id = {mine}"  # noqa: S608 -- ours
                    )
        for who in PEOPLE:
            numbers = [row["id"] for row in export(ledger, f"{who}@example.org")["enrolments"]]
            number = numbers[-1] if who == "boss" else numbers[0]
            self.tokens[who] = links.token(number, published.numbers["start"])
        mail = release.message("aspire", "start")
        assert mail is not None
        with ledger.write() as connection:  # as the sender writes that all have had a lesson
            values = f"{published.numbers['start']}, 0, 2, 0, '{mail.hash}', 0, 1, '', ''"
            connection.exec_driver_sql(
                f"INSERT INTO delivery SELECT id, {values} FROM enrolment"  # noqa: S608 -- ours
            )
        app = service(ledger, KEYRING, clock, per_minute=10_000)
        slow = service(ledger, KEYRING, clock, per_minute=1)
        self.servers = [uvicorn.Server(_config(one)) for one in (app, slow)]
        self.threads = [threading.Thread(target=one.run, daemon=True) for one in self.servers]
        for thread in self.threads:
            thread.start()
        for server in self.servers:
            while not server.started:
                threading.Event().wait(0.01)
        self.base, self.slow = (
            f"http://127.0.0.1:{one.servers[0].sockets[0].getsockname()[1]}" for one in self.servers
        )

    def stop(self) -> None:
        for server in self.servers:
            server.should_exit = True
        for thread in self.threads:
            thread.join(10)


def _config(app: Any) -> uvicorn.Config:
    return uvicorn.Config(app, port=0, access_log=False, log_level="error", ws="none")


def sponsor(who: str) -> str:
    return "boss@example.org" if who == "ada" else ""


@pytest.fixture(scope="module", params=["en", "ar"])
def served(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    compile_course: Callable[..., Path],
) -> Iterator[tuple[str, Served]]:
    language: str = request.param
    folder = tmp_path_factory.mktemp(language)
    sequence = compile_course(folder / "email", mail=with_answers)
    data = json.loads(sequence.read_text("utf-8"))
    words = WORDS[language]
    data["course"] |= {
        "title": words["title"],
        "language": language,
        "dir": "rtl" if language == "ar" else "ltr",
    }
    for track, choose in zip(data["tracks"], words["choose"], strict=True):
        track["choose"] = choose
    for message in [one for one in data["messages"] if one["kind"] == "lesson"]:
        data["messages"].append(message | {"id": message["id"] + "/full", "edition": "full"})
    sequence.write_text(json.dumps(data), "utf-8")
    ledger = open_ledger(f"sqlite:///{folder}/ledger.db")
    made = Served(ledger, sequence, _Still(), words["name"])
    yield language, made
    made.stop()
    ledger.close()


class _Still:
    def now(self) -> float:
        return 1799658000.0

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError


def _paths(tokens: dict[str, str]) -> dict[str, str]:
    ada = tokens["ada"]
    asks = {f"ask-{page}": f"/{page}/{ada}" for page in ("u", "l", "n", "c", "d")}
    return asks | {
        "ask-answer": f"/a/{ada}/Q1/b",
        "ask-sponsor": f"/l/{tokens['boss']}",
        "preferences": f"/p/{ada}",
        "preferences-paused": f"/p/{tokens['pausing']}",
        "preferences-completed": f"/p/{tokens['done']}",
        "preferences-stopped": f"/p/{tokens['left']}",
        "preferences-pending": f"/p/{tokens['pending']}",
        "preferences-sponsor": f"/p/{tokens['boss']}",
        "certificate": f"/k/{tokens['done']}",
        "verify": "/v",
        "verify-refused": "/v?number=nonsense",
        "not-yet": f"/k/{ada}",
        "join": "/join/field-notes",
        "unknown": "/u/nonsense",
    }


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anyone_out(
    page: Page, served: tuple[str, Served], width: int, scheme: Literal["light", "dark"]
) -> None:
    language, made = served
    page.set_default_timeout(60_000)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    def judge(name: str) -> None:
        pictures = os.environ.get("SERVICE_PICTURES")
        if pictures:
            path = Path(pictures) / f"{name}-{language}-{scheme}-{width}.png"
            page.screenshot(path=str(path), full_page=True)
        assert audit(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.locator("h1").count() == 1, name
        direction = "rtl" if language == "ar" else "ltr"
        assert page.evaluate("getComputedStyle(document.body).direction") == direction
        assert page.evaluate("document.documentElement.lang") == language
        assert page.evaluate(_SMALL) == [], name

    for name, path in _paths(made.tokens).items():
        page.goto(made.base + path)
        judge(name)
    page.goto(f"{made.slow}/u/{made.tokens['ada']}")
    page.reload()
    judge("slow")
    page.goto(made.base + "/join/field-notes")
    page.fill("#email", "nobody@localhost")
    page.check("input[name=track] >> nth=1")
    page.click("main form button")
    page.wait_for_selector("[aria-invalid=true]")
    judge("join-problem")
    assert page.get_attribute("#email", "aria-invalid") == "true"
    page.fill("#email", f"new-{width}-{scheme}@example.org")
    page.click("main form button")
    page.wait_for_selector("[role=status]")
    judge("join-done")


_SMALL = """() => [...document.querySelectorAll("button, .row, .field input, main a")]
.filter((one) => one.offsetParent && !one.closest(".trap"))
.filter((one) => one.getBoundingClientRect().height < 43.9)
.map((one) => one.outerHTML)"""
"""Controls that a thumb would miss: less than 44 px high."""


def test_every_button_says_what_it_did(page: Page, served: tuple[str, Served]) -> None:
    """Pressed as a learner would, in the order that leaves the last word to unsubscribing."""
    language, made = served
    page.set_default_timeout(60_000)
    page.set_viewport_size({"width": 320, "height": 800})
    token = made.tokens["ada"]

    def press(path: str, name: str, button: str = "main form button") -> None:
        page.goto(made.base + path)
        page.click(button)
        page.wait_for_selector("[role=status]")  # the answer is a page of its own
        assert page.locator("[role=status]").count() == 1, name
        assert audit(page) == [], name
        if pictures := os.environ.get("SERVICE_PICTURES"):
            page.screenshot(path=f"{pictures}/did-{name}-{language}.png", full_page=True)

    for kind in ("n", "d"):
        press(f"/{kind}/{token}", kind)
    press(f"/a/{token}/Q1/b", "answer")
    press(f"/p/{token}", "saved")
    press(f"/p/{token}", "untold", "button:near(ul)")
    press(f"/c/{made.tokens['pending']}", "confirm")
    press(f"/l/{token}", "leave")
    press(f"/u/{token}", "unsubscribe")


def test_the_pages_are_sound_html(served: tuple[str, Served], tmp_path: Path) -> None:
    _, made = served
    paths = []
    for name, path in _paths(made.tokens).items():
        file = tmp_path / f"{name}.html"
        file.write_text(httpx.get(made.base + path, timeout=60).text, "utf-8")
        paths.append(file)
    assert nu(paths) == []
    assert html_validate(paths, "page") == []
