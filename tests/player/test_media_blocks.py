"""Recordings and embeds in a real browser: nothing from outside before the button is pressed."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, Route

from coursewright.model import Course
from coursewright.read import read_files
from judges.accessibility import audit
from lesson_pages import open_course, press, write_page
from media_files import SRT, mp3, png, wav
from read.course_in_memory import COURSE, FRONT

VIDEO = "dQw4w9WgXcQ"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
BODY = f"""\
:::audio[A talk]{{src="../f/talk.mp3" transcript="../f/talk.txt" seconds=3}}
What is said.
:::

:::audio[A bell]{{src="../f/bell.wav" transcript="../f/talk.txt"}}
:::

:::video[Pouring]{{src="../f/pour.mp4" captions="../f/pour.srt" transcript="../f/talk.txt"}}
:::

:::embed[How to pour {LONG}]{{src="https://youtu.be/{VIDEO}?t=5" seconds=200}}
Water runs over the leaf.
:::

:::embed[A map of tea]{{src="https://maps.example.org/tea?a=1&b=2"}}
Where it grows.
:::

![Half as wide](../f/wide.png){{width=50%}}

![In pixels](../f/wide.png){{width=120px}}

![Sharp](../f/map.png)

![Wider than any column](../f/wide.png){{width=2000px}}
"""


def media_course() -> Course:
    result = read_files(
        {
            "course.yaml": COURSE.encode(),
            "m/01-water.md": (FRONT + BODY).encode(),
            "f/talk.mp3": mp3(3),
            "f/bell.wav": wav(1),
            "f/talk.txt": b"Every word that is said.\n",
            "f/pour.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
            "f/pour.srt": SRT.encode(),
            "f/wide.png": png(800, 200),
            "f/map.png": png(60, 30),
            "f/map@2x.png": png(120, 60),
        }
    )
    assert result.problems == ()
    assert result.course is not None
    return result.course


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    write_page(media_course(), folder)
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def outside(page: Page) -> list[tuple[str, dict[str, str]]]:
    """Answer for all other hosts; return the list of what was asked of them."""
    asked: list[tuple[str, dict[str, str]]] = []

    def answer(route: Route) -> None:
        asked.append((route.request.url, route.request.headers))
        body = "<title>Outside</title><button>Play</button><script>top.gone = 1</script>"
        route.fulfill(content_type="text/html", body=body)

    page.route(lambda url: url.startswith("https:"), answer)
    return asked


Outside = list[tuple[str, dict[str, str]]]


def test_nothing_is_asked_of_another_host_before_the_button(
    page: Page, folder: Path, outside: Outside
) -> None:
    errors = open_course(page, folder / "index.html")
    page.keyboard.press("End")
    page.wait_for_timeout(300)
    assert outside == []
    assert page.locator("iframe").count() == 0
    assert errors == []
    gates = page.locator(".gate")
    assert gates.count() == 2
    assert "youtube-nocookie.com receives your IP address" in gates.nth(0).inner_text()
    assert "maps.example.org receives your IP address" in gates.nth(1).inner_text()


def test_the_button_names_the_host_and_loads_the_video_into_a_frame_with_the_focus(
    page: Page, folder: Path, outside: Outside
) -> None:
    with served(folder) as root:
        page.goto(root + "index.html")
        button = page.get_by_role("button", name="Play from youtube-nocookie.com: How to pour")
        button.focus()
        described = button.get_attribute("aria-describedby")
        assert "Google" in page.locator(f"#{described}").inner_text()
        press(page, "Enter")
        frame = page.locator("iframe")
        page.frame_locator("iframe").get_by_role("button", name="Play").wait_for()
        (asked,) = outside
        expected = f"https://www.youtube-nocookie.com/embed/{VIDEO}?start=5&autoplay=1"
        assert asked[0] == expected
        assert asked[1]["referer"] == root  # without one, YouTube refuses to play
        assert str(frame.get_attribute("title")).startswith("How to pour")
        assert page.evaluate("document.activeElement.localName") == "iframe"
        assert page.evaluate("window.gone") is None
        sandbox = set(str(frame.get_attribute("sandbox")).split())
        assert {"allow-scripts", "allow-same-origin"} <= sandbox
        assert not {"allow-top-navigation", "allow-top-navigation-by-user-activation"} & sandbox
        press(page, "Tab")
        page.frames[1].wait_for_function("document.activeElement.localName == 'button'")


def test_another_page_learns_no_address_from_its_frame(
    page: Page, folder: Path, outside: Outside
) -> None:
    with served(folder) as root:
        page.goto(root + "index.html")
        page.get_by_role("button", name="Load from maps.example.org: A map of tea").click()
        page.frame_locator("iframe").get_by_role("button", name="Play").wait_for()
        (asked,) = outside
        assert asked[0] == "https://maps.example.org/tea?a=1&b=2"
        assert "referer" not in asked[1]
        assert "autoplay" not in str(page.locator("iframe").get_attribute("allow"))


def test_a_frame_cannot_take_the_course_away(page: Page, folder: Path) -> None:
    body = "<script>top.location = 'https://elsewhere.example.org/'</script><p>Here</p>"
    page.route(
        lambda url: url.startswith("https:"),
        lambda route: route.fulfill(content_type="text/html", body=body),
    )
    with served(folder) as root:
        page.goto(root + "index.html")
        page.get_by_role("button", name="Load from").click()
        page.frame_locator("iframe").get_by_text("Here").wait_for()
        page.wait_for_timeout(200)
        assert page.url.startswith(root)


@pytest.mark.parametrize("name", ["A talk", "A bell"])
def test_a_recording_plays_by_keyboard_and_is_not_loaded_before(
    page: Page, folder: Path, name: str
) -> None:
    with served(folder) as root:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(root + "index.html")
        sound = page.locator(f"audio[aria-label='{name}']")
        sound.wait_for()
        assert not [url for url in asked if url.endswith((".mp3", ".wav"))]
        sound.focus()
        press(page, "Space")
        page.wait_for_function("(e) => e.currentTime > 0", arg=sound.element_handle())
        assert sound.evaluate("(e) => e.error") is None


def test_subrip_captions_are_served_as_webvtt_and_shown(page: Page, folder: Path) -> None:
    with served(folder) as root:
        page.goto(root + "index.html")
        page.wait_for_selector("video")
        cues = page.evaluate(
            """async () => {
              const track = document.querySelector("video track");
              track.track.mode = "showing";
              if (track.readyState < 2) await new Promise((done) => (track.onload = done));
              return [...track.track.cues].map((c) => [c.startTime, c.endTime, c.text]);
            }"""
        )
        assert cues[0] == [0, 2.5, "Water begins to <i>sing</i>."]
        shown = page.evaluate(
            "document.querySelector('video').textTracks[0].cues[1].getCueAsHTML().textContent"
        )
        assert shown == "Tea & <milk>\non a second line"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_picture_has_its_width_and_is_never_wider_than_the_column(
    page: Page, folder: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_course(page, folder / "index.html")
    boxes = {
        alt: page.get_by_alt_text(alt).evaluate(
            "(e) => [e.clientWidth, e.clientHeight, e.closest('figure').clientWidth]"
        )
        for alt in ("Half as wide", "In pixels", "Sharp", "Wider than any column")
    }
    column = boxes["Sharp"][2]
    assert abs(boxes["Half as wide"][0] - column / 2) <= 1
    assert boxes["In pixels"][:2] == [120, 30]
    assert boxes["Sharp"][:2] == [60, 30]
    assert boxes["Wider than any column"][0] == column
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0


def test_a_screen_of_high_density_gets_the_picture_with_more_pixels(
    page: Page, folder: Path
) -> None:
    page.context.new_cdp_session(page).send(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 800, "deviceScaleFactor": 2, "mobile": False},
    )
    open_course(page, folder / "index.html")
    image = page.get_by_alt_text("Sharp")
    image.scroll_into_view_if_needed()
    page.wait_for_function("(e) => e.complete && e.naturalWidth", arg=image.element_handle())
    assert "2x" in str(image.evaluate("(e) => e.currentSrc"))
    assert image.evaluate("(e) => e.clientWidth") == 60


@pytest.mark.parametrize("loaded", [False, True])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_blocks_have_no_fault_of_accessibility(
    page: Page, folder: Path, outside: Outside, scheme: str, loaded: bool
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 320, "height": 700})
    open_course(page, folder / "index.html")
    if loaded:
        for _ in range(2):
            page.locator(".gate button").first.click()
        page.wait_for_timeout(200)
    assert audit(page) == []
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0


def test_print_shows_the_address_in_place_of_the_gate(page: Page, folder: Path) -> None:
    open_course(page, folder / "index.html")
    page.emulate_media(media="print")
    assert page.locator(".gate:visible").count() == 0
    assert page.locator("audio:visible").count() == 0
    caption = page.locator(".embed .how").nth(1).inner_text()
    assert "https://maps.example.org/tea?a=1&b=2" in caption
