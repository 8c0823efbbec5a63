"""Going through the shipped course: every question of a lesson, then the test."""

import csv
import re
from io import StringIO

from playwright.sync_api import expect

from coursewright.model import Course
from coursewright.target import Options, Target
from ring.playing import Visit

__all__ = [
    "LAUNCHES",
    "MINUTE",
    "answer_lessons",
    "choose_track",
    "package_of",
    "seconds",
    "take_test",
    "unreadable",
]

LAUNCHES = (4, 5, 40)
"""Lessons answered in each of three launches; the last goes on to the certificate."""

MINUTE = 60_000
_ANSWER = """async () => {
  const rest = () => new Promise((done) => setTimeout(done));
  let count = 0;
  for (const form of document.querySelectorAll("#cw-main form[data-block][data-id]")) {
    if (!["choice", "order", "match", "text"].includes(form.dataset.block)) continue;
    for (const box of form.querySelectorAll("input[data-right]")) if (!box.checked) box.click();
    for (const list of form.querySelectorAll("select")) list.value = list.dataset.right;
    for (const box of form.querySelectorAll("textarea")) box.value = "In my own words.";
    form.requestSubmit();
    count += 1;
    await rest();
  }
  for (const node of document.querySelectorAll("#cw-main .branch .node")) {
    node.querySelector(".choice")?.click();
    count += node.querySelector(".choice") ? 1 : 0;
  }
  const words = document.querySelectorAll('#cw-main [data-block="text"]').length;
  return [count, words];
}"""


def choose_track(visit: Visit, track: str) -> None:
    """Take a track on the first page."""
    visit.frame.check(f"form.tracks input[value={track}]")
    visit.frame.click("form.tracks button")


def answer_lessons(visit: Visit, most: int = 40) -> tuple[int, int]:
    """Answer the questions of lessons, two minutes each, up to the one with the test.

    Returns how many questions that were, and how many of them ask for words.
    """
    frame = visit.frame
    answered = in_words = 0
    for _ in range(most):
        frame.locator("article .sources, [data-block=assessment]").first.wait_for()
        more, words = frame.evaluate(_ANSWER)
        answered, in_words = answered + more, in_words + words
        visit.page.clock.run_for(2 * MINUTE)
        visit.settle()  # two minutes of the page's clock are a moment for the LMS
        if frame.locator("[data-block=assessment]").count():
            break
        title = frame.locator("h1").inner_text()
        visit.go_on()
        expect(frame.locator("h1")).not_to_have_text(title)
        visit.settle()
    return answered, in_words


def take_test(visit: Visit) -> int:
    """Pass the test, go to the certificate; return how many questions the test had."""
    frame = visit.frame
    frame.locator("[data-block=assessment] .start").click()
    count = int(
        frame.evaluate(
            """() => {
              const items = document.querySelectorAll(".stage .item > [data-block]");
              for (const item of items) {
                for (const box of item.querySelectorAll("input[data-right]")) box.click();
                for (const list of item.querySelectorAll("select")) {
                  list.value = list.dataset.right;
                  list.dispatchEvent(new Event("change", { bubbles: true }));
                }
              }
              document.querySelector(".stage > .row button").click();
              return items.length;
            }"""
        )
    )
    frame.locator(".stage details").wait_for()
    visit.go_on()
    frame.locator(".certificate .date").wait_for()
    return count


def seconds(text: str) -> float:
    """Return a time span of either standard in seconds."""
    if text.startswith("PT"):
        hours, _, rest = text[2:].rpartition("H")
        minutes, _, seconds = rest.rpartition("M")
        return float(hours or 0) * 3600 + float(minutes or 0) * 60 + float(seconds[:-1] or 0)
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def package_of(course: Course | None, target: Target, package: str) -> tuple[bytes, str]:
    """Return a zip of a course and its answer key."""
    assert course is not None
    made = {file.path: file.data for file in target.write(target.render(course, Options()))}
    (zipped,) = (data for path, data in made.items() if path.endswith(f"{package}.zip"))
    (key,) = (data for path, data in made.items() if path.endswith(f"{package}-questions.csv"))
    return zipped, key.decode("utf-8-sig")


def unreadable(answers: dict[str, str], key: str) -> dict[str, str]:
    """Return the answers that are not in the words of the answer key."""
    words: dict[str, set[str]] = {}
    for row in csv.DictReader(StringIO(key)):
        if row["type"] != "text":  # the learner's own words
            words.setdefault(row["id"], {"t", "f", "true", "false"}).update(_parts(row["key"]))
    return {
        question: answer
        for question, answer in answers.items()
        if question in words and not _parts(answer) <= words[question]
    }


def _parts(answer: str) -> set[str]:
    return set(re.split(r"\[[.,]\]|[.,]", answer))
