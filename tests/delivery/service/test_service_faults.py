"""Whatever is wrong in a template of the service, the visitor gets a page and the log the place."""

import logging
from pathlib import Path

import httpx
import pytest

from apart import apart
from coursewright.delivery.ledger.database import open_ledger
from coursewright.delivery.service.endpoints import service
from coursewright.delivery.service.pages import HEADERS, ServicePages
from coursewright.delivery.service.requests import LearnerRequests
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.records import CourseInfo

FAULTS = {
    "undefined": ("\n{{ gone }}", "said.html.j2:2:1: 'gone' is undefined"),
    "syntax": ("{% if %}", "said.html.j2:1:1: Expected"),
    "a loop": ("{% for i in range(10**9) %}{% endfor %}", "said.html.j2:1:1: Range too big"),
    "a parent": ("{% extends 'none.html.j2' %}", "there is no template `none.html.j2`"),
    "a class": ("{{ ''.__class__ }}", "unsafe"),
}


def get(folder: Path, path: str, method: str = "GET") -> httpx.Response:
    """Ask a service that has the templates of `folder`; the path belongs to no learner."""
    ledger = open_ledger(f"sqlite:///{folder}/l.db")
    try:
        app = service(ledger, Keyring(["a secret of the tests"]), _Still(), templates=[folder])

        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
                return await client.request(method, path)

        return apart(call)
    finally:
        ledger.close()


class _Still:
    def now(self) -> float:
        return 1799658000.0

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "service" / "strings").mkdir(parents=True)
    return tmp_path / "service"


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_template_gives_a_page_of_ours_and_a_line_in_the_log(
    room: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    text, reason = FAULTS[name]
    (room / "said.html.j2").write_text(text, "utf-8")
    with caplog.at_level(logging.ERROR):
        answer = get(room.parent, "/u/secret-token")
    assert answer.status_code == 500
    assert {key: answer.headers[key] for key in HEADERS} == HEADERS
    assert "This page cannot be shown" in answer.text
    (record,) = caplog.records
    assert reason in record.getMessage()
    assert "secret-token" not in caplog.text


def test_strings_that_cannot_be_read_are_no_bare_error(
    room: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (room / "strings" / "en.yaml").write_text("unknown-title: yes\n", "utf-8")
    with caplog.at_level(logging.ERROR):
        answer = get(room.parent, "/u/none")
    assert (answer.status_code, "This page cannot be shown" in answer.text) == (500, True)
    assert "service/strings/en.yaml:1:16" in caplog.text


def test_a_template_that_is_a_link_is_not_shown(
    room: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (room.parent / "secret").write_text("secret", "utf-8")
    (room / "said.html.j2").symlink_to(room.parent / "secret")
    with caplog.at_level(logging.ERROR):
        answer = get(room.parent, "/u/none")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "said.html.j2:1:1: `said.html.j2` is a symbolic link" in caplog.text


def test_the_page_for_a_fault_is_in_the_language_of_the_course(room: Path) -> None:
    (room / "said.html.j2").write_text("{{ gone }}", "utf-8")
    course = CourseInfo(id="c", title="Kurs", language="de")
    page = ServicePages([room.parent]).show("said", course, key="unknown")
    assert page.status_code == 500
    assert "Diese Seite lässt sich nicht anzeigen" in bytes(page.body).decode()


def test_strings_of_a_region_reach_the_service(room: Path) -> None:
    (room / "strings" / "sv-fi.yaml").write_text("unknown-title: Fungerar inte\n", "utf-8")
    course = CourseInfo(id="c", title="Kurs", language="sv-FI")
    page = bytes(ServicePages([room.parent]).show("said", course, key="unknown").body).decode()
    assert "<h1>Fungerar inte</h1>" in page
    assert "Try the link in your latest" in page, "what sv-fi lacks is English"


def test_any_other_fault_is_a_page_as_well(
    room: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: LearnerRequests) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(LearnerRequests, "first", fails)
    with caplog.at_level(logging.ERROR):
        answer = get(room.parent, "/u/secret-token")
    assert answer.status_code == 500
    assert {key: answer.headers[key] for key in HEADERS} == HEADERS
    assert "ZeroDivisionError" in caplog.text
    assert "secret-token" not in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/none", 404), ("PUT", "/u/x", 405)]
)
def test_an_unknown_address_has_our_headers_too(
    room: Path, method: str, path: str, status: int
) -> None:
    answer = get(room.parent, path, method)
    assert answer.status_code == status
    assert {key: answer.headers[key] for key in HEADERS} == HEADERS
