"""From a save to the changed browser: our preview and a peer's watch mode, in the same run.

A file is written; the clock stops when headless Chromium shows the new word. The real course, and
one of 500 lessons of a thousand words each. The peer is mkdocs (`mkdocs serve`), which shows the
same Markdown as pages and reloads them; it is given its faster `--dirty` mode as well.

Run it: python benchmarks/preview_saves.py [--mkdocs PROGRAM] [--saves 20]
"""

import argparse
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from judges.browser import offline_chromium  # noqa: E402 -- the browser of the tests

_SENTENCE = "A team learns to say early what is late, and to ask what has been ruled out so far. "
_LESSON = """---
id: lesson-{n:03d}
module: M{module}
title: "Lesson {n}"
tracks: [road]
day: {{road: {n}}}
minutes: {{read: 4, practice: 2}}
subject: "Lesson {n}"
preheader: "What it is about."
objectives:
  - {{id: L{n}.1, bloom: apply, course: CO1, text: "Do it."{supporting}}}
---
:::scenario
It begins here.
:::

{sections}
{quiz}:::action
When I finish this lesson, I will tell one person.
:::
"""
_QUIZ = """:::quiz{{id="Q{n}.1" type="single" objective="L{n}.1" digest}}
Which one?
- [ ] The first.
  > Not this one.
- [x] The second.
  > Yes, for this reason.
:::

"""
_COURSE = """id: five-hundred
title: "Five Hundred Lessons"
version: "1.0"
language: en
tracks: [{id: road, label: The road, choose: I take it}]
modules:
%s
outcomes: {CO1: "Do it"}
packages: [{id: whole, title: "Five Hundred Lessons", tracks: [road]}]
limits: {mail_words_min: 0, mail_words_max: 0}
sender: {name: "Course", address: "course@example.org"}
footer: {organisation: "Example", address: "1 Example Street", why: "You asked for it."}
"""


def write_long_course(folder: Path, count: int = 500) -> Path:
    """Write a course of many lessons; return its folder."""
    modules = [f"  - {{id: M{m}, folder: m{m:02d}, title: Module {m}}}" for m in range(count // 50)]
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text(_COURSE % "\n".join(modules), "utf-8")
    for n in range(count):
        sections = "".join(
            f"## Idea {k}\n\n{_SENTENCE * 9}\n\n{_SENTENCE * 9}\n\n" for k in range(3)
        )
        # One lesson in five asks: what answers take must fit the suspend data of SCORM 1.2.
        quiz = _QUIZ.format(n=n) if n % 5 == 0 else ""
        more = {"supporting": "" if quiz else ", supporting: true"}
        lesson = _LESSON.format(n=n, module=n // 50, sections=sections, quiz=quiz, **more)
        path = folder / f"m{n // 50:02d}" / f"{n:03d}-lesson-{n:03d}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(lesson, "utf-8")
    return folder


@contextmanager
def ours(folder: Path) -> Iterator[str]:
    """Run our preview; the address it is at."""
    command = [sys.executable, "-m", "coursewright", "preview", str(folder), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        told = process.stdout.readline() if process.stdout else ""
        yield re.findall(r"http://[^/\s]+", told)[0]
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def mkdocs(program: str, folder: Path, *flags: str) -> Iterator[str]:
    """Run the peer over the same lessons; the address it is at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder.parent / "mkdocs.yml"
    config.write_text(f"site_name: Peer\ndocs_dir: {folder}\nplugins: []\n", "utf-8")
    command = [program, "serve", "-f", str(config), "-a", f"127.0.0.1:{port}", "-q", *flags]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONWARNINGS": "ignore"})
    try:
        until = time.monotonic() + 240
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def waited(page: Page, script: str, word: str) -> None:
    """Wait until a script is true of a word; a page that reloads meanwhile is asked again."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            if page.evaluate(script, word):
                return
        except Error:
            pass  # the page is being loaded anew
        time.sleep(0.003)
    raise TimeoutError(word)


def measure(
    browser: Browser, url: str, script: str, file: Path, saves: int
) -> tuple[float, float, float]:
    """Return the least, the median and the most milliseconds from save to browser."""
    page = browser.new_page()
    page.goto(url, timeout=120_000)
    original = file.read_text("utf-8")
    head, mark, tail = original.partition(":::scenario\n")
    times = []
    try:
        waited(page, script, "")
        time.sleep(2)
        for number in range(saves + 1):
            word = f"Save{number}at{file.stat().st_mtime_ns}"
            began = time.perf_counter()
            file.write_text(f"{head}{mark}{word} {tail}", "utf-8")
            waited(page, script, word)
            times.append((time.perf_counter() - began) * 1000)
            time.sleep(1.2)  # the next save finds all at rest
    finally:
        file.write_text(original, "utf-8")
        page.close()
    times = times[1:]  # the first is a warm-up, for everybody
    return min(times), statistics.median(times), max(times)


def framed(name: str) -> str:
    """Return the script that looks into a frame of ours."""
    return f"w => !!document.querySelector('{name}')?.contentDocument?.body?.innerText.includes(w)"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mkdocs", default=shutil.which("mkdocs") or "", metavar="PROGRAM")
    parser.add_argument("--saves", type=int, default=20)
    given = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'':44} {'min':>7} {'median':>7} {'max':>7}   ms from save to browser")
    with tempfile.TemporaryDirectory() as scratch, offline_chromium() as browser:
        real = Path(shutil.copytree(ROOT / "course", Path(scratch, "real", "course")))
        long = write_long_course(Path(scratch, "long", "course"))
        for name, folder, lesson in (
            ("real course", real, "0-setting-the-stage/01-welcome-and-baseline.md"),
            ("500 lessons", long, "m05/250-lesson-250.md"),
        ):
            file = folder / lesson
            run_all(browser, name, folder, file, given.mkdocs, given.saves)


def run_all(
    browser: Browser, name: str, folder: Path, file: Path, program: str, saves: int
) -> None:
    """Measure one course in every program."""
    lesson = re.sub(r"^\d+-", "", file.stem)
    track = "aspire" if name == "real course" else "road"

    def row(what: str, run: Callable[[], tuple[float, float, float]]) -> None:
        least, median, most = run()
        print(f"{name}: {what:31} {least:7.0f} {median:7.0f} {most:7.0f}", flush=True)

    with ours(folder) as url:
        for what, path, frame in (
            ("preview, lesson", f"/lesson/{lesson}?track={track}", "#lesson"),
            ("preview, mail", f"/inbox?track={track}&mail={track}/{lesson}", "#mail"),
        ):
            row(what, lambda p=path, f=frame: measure(browser, url + p, framed(f), file, saves))
    body = "w => document.body.innerText.includes(w)"
    page = file.relative_to(folder).with_suffix("").as_posix() + "/"
    for what, flags in (("mkdocs serve", ()), ("mkdocs serve --dirty", ("--dirty",))):
        if program:
            with mkdocs(program, folder, *flags) as url:
                row(what, lambda u=url: measure(browser, f"{u}/{page}", body, file, saves))


if __name__ == "__main__":
    main()
