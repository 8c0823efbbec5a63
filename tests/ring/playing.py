"""What a learner does, and what the LMS saw of it: shared by the tests of the ring."""

from typing import Any

from playwright.sync_api import BrowserContext, Frame, Page

from ring.lms_server import LmsServer

__all__ = ["Visit", "open_strict", "open_under_scorm_again"]

UNSET = 403  # 2004: "was never set", the answer to a first look at suspend data, and no fault


class Visit:
    """One visit of a learner: the page of the LMS, and the frame with the course."""

    def __init__(self, page: Page, frame: Frame) -> None:
        self.page = page
        self.frame = frame

    def settle(self) -> None:
        """Wait until the LMS has got all that it was given; these have it at once."""

    @property
    def calls(self) -> list[dict[str, Any]]:
        """Every call that the course made, with its result and error code."""
        calls: list[dict[str, Any]] = self.page.evaluate("window.calls")
        return calls

    @property
    def commits(self) -> int:
        """How often the course asked the LMS to save."""
        return sum(call["name"].endswith("Commit") for call in self.calls)

    @property
    def kept(self) -> dict[str, str]:
        """What the strict LMS holds since the last commit, by element."""
        kept: dict[str, str] = self.page.evaluate("window.saved()?.values ?? {}")
        return kept

    @property
    def faults(self) -> list[dict[str, Any]]:
        """The calls that left an error code, but for words where 1.2 may ask for a letter."""
        return [call for call in self.calls if call["error"] not in (0, UNSET) and not _words(call)]

    def sets(self, ending: str) -> list[str]:
        """Return the values that were set, in order, of elements with this ending."""
        return [
            call["args"][1]
            for call in self.calls
            if call["name"].endswith("SetValue") and call["args"][0].endswith(ending)
        ]

    def place_of(self, ending: str, value: str) -> int:
        """Return which call first set an element to a value."""
        return next(
            at
            for at, call in enumerate(self.calls)
            if call["name"].endswith("SetValue")
            and call["args"][0].endswith(ending)
            and call["args"][1] == value
        )

    def choose_track(self) -> None:
        """Take the second of the two tracks."""
        self.frame.locator('input[value="cafe"]').check()
        self.frame.locator("form.tracks button").click()

    def answer(self, question: str, *keys: str) -> None:
        """Choose these options, no others, and hand in."""
        form = self.frame.locator(f'[data-block][data-id="{question}"]')
        for box in form.locator("input[type=checkbox]").all():
            box.set_checked((box.get_attribute("value") or "") in keys)
        if form.locator("input[type=radio]").count():
            form.locator(f'input[value="{keys[0]}"]').check()
        form.locator("button").last.click()

    def put_in_order(self, *, right: bool) -> None:
        """Move the steps of the order question by its buttons."""
        form = self.frame.locator('[data-block][data-id="Q-order"]')
        wanted = (form.get_attribute("data-right") or "").split()
        for at, key in enumerate(wanted if right else reversed(wanted)):
            step = form.locator(f'li[data-key="{key}"]')
            while step.evaluate("el => [...el.parentNode.children].indexOf(el)") > at:
                step.locator('[data-move="-1"]').click()
        form.locator("button:not([type=button])").click()

    def match(self, *, right: bool) -> None:
        """Choose partners in the lists of the match question."""
        form = self.frame.locator('[data-block][data-id="Q-match"]')
        for field in form.locator("select").all():
            wanted = field.get_attribute("data-right") or ""
            values = field.evaluate("el => [...el.options].map(o => o.value).filter(Boolean)")
            other = next(value for value in values if value != wanted)
            field.select_option(wanted if right else other)
        form.locator("button:not([type=button])").click()

    def answer_everything(self) -> None:
        """Answer each kind of question wrong, then right."""
        for right in (False, True):
            self.answer("Q-single", "yes" if right else "no")
            self.answer("Q-many", *(("a-one", "three") if right else ("two",)))
            self.answer("Q-truth", "true" if right else "false")
            self.put_in_order(right=right)
            self.match(right=right)
        text = self.frame.locator('[data-block][data-id="Q-text"]')
        text.locator("textarea").fill("In my own words: 字 😀")
        text.locator("button").first.click()
        self.frame.locator('[data-block="branch"] button[value]').first.click()
        self.frame.locator('[data-block="checklist"] input').first.check()

    def go_on(self) -> None:
        """Turn to the next page."""
        self.frame.locator("#cw-next").click()

    def take_test(self, *, right: bool) -> None:
        """Take the assessment, in the lesson that has it."""
        section = self.frame.locator('[data-block="assessment"]')
        begin = section.locator("button.start")
        begin.wait_for(state="attached")
        if begin.is_visible():
            begin.click()
        else:
            section.locator(".stage > .row button").first.click()
        for form in section.locator(".stage [data-block]").all():
            form.locator(f'input[value="{"right" if right else "wrong"}"]').check()
        section.locator(".stage > .row button").first.click()
        section.locator(".stage details").wait_for()

    def leave(self) -> None:
        """Press "Save and exit"."""
        self.frame.locator("#cw-exit").click()
        self.frame.locator("body.left").wait_for()


def _words(call: dict[str, Any]) -> bool:
    """Tell whether an LMS refused words where SCORM 1.2 names an answer by one character."""
    about = str(call["args"][0]) if call["args"] else ""
    return call["error"] == 405 and about.endswith(("student_response", "pattern"))


def _frame_of(page: Page, ready: str) -> Frame:
    handle = page.wait_for_selector("#content")
    assert handle is not None
    frame = handle.content_frame()
    assert frame is not None
    frame.wait_for_selector(ready)
    return frame


def open_under_scorm_again(
    context: BrowserContext, lms: LmsServer, edition: str, *, src: str | None = None
) -> Visit:
    """Start the package under scorm-again, with what was committed before in this context."""
    page = context.new_page()
    page.goto(lms.at("/lms/again.html"))
    url = f"/commit/{edition}/{id(context)}"
    given = {
        "standard": edition,
        "commitUrl": url,
        "data": lms.commits.get(url),
        "src": src or lms.at(f"/{edition}/index.html"),
    }
    page.evaluate("given => window.start(given)", given)
    return Visit(page, _frame_of(page, "#cw-main h1"))


def open_strict(
    context: BrowserContext, lms: LmsServer, edition: str, *, src: str | None = None, **given: Any
) -> Visit:
    """Start the package under our strict LMS, which keeps what it kept in this context."""
    page = context.new_page()
    page.goto(lms.at("/lms/strict.html"))
    given |= {"standard": edition, "src": src or lms.at(f"/{edition}/index.html")}
    page.evaluate("given => window.start(given)", given)
    frame = _frame_of(page, "body")
    while frame.child_frames:  # a page between the LMS and the course
        frame = frame.child_frames[0]
    frame.wait_for_selector("#cw-main h1")
    return Visit(page, frame)
