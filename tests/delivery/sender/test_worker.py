import io
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from coursewright.delivery.ledger.claims import claim, preview
from coursewright.delivery.ledger.database import Ledger, open_ledger
from coursewright.delivery.ledger.doubts import doubts, settle
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.releases import Published
from coursewright.delivery.ledger.results import intend
from coursewright.delivery.ledger.status_report import report
from coursewright.delivery.rosters.roster import read_roster
from coursewright.delivery.sender.doubt_resolvers import AcceptedLog
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.sender.transport import SmtpLink, read_server
from coursewright.delivery.sender.worker import SenderSettings, SendWorker
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import SurroundingsError, UsageError
from coursewright.sequence.release import load_release


def fill(ledger: Ledger, sequence: Path, keyring: Keyring, now: float, count: int) -> Published:
    release = load_release(sequence)
    published = publish(ledger, release, sequence.parent, now)
    lines = "".join(f"p{n}@d{n % 5}.example\n" for n in range(count))
    people = read_roster(io.BytesIO(f"email\n{lines}".encode()))
    defaults = EnrollmentDefaults(
        track="aspire", start=date(2027, 1, 18)
    )  # a week ahead: a welcome each
    assert import_roster(ledger, published, keyring, people, now, defaults).added == count
    return published


def make(ledger: Ledger, keyring: Keyring, clock: Any, url: str, **how: Any) -> SendWorker:
    setup = SenderSettings(read_server(url, timeout=3), "w", **({"connections": 4} | how))
    return SendWorker(ledger, keyring, clock, setup, JobMessages(ledger, keyring, "example.org"))


def test_what_is_due_goes_once_and_what_is_not_stays(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path, start_sink: Callable[..., Any]
) -> None:
    fill(ledger, sequence, keyring, clock.now(), 40)
    sink = start_sink()
    sender = make(ledger, keyring, clock, sink.url)
    assert len(preview(ledger, clock.now())) == 40
    assert not sink.accepted, "a dry run sends nothing"
    assert sender.drain()["sent"] == 40
    assert sender.drain()["sent"] == 0
    assert len(set(sink.accepted)) == 40
    found = report(ledger, clock.now())
    assert [row["n"] for row in found.results] == [40]
    assert not found.wants_a_person


def test_a_mail_that_is_put_off_comes_later_and_keeps_its_date_and_id(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path, start_sink: Callable[..., Any]
) -> None:
    fill(ledger, sequence, keyring, clock.now(), 10)
    sink = start_sink("--later", "1.0")
    sender = make(ledger, keyring, clock, sink.url)
    first = clock.now()
    assert sender.drain()["put-off"] == 10
    clock.sleep(3600)
    assert sender.drain()["sent"] == 10
    assert len(set(sink.accepted)) == 10
    assert all(b"Date: Mon, 11 Jan 2027 09:00:00" in mail for mail in sink.mails)
    assert first < clock.now()


def test_an_address_that_is_none_is_written_to_no_more(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path, start_sink: Callable[..., Any]
) -> None:
    fill(ledger, sequence, keyring, clock.now(), 5)
    sender = make(ledger, keyring, clock, start_sink("--bounce", "1.0").url)
    assert sender.drain()["bounced"] == 5
    found = report(ledger, clock.now())
    assert found.suppressed == {"bounced": 5}
    clock.sleep(30 * 86400)
    assert not preview(ledger, clock.now())


def test_a_server_that_is_away_loses_nothing(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path, start_sink: Callable[..., Any]
) -> None:
    fill(ledger, sequence, keyring, clock.now(), 20)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"smtp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(SurroundingsError, match="does not answer"):
        make(ledger, keyring, clock, url).drain()
    clock.sleep(700)  # past the leases of those that were not tried
    sink = start_sink()
    assert make(ledger, keyring, clock, sink.url).drain()["sent"] == 20
    assert len(set(sink.accepted)) == 20


def _cut(after: bytes, last: bytes = b"") -> tuple[str, threading.Thread]:
    """A server that drops each connection once it has seen some bytes, perhaps with a last word."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(5)

    def run() -> None:
        with server:
            while True:
                try:
                    line, _ = server.accept()
                except TimeoutError:
                    return
                with line:
                    line.settimeout(5)
                    line.sendall(b"220 x\r\n")
                    seen = b""
                    while data := line.recv(65536):
                        seen += data
                        if after in seen:
                            line.sendall(last)
                            break
                        if data.startswith(b"ehlo"):
                            line.sendall(b"250-x\r\n250 PIPELINING\r\n")
                        elif b"DATA\r\n" in data:
                            line.sendall(b"250 ok\r\n250 ok\r\n354 go\r\n")

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return f"smtp://127.0.0.1:{server.getsockname()[1]}", thread


def test_a_line_cut_before_the_dot_is_certain_and_after_it_in_doubt(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path, tmp_path: Path
) -> None:
    fill(ledger, sequence, keyring, clock.now(), 1)
    url, _ = _cut(b"DATA\r\n")
    assert make(ledger, keyring, clock, url, connections=1).drain()["put-off"] == 1
    clock.sleep(120)
    url, _ = _cut(b"\r\n.\r\n")
    assert make(ledger, keyring, clock, url, connections=1).drain()["unsure"] == 1
    clock.sleep(700)
    sender = make(ledger, keyring, clock, url, connections=1)
    assert sender.drain()["doubt"] == 1
    assert report(ledger, clock.now()).wants_a_person, "held and shown"
    log = tmp_path / "taken"
    log.touch()
    knows = make(ledger, keyring, clock, url, connections=1, resolvers=[AcceptedLog(log)])
    row = doubts(ledger)[0]
    ids = keyring.message_ids(row.enrolment_id, row.lesson_id, row.gen, "example.org")
    log.write_text(f"{ids[1]}\n")  # under an older secret, even
    knows.drain()
    assert not doubts(ledger)
    assert not report(ledger, clock.now()).wants_a_person


@pytest.mark.parametrize("last", [b"what?\r\n", b"250 " + b"x" * 9000 + b"\r\n"])
def test_what_is_no_reply_after_the_dot_leaves_the_mail_in_doubt(last: bytes) -> None:
    url, _ = _cut(b"\r\n.\r\n", last)
    reply = SmtpLink(read_server(url, timeout=3)).send(
        "a@b.example", "c@d.example", b"x\r\n", lambda: True
    )
    assert reply.in_doubt


def test_a_doubt_that_a_person_ends_with_resend_goes_again_under_the_same_id(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path, start_sink: Callable[..., Any]
) -> None:
    fill(ledger, sequence, keyring, clock.now(), 1)
    job = claim(ledger, clock.now(), clock.monotonic(), "dead", most=9, lease=600).jobs[0]
    with ledger.write() as connection:
        assert intend(connection, [job], clock.now()) == {job}
        assert intend(connection, [job], clock.now()) == set(), "nobody else may send it now"
    clock.sleep(700)
    sink = start_sink()
    sender = make(ledger, keyring, clock, sink.url)
    assert sender.drain()["sent"] == 0
    settle(ledger, doubts(ledger)[0], clock.now(), sent=False)
    assert sender.drain()["sent"] == 1
    ids = keyring.message_ids(job.id, job.lesson_id, job.gen, "example.org")
    assert sink.accepted == ids[:1]


def test_a_full_disk_stops_the_sender_and_nothing_is_sent_without_an_intent(
    keyring: Keyring,
    clock: Any,
    sequence: Path,
    fresh_database: Callable[[str], str],
    start_sink: Callable[..., Any],
) -> None:
    url = fresh_database("sqlite")
    ledger = open_ledger(url)
    fill(ledger, sequence, keyring, clock.now(), 300)
    with ledger.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    ledger.close()
    full = open_ledger(url)
    with full.engine.connect() as connection:  # each connection of the pool is the same one here
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    sink = start_sink()
    with pytest.raises(SurroundingsError, match="full"):
        make(full, keyring, clock, sink.url).drain()
    assert not sink.accepted
    full.close()
    again = open_ledger(url)
    assert make(again, keyring, clock, sink.url).drain()["sent"] == 300
    assert len(set(sink.accepted)) == 300
    again.close()


def test_a_learner_who_is_days_late_is_held_not_surprised(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path, start_sink: Callable[..., Any]
) -> None:
    fill(ledger, sequence, keyring, clock.now(), 3)
    clock.sleep(20 * 86400)
    sender = make(ledger, keyring, clock, start_sink().url)
    tally = sender.drain()
    assert (tally["sent"], tally["held"]) == (0, 3)
    found = report(ledger, clock.now())
    assert found.held == 3
    assert found.wants_a_person


def test_outside_the_window_nothing_goes(
    ledger: Ledger, keyring: Keyring, clock: Any, sequence: Path, start_sink: Callable[..., Any]
) -> None:
    fill(ledger, sequence, keyring, clock.now(), 3)
    clock.sleep(11 * 3600)  # nine in the evening
    sender = make(ledger, keyring, clock, start_sink().url)
    assert sender.drain()["sent"] == 0
    clock.sleep(12 * 3600)
    assert sender.drain()["sent"] == 3


@pytest.mark.parametrize("url", ["http://x", "smtp://u@mail.example.org", "x", "smtp://h:port"])
def test_a_server_that_is_none_or_would_leak_a_password_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        read_server(url)


def test_a_database_that_goes_away_for_a_moment_costs_no_mail(
    keyring: Keyring,
    clock: Any,
    sequence: Path,
    fresh_database: Callable[[str], str],
    start_sink: Callable[..., Any],
) -> None:
    url = fresh_database("postgresql")
    ledger = open_ledger(url)
    fill(ledger, sequence, keyring, clock.now(), 200)
    sink = start_sink("--delay", "0.02")
    sender = make(
        ledger, keyring, clock, sink.url, resolvers=[AcceptedLog(sink.log, grace=1)], connections=4
    )
    done = threading.Event()

    def cut() -> None:
        with psycopg.connect(url, autocommit=True) as other:
            while not done.wait(0.25):
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

    cutter = threading.Thread(target=cut)
    cutter.start()
    deadline = time.monotonic() + 40
    while len(set(sink.accepted)) < 200 and time.monotonic() < deadline:
        with suppress(SurroundingsError):
            sender.drain()
        clock.sleep(700)
    done.set()
    cutter.join()
    clock.sleep(700)
    sender.drain()
    assert sorted(sink.accepted) == sorted(set(sink.accepted))
    assert len(sink.accepted) == 200
    assert not report(ledger, clock.now()).wants_a_person
    ledger.close()
