"""A save is seen at once, changes nothing else, and is never lost."""

import re
import signal
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from preview.running import LESSON, Preview, running

TEXT = "Hands look clean long before they are."


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with browser.new_context(reduced_motion="reduce") as context:
        context.set_default_timeout(30_000)
        yield context.new_page()


def shown(tab: Page, frame: str, words: str) -> None:
    inside = f"document.querySelector('{frame}').contentDocument?.body?.innerText.includes(w)"
    tab.wait_for_function(f"w => {inside}", arg=words)


@pytest.mark.parametrize(
    ("pane", "frame"), [("/lesson/clean-hands", "#lesson"), ("/inbox", "#mail")]
)
def test_a_save_shows_and_the_scroll_stays(
    tab: Page, preview: Preview, pane: str, frame: str
) -> None:
    tab.set_viewport_size({"width": 1000, "height": 500})
    tab.goto(preview.url + pane)
    shown(tab, frame, TEXT)
    tab.evaluate(f"document.querySelector('{frame}').contentWindow.scrollTo(0, 180)")
    tab.evaluate("window.scrollTo(0, 90)")
    before = tab.evaluate("window.scrollY")
    assert before > 0
    preview.save(LESSON, lambda text: text.replace(TEXT, "Now they look otherwise."))
    shown(tab, frame, "Now they look otherwise.")
    assert tab.evaluate(f"document.querySelector('{frame}').contentWindow.scrollY") == 180
    assert tab.evaluate("window.scrollY") == before


def test_what_is_typed_ticked_and_opened_stays(tab: Page, preview: Preview) -> None:
    tab.goto(f"{preview.url}/map")
    tab.locator("summary", has_text="objective").nth(1).click()
    preview.save(LESSON, lambda text: text.replace("Clean hands, at", "Clean HANDS, at"))
    expect(tab.locator("h3").first).to_contain_text("Clean HANDS")
    expect(tab.locator("details[id^=goals]").nth(1)).to_have_attribute("open", "")
    expect(tab.locator("details[id^=goals]").first).not_to_have_attribute("open", "")


def test_a_broken_save_blanks_nothing_and_tells_the_line(tab: Page, preview: Preview) -> None:
    tab.goto(f"{preview.url}/lesson/clean-hands")
    shown(tab, "#lesson", TEXT)
    preview.save(LESSON, lambda text: text.replace(":::scenario", "::::scenario", 1))
    expect(tab.locator("#trouble")).to_contain_text(LESSON)
    expect(tab.locator("#trouble")).to_contain_text("showing the last readable version")
    shown(tab, "#lesson", TEXT)
    preview.save("course.yaml", lambda text: text.replace("title:", "title: [", 1))
    expect(tab.locator("#trouble")).to_contain_text("course.yaml")
    shown(tab, "#lesson", TEXT)
    preview.save("course.yaml", lambda text: text.replace("title: [", "title:", 1))
    preview.save(LESSON, lambda text: text.replace("::::scenario", ":::scenario", 1))
    expect(tab.locator("#trouble")).to_be_hidden()


def test_a_change_of_the_brand_dresses_pages_and_mails_anew(
    tab: Page, folder: Path, tmp_path: Path
) -> None:
    brand = tmp_path / "brand" / "brand.yaml"
    brand.parent.mkdir()
    brand.write_text('light: {ink: "#112233"}\n', "utf-8")
    with running(folder, brand.parent) as preview:
        tab.goto(f"{preview.url}/inbox")
        expect(tab.locator("h1")).to_have_css("color", "rgb(17, 34, 51)")
        brand.write_text('light: {ink: "#331122"}\n', "utf-8")
        expect(tab.locator("h1")).to_have_css("color", "rgb(51, 17, 34)")
        inside = "document.querySelector('#mail').contentDocument?.documentElement?.outerHTML"
        tab.wait_for_function(f"() => {inside}?.includes('#331122')")


def test_two_hundred_quick_saves_end_in_the_last(tab: Page, preview: Preview) -> None:
    tab.goto(f"{preview.url}/lesson/clean-hands")
    shown(tab, "#lesson", TEXT)
    text = preview.lesson.read_text("utf-8")
    for number in range(1, 201):
        preview.lesson.write_text(text.replace(TEXT, f"Save number {number}."), "utf-8")
    shown(tab, "#lesson", "Save number 200.")
    tab.wait_for_timeout(700)
    shown(tab, "#lesson", "Save number 200.")


LATE_FIRST_ANSWER = """() => {
    const ask = window.fetch;
    let held = false;
    window.fetch = async (address, ...rest) => {
        const answer = await ask(address, ...rest);
        if (!held && String(address).includes("/site/")) {
            held = true;
            document.body.dataset.held = "";
            await new Promise((done) => setTimeout(done, 1500));
        }
        return answer;
    };
}"""


def test_an_answer_that_comes_late_never_takes_the_place_of_a_newer(
    tab: Page, preview: Preview
) -> None:
    tab.goto(f"{preview.url}/lesson/clean-hands")
    shown(tab, "#lesson", TEXT)
    tab.evaluate(LATE_FIRST_ANSWER)
    preview.save(LESSON, lambda text: text.replace(TEXT, "Saved first."))
    tab.wait_for_selector("body[data-held]")
    preview.save(LESSON, lambda text: text.replace("Saved first.", "Saved last."))
    tab.wait_for_timeout(2500)
    shown(tab, "#lesson", "Saved last.")


def serve(folder: Path, port: int) -> tuple["subprocess.Popen[str]", str]:
    command = [sys.executable, "-m", "coursewright", "preview", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    found = re.search(r"http://\S+:(\d+)/", process.stdout.readline())
    assert found is not None
    return process, found[0]


def test_killing_and_restarting_the_server_loses_nothing(tab: Page, folder: Path) -> None:
    process, url = serve(folder, 0)
    port = int(url.rstrip("/").rpartition(":")[2])
    try:
        tab.goto(f"{url}lesson/clean-hands")
        shown(tab, "#lesson", TEXT)
        tab.evaluate("document.querySelector('#lesson').contentWindow.scrollTo(0, 120)")
        process.kill()
        process.wait(10)
        expect(tab.locator("#live")).to_contain_text("stopped")
        file = folder / LESSON
        text = file.read_text("utf-8").replace(TEXT, "Saved while nobody served.")
        file.write_text(text, "utf-8")
        process.stdout.close() if process.stdout else None
        process, _ = serve(folder, port)
        shown(tab, "#lesson", "Saved while nobody served.")
        expect(tab.locator("#live")).to_be_empty()
        assert tab.evaluate("document.querySelector('#lesson').contentWindow.scrollY") == 120
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) in {0, 130, -2}
        assert time.monotonic() - began < 5
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close() if process.stdout else None


@pytest.mark.parametrize(
    ("pane", "frame"),
    [("/lesson/clean-hands", "#lesson"), ("/inbox", "#mail"), ("/lms", "#course-frame")],
)
def test_a_changed_picture_is_shown(tab: Page, folder: Path, pane: str, frame: str) -> None:
    def draw(width: int) -> None:
        pixels = zlib.compress((b"\0" + b"\xc0\x20\x20" * width) * 20)
        head = struct.pack(">IIBBBBB", width, 20, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
        data = b"".join(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in parts
        )
        (folder / "figures" / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n" + data)

    (folder / "figures").mkdir(exist_ok=True)
    draw(30)
    lesson = folder / LESSON
    picture = "\n![A red dot](../figures/dot.png)\n\n:::action"
    lesson.write_text(lesson.read_text("utf-8").replace(":::action", picture, 1), "utf-8")
    settings = folder / "course.yaml"
    if "web:" not in settings.read_text("utf-8"):
        settings.write_text(
            f"{settings.read_text('utf-8')}\nlinks: {{web: https://course.example.org}}\n", "utf-8"
        )
    width = f"""() => document.querySelector('{frame}')?.contentDocument
        ?.querySelector('img[alt="A red dot"]')?.naturalWidth"""
    with running(folder) as preview:
        tab.goto(preview.url + pane)
        tab.wait_for_function(f"{width} === 30")
        draw(44)
        tab.wait_for_function(f"{width} === 44")
