"""Visits to courses in LMSs of others: how each is entered, and what it holds of a learner."""

import json
import re
import sqlite3
from contextlib import closing
from http import HTTPStatus

from playwright.sync_api import BrowserContext

from judges.real_lms import WAGTAIL, RealLms
from ring.playing import Visit

__all__ = ["RealVisit", "enter", "kept", "reported"]

# Notes each call of the course, and how many requests of the LMS's page are on their way. None of
# these LMSs has error codes of its own: 101 says that a call was refused.
_NOTED = """(() => {
  if (window !== top) return;
  window.calls = [];
  window.open_requests = 0;
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (...args) {
    window.open_requests += 1;
    this.addEventListener("loadend", () => { window.open_requests -= 1; });
    return send.apply(this, args);
  };
  const noted = (api) => {
    for (const name in api) {
      const plain = api[name];
      if (typeof plain !== "function" || !/^(LMS)?[A-Z]/.test(name) || plain.noted) continue;
      api[name] = (...args) => {
        const result = plain.apply(api, args);
        const refused = !/Get/.test(name) && String(result) !== "true";
        window.calls.push({ name, args, result: String(result), error: refused ? 101 : 0 });
        return result;
      };
      api[name].noted = true;
    }
    return api;
  };
  for (const name of ["API", "API_1484_11"]) {
    let held;
    Object.defineProperty(window, name, {
      configurable: true,
      get: () => held,
      set: (api) => { held = noted(api); },
    });
  }
})()"""


class RealVisit(Visit):
    """One visit in an LMS of others, with the requests that its server did not answer well."""

    failed: list[str]

    def settle(self) -> None:
        """Wait until the LMS's page has sent all that it was given."""
        self.page.wait_for_function("window.open_requests === 0")


def enter(context: BrowserContext, lms: RealLms, name: str, learner: str) -> RealVisit:
    """Open a course as a learner of the LMS; another learner of this browser is logged out."""
    context.clear_cookies()
    page = context.new_page()
    page.add_init_script(_NOTED)
    failed: list[str] = []
    page.on(
        "response",
        lambda answer: (
            failed.append(answer.url) if answer.status >= HTTPStatus.BAD_REQUEST else None
        ),
    )
    if lms.name == WAGTAIL:
        page.goto(f"{lms.address}/login/?next=/play/{name}/")
        page.get_by_label("Username").fill(learner)
        page.get_by_label("Password").fill(learner)
        page.get_by_role("button").click()
    else:
        context.add_cookies([{"name": "student", "value": learner, "url": lms.address}])
        page.goto(f"{lms.address}/scenario/{name}/")
    element = page.wait_for_selector("iframe")
    assert element is not None
    frame = element.content_frame()
    assert frame is not None
    frame.wait_for_selector("#cw-main h1")
    visit = RealVisit(page, frame)
    visit.failed = failed
    return visit


def kept(context: BrowserContext, lms: RealLms, name: str, learner: str) -> dict[str, str]:
    """Return what an LMS holds of a learner, by element."""
    return (
        _of_wagtail(lms, name, learner)
        if lms.name == WAGTAIL
        else _of_open_edx(context, lms, name, learner)
    )


def _of_open_edx(context: BrowserContext, lms: RealLms, name: str, learner: str) -> dict[str, str]:
    """Read what the page of the XBlock hands to the next visit."""
    context.add_cookies([{"name": "student", "value": learner, "url": lms.address}])
    text = context.request.get(f"{lms.address}/scenario/{name}/").text()
    found = re.search(r'"scorm_data": (\{[^{}]*\})', text)
    assert found is not None
    return {key: str(value) for key, value in json.loads(found[1]).items()}


def _of_wagtail(lms: RealLms, name: str, learner: str) -> dict[str, str]:
    """Read the table that the site's administrators see as "SCORM data"."""
    sql = """
        SELECT data.key, data.value FROM wagtail_lms_scormdata AS data
        JOIN wagtail_lms_scormattempt AS attempt ON attempt.id = data.attempt_id
        JOIN wagtail_lms_scormpackage AS package ON package.id = attempt.scorm_package_id
        JOIN auth_user AS learner ON learner.id = attempt.user_id
        WHERE package.title = ? AND learner.username = ?"""
    with closing(sqlite3.connect(lms.folder / "db.sqlite3", timeout=60)) as database:
        return dict(database.execute(sql, (name, learner)))


def reported(data: dict[str, str]) -> dict[str, str]:
    """Return the answers of a report by the id of the question."""
    ids = {key: value for key, value in data.items() if re.search(r"interactions\.\d+\.id$", key)}
    endings = ("student_response", "learner_response")
    return {
        question: next(data[k] for end in endings if (k := key[:-2] + end) in data)
        for key, question in ids.items()
    }
