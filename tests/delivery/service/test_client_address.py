"""Rate limits behind a proxy: each caller has their own, and nobody can borrow another's."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from apart import apart
from coursewright.delivery.ledger.database import open_ledger
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.service.client_address import behind_proxy, caller
from coursewright.delivery.service.endpoints import service
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import UsageError
from coursewright.sequence.release import load_release

PROXY = "10.0.0.2"
Ask = Callable[..., int]


@pytest.fixture
def ask(
    fresh_database: Callable[[str], str],
    sequence: Path,
    clock: Any,
    keyring: Keyring,
) -> Any:
    """Ask for the sign-up page as a peer, with a header; three a minute are let in."""
    ledger = open_ledger(fresh_database("sqlite"))
    now = clock.now()
    publish(ledger, load_release(sequence), sequence.parent, now)
    plain = service(ledger, keyring, clock, per_minute=3)
    apps = {True: behind_proxy(plain, f"{PROXY}, 10.1.0.0/16"), False: plain}

    def get(peer: str, forwarded: str | None = None, *, proxied: bool = True) -> int:
        async def call() -> int:
            transport = httpx.ASGITransport(apps[proxied], client=(peer, 1))
            headers = {"X-Forwarded-For": forwarded} if forwarded else {}
            async with httpx.AsyncClient(transport=transport, base_url="https://x") as client:
                return (await client.get("/join/field-notes", headers=headers)).status_code

        return apart(call)

    yield get
    ledger.close()


def test_callers_behind_the_proxy_have_limits_of_their_own(ask: Ask) -> None:
    assert [ask(PROXY, "192.0.2.1") for _ in range(4)] == [200, 200, 200, 429]
    assert ask(PROXY, "192.0.2.2") == 200


def test_what_a_caller_writes_into_the_header_gives_no_fresh_limit(ask: Ask) -> None:
    """The proxy appends the true address; whatever stands before it is the caller's own."""
    codes = [ask(PROXY, f"198.51.100.{n}, 192.0.2.1") for n in range(4)]
    assert codes == [200, 200, 200, 429]
    assert ask(PROXY, "192.0.2.1, 10.1.2.3") == 429, "a second proxy of ours is passed over"


def test_a_caller_who_is_no_proxy_is_not_believed(ask: Ask) -> None:
    codes = [ask("192.0.2.9", f"198.51.100.{n}") for n in range(4)]
    assert codes == [200, 200, 200, 429]


def test_without_a_proxy_the_header_is_nothing(ask: Ask) -> None:
    codes = [ask("192.0.2.9", f"198.51.100.{n}", proxied=False) for n in range(4)]
    assert codes == [200, 200, 200, 429]


def test_a_header_of_nonsense_is_one_caller(ask: Ask) -> None:
    codes = [ask(PROXY, f"nonsense-{n}") for n in range(4)]
    assert codes == [200, 200, 200, 429]


def test_the_addresses_of_one_line_are_one_caller() -> None:
    assert caller("2001:db8::1") == caller("2001:db8::ffff:1") != caller("2001:db8:0:1::1")
    assert caller("::ffff:192.0.2.1") == caller("192.0.2.1")
    assert caller(None) == caller("unix:") == "?"


@pytest.mark.parametrize("proxies", ["*", "", "proxy.example.org", "10.0.0.2,*", "10.0.0.2/8"])
def test_a_proxy_that_is_no_address_is_refused(proxies: str) -> None:
    with pytest.raises(UsageError):
        behind_proxy(None, proxies)
