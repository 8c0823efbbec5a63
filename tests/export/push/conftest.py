"""Pushes to the fakes, as the command makes them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from coursewright.export.push.comparing import Difference, PushChange
from coursewright.export.push.preparing import prepare

from .fake_api import FakeApi, served
from .fake_products import FakeButtondown, FakeCustomerio, FakeListmonk, FakeMailchimp
from .fake_sequences import FakeKit, FakeMautic

__all__ = ["FAKES", "KEYS", "Account"]

FAKES: dict[str, Callable[[], Any]] = {
    "listmonk": FakeListmonk,
    "kit": FakeKit,
    "mailchimp": FakeMailchimp,
    "mautic": FakeMautic,
    "customerio": FakeCustomerio,
    "buttondown": FakeButtondown,
}
KEYS = {
    "listmonk": ("LISTMONK_URL", "LISTMONK_AUTH", "user:secret-token"),
    "kit": ("KIT_API", "KIT_API_KEY", "secret-key"),
    "mailchimp": ("MAILCHIMP_API", "MAILCHIMP_API_KEY", "secret-key-us1"),
    "mautic": ("MAUTIC_URL", "MAUTIC_AUTH", "user:secret-password"),
    "customerio": ("CUSTOMERIO_API", "CUSTOMERIO_APP_KEY", "secret-key"),
    "buttondown": ("BUTTONDOWN_API", "BUTTONDOWN_API_KEY", "secret-key"),
}


@dataclass
class Account:
    """One account of a fake, and the record of pushes to it."""

    product: str
    api: FakeApi
    state: Path
    waits: list[float] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        url, key, value = KEYS[self.product]
        return {url: self.api.url, key: value}

    def push(
        self,
        folder: Path,
        *,
        prune: bool = False,
        transport: httpx.BaseTransport | None = None,
        **more: Any,
    ) -> list[Difference]:
        """Push a course; what has to be made by hand is made first."""
        prepared = prepare(self.product, folder, self.state, **more)
        with prepared.connect(self.environment, self.waits.append, transport=transport) as run:
            differences = run.differences()
            if isinstance(self.api, FakeCustomerio):
                missing = [one for one in differences if one.change is PushChange.MISSING]
                self.api.build([one.item.marker for one in missing if one.item])
                differences = run.differences() if missing else differences
            run.carry_out(differences, lambda _, __: None, prune=prune)
        return differences


@pytest.fixture(params=list(FAKES))
def account(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Account]:
    """An empty account of each product."""
    with served(FAKES[request.param]()) as api:
        yield Account(request.param, api, tmp_path / "push" / "state.json")


@pytest.fixture
def fresh(account: Account, tmp_path: Path) -> Callable[[Path], Any]:
    """Return what a first push of a course leaves in an account of its own."""

    def snapshot(folder: Path) -> Any:
        with served(FAKES[account.product]()) as api:
            other = Account(
                account.product, api, tmp_path / "fresh" / folder.parent.name / "s.json"
            )
            other.push(folder)
            return api.snapshot()

    return snapshot
