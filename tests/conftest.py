"""What tests of any folder may ask for."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from judges.browser import offline_chromium

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, one for the whole run."""
    with offline_chromium() as chromium:
        yield chromium


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page in a context of its own; it reaches this machine only."""
    with browser.new_context(reduced_motion="reduce") as context:
        yield context.new_page()
