"""What is published of a picture does nothing in a browser, however it is shown."""

from collections.abc import Iterator, Mapping
from typing import Literal

import pytest
from playwright.sync_api import Browser, Dialog, Page

from coursewright.read.svg import rewrite_svg
from read.svg.hostile_pictures import HOSTILE, SOUND_BUT_BROKEN
from read.svg.real_pictures import REAL
from read.svg.watched_server import WatchedServer, watched_server


@pytest.fixture(scope="module")
def server() -> Iterator[WatchedServer]:
    with watched_server() as started:
        yield started


def acts(page: Page, server: WatchedServer, address: str) -> list[str]:
    """Return what a page does of itself, and when it is touched."""
    deeds: list[str] = []
    server.watch()

    def dismissed(dialog: Dialog) -> None:
        deeds.append(dialog.message)
        dialog.dismiss()

    def opened(other: Page) -> None:
        deeds.append(f"opened {other.url}")

    page.on("dialog", dismissed)
    page.on("popup", opened)
    page.goto(address, wait_until="load")
    page.mouse.move(5, 5)
    page.mouse.move(60, 50)
    page.mouse.click(60, 50)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_timeout(60)
    if page.url != address:
        deeds.append(f"went to {page.url}")
    else:
        ran = "document.documentElement?.hasAttribute('data-ran')"
        deeds += ["ran a script" for frame in page.frames if frame.evaluate(ran)]
    return deeds + [f"asked for {path}" for path in server.unexpected]


def shot(page: Page, addresses: Mapping[str, str]) -> bytes:
    """Return a picture's pixels as an image in a page."""
    page.goto(addresses["image"], wait_until="load")
    return page.locator("img").screenshot()


def of(server: WatchedServer, name: str) -> bytes:
    """Return a picture of the collection, with the address of the server."""
    source = (HOSTILE | SOUND_BUT_BROKEN)[name]
    if isinstance(source, str):
        return source.replace("BEACON", server.beacon).encode()
    return source


# Those which are known to act in Chromium, so that a watch that sees nothing is noticed.
@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("script", "document"),
        ("onload", "inline"),
        ("a", "document"),
        ("image", "inline"),
        ("root-image-set", "document"),
        ("style-webkit-image-set", "document"),
        ("style-import", "object"),
        ("page-image", "document"),
        ("set-href", "document"),
    ],
)
def test_a_hostile_picture_acts_as_it_is(
    page: Page, server: WatchedServer, name: str, way: str
) -> None:
    assert acts(page, server, server.show(name, of(server, name))[way])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_is_refused(server: WatchedServer, name: str) -> None:
    found = rewrite_svg(of(server, name))
    assert not isinstance(found, bytes)
    assert all(fault.what and fault.line >= 1 for fault in found)


@pytest.mark.parametrize("name", SOUND_BUT_BROKEN)
def test_what_is_published_does_nothing(browser: Browser, server: WatchedServer, name: str) -> None:
    picture = rewrite_svg(of(server, name))
    assert isinstance(picture, bytes)
    with browser.new_context() as context:
        for address in server.show(name, picture).values():
            assert acts(context.new_page(), server, address) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", sorted(REAL.keys() - {"drawio-html-label"}))
def test_a_picture_of_a_drawing_program_looks_the_same(
    browser: Browser, server: WatchedServer, name: str, scheme: Literal["light", "dark"]
) -> None:
    before = REAL[name]
    after = rewrite_svg(before)
    assert isinstance(after, bytes)
    with browser.new_context(color_scheme=scheme, device_scale_factor=2) as context:
        page = context.new_page()
        blank = shot(page, server.show("blank", b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
        shown = [shot(page, server.show(name, picture)) for picture in (before, after)]
    assert shown[0] == shown[1] != blank
