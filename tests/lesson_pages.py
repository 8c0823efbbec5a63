"""A package's page without an LMS, on disk, to be opened as a learner opens it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page

from coursewright.model import Course
from coursewright.output import write_folder
from coursewright.packages.course_data import course_data
from coursewright.packages.package_ids import packages_of
from coursewright.packages.player_page import package_page
from coursewright.packages.presets import preset_of
from coursewright.target import Options
from coursewright.targets.scorm.editions import EDITIONS

__all__ = ["focused", "live", "open_course", "press", "write_page"]


def write_page(course: Course, folder: Path, *, lms: str | None = None) -> Path:
    """Write the first package's page; return its index.html.

    Args:
        course: the course.
        folder: where to.
        lms: a module that exports `createLms`; without it there is no LMS.
    """
    replaced = {"standard.js": lms} if lms else None
    package = packages_of(course)[0]
    data: Any = course_data(course, package, preset_of("generic"), prompts=EDITIONS[0].prompts)
    write_folder(folder, package_page(course, package.tracks, data, Options(), replaced=replaced))
    return folder / "index.html"


def open_course(page: Page, index: Path, *, track: str | None = None) -> list[str]:
    """Open the page, choose a track; return the list that errors of the page go into."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda one: errors.append(one.text) if _is_ours(one) else None)
    page.goto(index.as_uri())
    page.wait_for_selector("h1")
    if track:
        page.check(f"form.tracks input[value={track}]")
        page.click("form.tracks button")
        page.wait_for_selector("article.lesson")
    return errors


def _is_ours(message: ConsoleMessage) -> bool:
    # Captions are the one thing that Chromium fetches from a server only, not from a folder.
    return message.type == "error" and ".vtt" not in message.text


def press(page: Page, *keys: str) -> None:
    """MessageBuilder keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> str:
    """Return the words of what has the focus, its label for a control."""
    text: str = page.evaluate(
        "() => { const e = document.activeElement;"
        "return (e.labels?.[0]?.textContent ?? e.ariaLabel ?? e.textContent).trim() }"
    )
    return text


def live(page: Page) -> str:
    """Return what was said last to those who hear the page."""
    page.wait_for_timeout(120)
    return page.locator("#cw-live").inner_text()
