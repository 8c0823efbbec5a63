"""Pictures of what a build shows people, cut into columns that an eye can read."""

import argparse
import base64
import json
import sys
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from playwright.sync_api import Browser, Page

from judges.browser import offline_chromium

BUILD = Path("build")
PICTURES = BUILD / "pictures"
WIDTHS = {390: 1500, 1280: 2600}
"""Widths of a window, and how high one column of a picture is."""
LMS = """window.API = Object.fromEntries(
  ["Initialize", "Finish", "GetValue", "SetValue", "Commit", "GetLastError", "GetErrorString",
    "GetDiagnostic"].map((name) => [`LMS${name}`, (key) =>
    name === "GetLastError" ? "0" : name !== "GetValue" ? "true" :
    ({"cmi.core.student_name": "Rivera, Kim", "cmi.core.entry": "ab-initio"})[key] ?? ""]))"""
SHEET = """([url, width, height, step]) => {
  const columns = Math.ceil(height / step);
  document.body.style.cssText = `margin:0;display:flex;gap:8px;width:${columns * (width + 8)}px;` +
    "background:#f0f";
  for (let at = 0; at < columns; at += 1) {
    const column = document.createElement("div");
    column.style.cssText = `flex:0 0 ${width}px;height:${Math.min(step, height)}px;` +
      `background:url(${url}) 0 ${-at * step}px no-repeat`;
    document.body.append(column);
  }
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base's name
        """Say nothing."""


def serve(folder: Path) -> str:
    """Serve a folder on this machine; return where."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def keep(page: Page, name: str, width: int) -> None:
    """Keep a page from top to bottom as one picture of columns."""
    page.evaluate("scrollTo(0, 0)")
    data = page.screenshot(full_page=True)
    height = int.from_bytes(data[20:24])
    sheet = page.context.new_page()
    url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    sheet.evaluate(SHEET, [url, width, height, WIDTHS[width]])
    sheet.wait_for_timeout(100)  # a background has no event that tells it is there
    columns = -(-height // WIDTHS[width])
    clip = {"x": 0, "y": 0, "width": columns * (width + 8), "height": min(height, WIDTHS[width])}
    sheet.set_viewport_size({"width": columns * (width + 8), "height": WIDTHS[width]})
    sheet.screenshot(path=PICTURES / f"{name}-{width}.png", clip=clip)  # type: ignore[arg-type]
    sheet.close()


def lessons(page: Page, folder: Path, word: str, width: int) -> None:
    """Keep each lesson of a package, on each of its tracks."""
    page.add_init_script(LMS)
    page.goto(f"{serve(folder)}/index.html")
    page.wait_for_selector("#cw-main h1")
    routes = json.loads(page.locator("#course-data").text_content() or "")["tracks"]
    for route in routes:
        if page.locator("#cw-route").count():
            page.evaluate("document.querySelector('#cw-route').click()")
            page.locator(f'input[name="cw-track"][value="{route["id"]}"]').check()
            page.locator("form.tracks button").click()
        for lesson in route["lessons"]:
            name = f"lms-{route['id']}-{lesson}"
            if word in name:
                page.evaluate("id => document.querySelector(`[data-go='${id}']`).click()", lesson)
                page.wait_for_selector(f'article[data-id="{lesson}"]')
                keep(page, name, width)


def mails(page: Page, word: str, width: int) -> None:
    """Keep each mail of each track, with its pictures from the site."""
    pictures = {path.name: path for path in (BUILD / "site" / "media").rglob("*.*")}
    page.route(
        "**/media/**", lambda route: route.fulfill(path=pictures[Path(route.request.url).name])
    )
    for mail in sorted((BUILD / "email").glob("*/*.html")):
        name = f"mail-{mail.parent.name}-{mail.stem}"
        if word in name:
            page.goto(mail.resolve().as_uri())
            page.wait_for_load_state("load")
            keep(page, name, width)


def aids(page: Page, word: str) -> None:
    """Print each job aid on both papers."""
    for aid in sorted((BUILD / "site" / "job-aids").glob("*/index.html")):
        for paper in ("A4", "Letter"):
            name = f"aid-{aid.parent.name}-{paper}"
            if word in name:
                page.goto(aid.resolve().as_uri())
                page.pdf(path=PICTURES / f"{name}.pdf", format=paper)


def pages(browser: Browser, *, dark: bool) -> Iterator[tuple[Page, int]]:
    """Yield a fresh page for each width."""
    for width in WIDTHS:
        size = {"width": width, "height": 900}
        with browser.new_context(
            viewport=size,  # type: ignore[arg-type] # a plain dict is one
            color_scheme="dark" if dark else "light",
        ) as context:
            yield context.new_page(), width


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("word", nargs="?", default="", help="what a picture's name has to hold")
    parser.add_argument("--dark", action="store_true", help="as a dark device shows it")
    given = parser.parse_args()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch, offline_chromium() as browser:
        for package in sorted((BUILD / "scorm12").glob("*.zip")):
            folder = Path(scratch) / package.stem
            with zipfile.ZipFile(package) as archive:
                archive.extractall(folder)  # our own build
            for page, width in pages(browser, dark=given.dark):
                lessons(page, folder, given.word, width)
        for page, width in pages(browser, dark=given.dark):
            mails(page, given.word, width)
        aids(browser.new_page(), given.word)
    sys.stdout.write(f"{len(list(PICTURES.iterdir()))} pictures in {PICTURES}\n")


main()
