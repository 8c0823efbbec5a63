"""One email goes to the address that was typed, through a real server, and nowhere else."""

import socketserver
import threading
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from coursewright.cli.preview import sent_sample
from coursewright.preview.inbox_mails import Inbox
from coursewright.preview.live_course import LiveCourse
from coursewright.preview.preview_app import Operator, preview_app
from preview.running import Client, running

OURS = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}


class _Dialogue(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"RCPT" and b"nobody@" in line:
                self.wfile.write(b"550 5.1.1 no such user\r\n")
            elif word == b"RCPT":
                self.server.taken.append([line.decode(), b""])  # type: ignore[attr-defined] # ours
                self.wfile.write(b"250 ok\r\n")
            elif word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.taken[-1][1] = b"".join(lines)  # type: ignore[attr-defined] # ours
                self.wfile.write(b"250 2.0.0 kept\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def server() -> Iterator[socketserver.ThreadingTCPServer]:
    """A mail server that keeps what it takes."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Dialogue) as made:
        made.taken = []  # type: ignore[attr-defined] # ours
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join(10)


@pytest.fixture
def operator(server: socketserver.ThreadingTCPServer) -> Operator:
    url = f"smtp://127.0.0.1:{server.server_address[1]}"
    words = {"url": url, "provider": None, "ehlo": "here.example.org"}
    return Operator(send=partial(sent_sample, words))


@pytest.fixture
def sender(shop: LiveCourse, operator: Operator) -> Client:
    """Asks a preview that can send."""
    today = partial(date, 2027, 1, 11)
    app, _ = preview_app(shop, boot="test", port=8000, today=today, operator=operator)
    return Client(app)


def form(mail: str, to: str = "me@example.org", boot: str = "test") -> dict[str, str]:
    return {"mail": mail, "to": to, "boot": boot}


def test_every_email_of_the_inbox_can_be_sent(
    shop: LiveCourse, sender: Client, server: socketserver.ThreadingTCPServer
) -> None:
    taken = server.taken  # type: ignore[attr-defined] # ours
    for entry in Inbox(shop).entries("stall").value:
        answer = sender.request("POST", "/send", OURS, form(entry.id))
        assert answer.text == "Sent to me@example.org: 250 2.0.0 kept", entry.id
        to, raw = taken[-1]
        assert "<me@example.org>" in to
        email = message_from_bytes(raw, policy=policy.default)
        body = email.get_body(("plain",))
        assert body is not None
        assert "{{" not in body.get_content()
        assert email["To"] == "me@example.org"
    assert len(taken) == len(Inbox(shop).entries("stall").value)


def test_the_edition_that_is_shown_is_the_one_that_is_sent(
    sender: Client, server: socketserver.ThreadingTCPServer
) -> None:
    for name in ("stall/clean-hands", "stall/clean-hands/full"):
        assert sender.request("POST", "/send", OURS, form(name)).status_code == 200
    short, full = (raw for _, raw in server.taken)  # type: ignore[attr-defined] # ours
    assert len(full) > len(short)


def test_a_refusal_is_shown(sender: Client) -> None:
    answer = sender.request("POST", "/send", OURS, form("stall/welcome", "nobody@example.org"))
    assert answer.text.startswith("Refused for nobody@example.org: 550 5.1.1")


@pytest.mark.parametrize("to", ["", "me", "a@b.org, c@d.org", "a@b.org\r\nRCPT TO:<c@d.org>"])
def test_what_is_no_single_address_is_refused(
    sender: Client, server: socketserver.ThreadingTCPServer, to: str
) -> None:
    answer = sender.request("POST", "/send", OURS, form("stall/welcome", to))
    assert answer.status_code == 422
    assert answer.text.startswith("Not sent: ")
    assert server.taken == []  # type: ignore[attr-defined] # ours


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        (OURS | {"Sec-Fetch-Site": "cross-site"}, 403),
        (
            OURS
            | {
                "Sec-Fetch-Site": "same-site",
                "Sec-Fetch-Mode": "navigate",
                "Sec-Fetch-Dest": "document",
            },
            403,
        ),
        (OURS | {"Host": "evil.example"}, 421),
    ],
)
def test_no_other_site_can_make_it_send(
    sender: Client,
    server: socketserver.ThreadingTCPServer,
    headers: dict[str, str],
    status: int,
) -> None:
    answer = sender.request("POST", "/send", headers, form("stall/welcome"))
    assert answer.status_code == status
    assert server.taken == []  # type: ignore[attr-defined] # ours


def test_only_a_page_of_this_run_sends(sender: Client) -> None:
    answer = sender.request("POST", "/send", OURS, form("stall/welcome", boot="other"))
    assert answer.status_code == 409
    assert sender.request("POST", "/send", OURS, {"x": "y" * 5000}).status_code == 413
    assert sender.request("POST", "/map", OURS).status_code == 405
    assert sender.request("GET", "/send", OURS).status_code == 405


def test_an_email_that_does_not_exist_is_not_sent(sender: Client) -> None:
    answer = sender.request("POST", "/send", OURS, form("stall/none"))
    assert (answer.status_code, "no such email" in answer.text) == (422, True)


def test_a_preview_without_a_mail_server_has_no_form(client: Client) -> None:
    assert "data-send" not in client.get("/inbox").text
    assert client.request("POST", "/send", OURS).status_code == 405


def test_the_inbox_sends_to_the_address_that_is_typed(
    folder: Path, operator: Operator, browser: Browser
) -> None:
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with running(folder, operator=operator) as preview, browser.new_context() as context:
        tab = context.new_page()
        tab.goto(f"{preview.url}/inbox")
        expect(tab.locator("html.js")).to_be_attached()
        tab.get_by_label("Send this email to").fill("me@example.org")
        tab.get_by_role("button", name="Send", exact=True).click()
        expect(tab.locator("#sent")).to_have_text("Sent to me@example.org: 250 2.0.0 kept")
    assert files == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
