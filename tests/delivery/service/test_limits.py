"""Limits of the service: by person and purpose, bounded, and never in the way of leaving."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from itsdangerous.encoding import base64_encode

from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.privacy import export
from coursewright.delivery.service.endpoints import service
from coursewright.delivery.service.rate_limit import _MOST, RequestLimits
from coursewright.delivery.service.sign_ups import mailbox_of
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.links import LinkSigner
from delivery.service.world import ADA, Client, World, join, with_answers

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture
def sequence(tmp_path: Path, compile_course: Callable[..., Path]) -> Path:
    return compile_course(tmp_path / "email", mail=with_answers)


@pytest.fixture
def world(
    ledger: Ledger,
    keyring: Keyring,
    clock: Any,
    sequence: Path,
    start_sink: Callable[..., Any],
) -> World:
    return World(ledger, keyring, clock, sequence, start_sink())


def spellings(token: str) -> list[str]:
    """Other ways to write a token that a forgiving reader of base64 takes for the same."""
    payload, _, sign = token.partition(".")
    last = ALPHABET.index(sign[-1])
    bits = [f"{payload}.{sign[:-1]}{ALPHABET[last ^ n]}" for n in (1, 2, 3)]
    longer = [f"{payload}=.{sign}", f"{payload}.{sign}=", f"{payload}.{sign}==", f"{token}%0A"]
    spaced = [base64_encode(text).decode() for text in ("[1, 2]", "[ 1,2]", "[1,2.0]", "[true,2]")]
    return [*bits, *longer, token.swapcase(), f".{token}", *(f"{one}.{sign}" for one in spaced)]


def test_a_token_has_one_spelling(keyring: Keyring) -> None:
    links = LinkSigner(keyring, None)
    for enrolment in (1, 17, 123456789):
        token = links.token(enrolment, 3)
        found = links.read(token)
        assert found is not None
        assert (found.enrolment, found.lesson) == (enrolment, 3)
        assert [links.read(one) for one in spellings(token)] == [None] * len(spellings(token))
    signed = links._signer.sign(base64_encode("[1, 2]")).decode()
    assert links.read(signed) is None, "signed by us, and still not as we write it"


def test_limits_count_by_person_and_purpose_not_by_link(world: World, clock: Any) -> None:
    slow = Client(service(world.ledger, world.keyring, clock, per_minute=3))
    links = LinkSigner(world.keyring, None)
    tokens = [links.token(world.enrolment["id"], lesson) for lesson in range(1, 6)]
    assert [slow.get(f"/p/{token}").status_code for token in tokens] == [200] * 3 + [429] * 2
    assert slow.get(f"/l/{tokens[0]}").status_code == 200, "another purpose"
    assert slow.post(f"/p/{tokens[0]}", data={"do": "pause"}).status_code == 200
    clock.sleep(21)
    assert slow.get(f"/p/{tokens[0]}").status_code == 200, "a third of a minute, one of three"


def test_unsubscribing_is_never_limited(world: World, clock: Any) -> None:
    slow = Client(service(world.ledger, world.keyring, clock, per_minute=1, total_per_second=1))
    path = world.link("u")
    assert {slow.get("/p/nonsense").status_code for _ in range(5)} == {404, 429}
    codes = [slow.request(how, path).status_code for _ in range(20) for how in ("GET", "POST")]
    assert set(codes) == {200}
    assert slow.post(path, content=b"x" * 100_000).status_code == 200
    assert world.enrolment["state"] == "stopped"


def test_the_store_of_limits_is_bounded_and_needs_no_thread() -> None:
    now = [0.0]
    limits = RequestLimits(30, 1_000_000, lambda: now[0])
    threads = threading.active_count()
    for n in range(2 * _MOST):
        assert limits.allows(f"caller {n}", "join")
    assert len(limits) == _MOST
    assert threading.active_count() == threads
    now[0] = 3600.0
    assert limits.allows("caller", "join")
    assert len(limits) == 1, "what is whole again is forgotten"


def test_a_refused_request_does_not_lengthen_the_wait() -> None:
    now = [0.0]
    limits = RequestLimits(2, 1000, lambda: now[0])
    assert [limits.allows("a", "x") for _ in range(4)] == [True, True, False, False]
    now[0] = 31.0
    assert [limits.allows("a", "x") for _ in range(2)] == [True, False]


def test_all_requests_together_are_limited_too() -> None:
    limits = RequestLimits(1000, 3, lambda: 5.0)
    assert [limits.allows(str(n), "x") for n in range(4)] == [True, True, True, False]


def test_only_answers_that_the_email_offers_are_kept_each_item_once(world: World) -> None:
    a = world.link("a")
    for path in ("/Q1/c", "/Q2/a", "/nonsense/b", "/Q1/b%20", "/Q1/B"):
        assert world.client.get(a + path).status_code == 404, path
        assert world.client.post(a + path).status_code == 404, path
    for option in ("b", "a", "b"):
        assert world.client.post(f"{a}/Q1/{option}").status_code == 200
    for _ in range(3):
        assert world.client.post(world.link("d")).status_code == 200
    events = export(world.ledger, ADA)["events"]
    assert [event["kind"] for event in events] == ["answer", "done"]
    assert '"option": "b"' in events[0]["data"], "the first answer counts"
    unsent = LinkSigner(world.keyring, None).token(world.enrolment["id"], 999)
    assert world.client.post(f"/a/{unsent}/Q1/a").status_code == 404
    assert world.client.post(f"/d/{unsent}").status_code == 404


def test_what_a_stranger_writes_as_a_name_is_in_no_email_before_a_yes(world: World) -> None:
    spam = "Win now at https://evil.example"
    assert join(world, name=spam).status_code == 200
    assert world.send() == 1
    mail = world.sink.mails[-1]
    assert b"evil" not in mail
    assert b"Win now" not in mail
    assert b"To: <new@example.org>" in mail


@pytest.mark.parametrize(
    ("key", "mailbox"),
    [
        ("a+b@example.org", "a@example.org"),
        ("a.b@example.org", "a.b@example.org"),
        ("a.d.a+x@gmail.com", "ada@gmail.com"),
        ("ada@googlemail.com", "ada@gmail.com"),
        ("+b@example.org", "+b@example.org"),
    ],
)
def test_spellings_of_one_mailbox_are_one(key: str, mailbox: str) -> None:
    assert mailbox_of(key) == mailbox


def test_a_mailbox_gets_three_questions_a_day_however_it_is_written(world: World) -> None:
    for n in range(8):
        assert join(world, f"m.a.x+{n}@gmail.com").status_code == 200
    assert join(world, "ma.x@googlemail.com").status_code == 200
    assert world.send() == 3
    world.clock.sleep(86401)
    assert join(world, "max+again@gmail.com").status_code == 200
    assert world.send() == 1
    with world.ledger.read() as connection:
        scopes = connection.exec_driver_sql("SELECT scope FROM bucket").scalars().all()
    assert not any("max" in scope or "gmail" in scope for scope in scopes)


def test_sign_ups_that_wait_for_their_yes_have_a_cap(world: World, clock: Any) -> None:
    app = service(world.ledger, world.keyring, clock, per_minute=1000, most_pending=2)
    world.client = Client(app)
    codes = [join(world, f"u{n}@example.org").status_code for n in range(3)]
    assert codes == [200, 200, 429]
    assert world.send() == 2
    confirm = next(one for one in world.links() if "/u/" in one).replace("/u/", "/c/")
    assert world.client.post(confirm).status_code == 200
    assert join(world, "u5@example.org").status_code == 200, "one yes, one place"
    assert join(world, "u6@example.org").status_code == 429
    clock.sleep(86401)
    assert join(world, "u7@example.org").status_code == 200
