"""Time until the first lesson of a package can be used: cold cache, CPU slowed four times.

The real course's SCORM 1.2 packages are served on loopback and open in the frame of a strict LMS of
ours, in headless Chromium. Each visit has a fresh context, so nothing is cached or compiled. The
clock starts at the frame's navigation. There are three openings: a learner's first visit (the
choice of a track), a visit that continues in the third lesson, and a package of one track, which
opens its first lesson at once. "Ready" is when the lesson is in the page and every control works,
"usable" when it was also painted.

Three pages are measured in the same run for comparison: one with a single heading (the cost of the
browser alone), and the lesson's first screen as a page without any script, once without style and
once with it. No lesson of a peer is here: Adapt, eXeLearning, Xerte and H5P come as authoring
programs, not as packages from a registry.

With `--against COMMIT`, that commit builds its own version of the course too. The visits of both
packages alternate, and the last lines compare them: for each run the new time divided by the old
one, then the median of these ratios. That is fair on a machine that is busy with other work.

Run it: python benchmarks/player_first_lesson.py [--runs 15] [--slow 4] [--against COMMIT]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from coursewright.read import read_course  # noqa: E402
from coursewright.shipped import shipped  # noqa: E402
from coursewright.target import Options  # noqa: E402
from coursewright.targets.scorm import SCORM12  # noqa: E402
from judges.browser import offline_chromium  # noqa: E402 -- the browser of the tests
from ring.lms_server import serving  # noqa: E402 -- their server

_EMPTY = b"<!doctype html><html lang=en><meta charset=utf-8><title>-</title><h1>One heading</h1>"
_HOST = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>LMS</title><body>
<script type="module">
import { createLmsSimulator } from "/lms-simulator/lms-simulator.js";
window.begin = (saved) => {
  window.lms = createLmsSimulator({ standard: "scorm12", saved });
  window.API = lms.api;
};
window.show = (src) => {
  const frame = document.createElement("iframe");
  frame.style = "width:390px;height:700px";
  frame.src = src;
  document.body.append(frame);
};
window.ready = true;
</script>"""
# The browser's own measurements, read afterwards, so that they cost the page nothing. The script
# puts the lesson into the page before the document's content counts as loaded. The largest text of
# a lesson, or of the choice, is the one that was painted.
_TIMES = """() => new Promise((give) => {
  const [went] = performance.getEntriesByType("navigation");
  const observer = new PerformanceObserver((list) => {
    const ours = list.getEntries().find(({ element }) => element?.closest("article, form, h1"));
    give(ours ? { ready: went.domContentLoadedEventStart, usable: ours.startTime } : null);
  });
  observer.observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => give(null), 1000);
})"""
# What is on the screen when the player has put it there, without the scripts behind it.
_SCREEN = """() => {
  for (const one of document.querySelectorAll("template, script, iframe")) one.remove();
  for (const child of [...document.querySelector("article").children]) {
    if (child.getBoundingClientRect().top > innerHeight) child.remove();
  }
  return "<!doctype html>" + document.documentElement.outerHTML;
}"""

_NO_LOOK = b"body{font:1.1rem/1.5 serif}[hidden]{display:none!important}.sr{display:none}"
_NOW = "first lesson, one track"
_THEN = "the same, older commit"
_STILL = 2500  # ms from the start of a visit to the look at its times


def packages() -> dict[str, bytes]:
    """Return the files to serve: packages of the real course, the LMS, the empty page."""
    course = read_course(ROOT / "course").course
    if course is None:
        sys.exit("the course cannot be read: coursewright check says why")
    files = {"/host.html": _HOST, "/empty.html": _EMPTY}
    for script in (shipped("player") / "lms-simulator").iterdir():
        files[f"/lms-simulator/{script.name}"] = script.read_bytes()
    for made in SCORM12.write(SCORM12.render(course, Options())):
        if not made.path.endswith(".zip"):
            continue
        with zipfile.ZipFile(BytesIO(made.data)) as archive:
            for name in archive.namelist():
                files[f"/{made.path.removesuffix('.zip')}/{name}"] = archive.read(name)
    return files


@contextmanager
def packages_of(commit: str) -> Iterator[dict[str, bytes]]:
    """Build the course of another commit by its own code; give its files below `/then`."""
    with tempfile.TemporaryDirectory() as folder:
        tree, out = Path(folder) / "tree", Path(folder) / "out"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", "--quiet", str(tree), commit], check=True)
        try:
            build = ["-m", "coursewright", "build", str(tree / "course"), "--quiet"]
            subprocess.run(
                [sys.executable, *build, "--target", "scorm12", "--out", str(out)],
                check=True,
                env=os.environ | {"PYTHONPATH": str(tree / "src")},
            )
            files = {}
            for path in (out / "scorm12").glob("*.zip"):
                with zipfile.ZipFile(path) as archive:
                    for name in archive.namelist():
                        files[f"/then/{path.stem}/{name}"] = archive.read(name)
            yield files
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def visit(browser: Browser, at: Callable[[str], str], path: str, saved: Any, slow: float) -> Any:
    """Open one page in the LMS's frame in a fresh context; return its times in ms."""
    with browser.new_context(viewport={"width": 800, "height": 800}) as context:
        page = context.new_page()
        page.goto(at("/host.html"))
        page.wait_for_function("window.ready")
        page.evaluate("saved => window.begin(saved)", saved)
        cdp = context.new_cdp_session(page)
        cdp.send("Performance.enable")
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": slow})
        before = _work(cdp)
        page.evaluate("src => window.show(src)", at(path))
        page.wait_for_timeout(_STILL)  # asking "is it there?" would be work for the slowed thread
        after = _work(cdp)
        times: dict[str, float] | None = page.frames[-1].evaluate(_TIMES)
        if times is None:
            sys.exit(f"{path} is not there after {_STILL} ms: the machine is too busy")
        return times | {"work": after - before}


def _work(cdp: Any) -> float:
    """Return what the page's process has worked so far, in ms: less swayed by a busy machine."""
    metrics = {one["name"]: one["value"] for one in cdp.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"] * 1000)


def first_screen(browser: Browser, at: Callable[[str], str]) -> bytes:
    """Open the package of one track; return what is on its first screen as a page of its own."""
    with browser.new_context(viewport={"width": 390, "height": 700}) as context:
        page = context.new_page()
        page.goto(at("/sponsor/index.html"))
        page.locator("article.lesson").wait_for()
        page.wait_for_timeout(_STILL)
        return str(page.evaluate(_SCREEN)).encode()


def first_visit(browser: Browser, at: Callable[[str], str]) -> Any:
    """Choose the first track and go to its third lesson; return what the LMS keeps of that."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(at("/host.html"))
        page.wait_for_function("window.ready")
        page.evaluate("window.begin(null); window.show('/professional/index.html')")
        frame = page.frames[-1]
        frame.locator("form.tracks input").first.check(timeout=60_000)
        frame.locator("form.tracks button").click()
        frame.locator("article.lesson").wait_for()
        for _ in range(2):
            title = frame.locator("h1").inner_text()
            frame.locator("#cw-next").click()
            frame.wait_for_function(
                "was => document.querySelector('h1').innerText !== was", arg=title
            )
        frame.locator("#cw-exit").click()
        frame.locator("body.left").wait_for()
        return page.evaluate("lms.saved()")


def main() -> None:
    """Measure, and print a line for each opening."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--slow", type=float, default=4)
    parser.add_argument("--against", metavar="COMMIT")
    given = parser.parse_args()
    files = packages()
    if given.against:
        with packages_of(given.against) as then:
            files |= then
    with serving(files) as world, offline_chromium() as browser:
        saved = first_visit(browser, world.at)
        screen = first_screen(browser, world.at)
        world.files["/sponsor/screen.html"] = screen
        world.files["/sponsor/words.html"] = screen.replace(b"style.css", b"words.css")
        world.files["/sponsor/words.css"] = _NO_LOOK
        openings = {
            "one heading, no script": ("/empty.html", None),
            "its words, no look": ("/sponsor/words.html", None),
            "first screen, no script": ("/sponsor/screen.html", None),
            "choice of a track": ("/professional/index.html", None),
            "third lesson, resumed": ("/professional/index.html", saved),
            _NOW: ("/sponsor/index.html", None),
        }
        if given.against:
            openings = {_NOW: openings[_NOW], _THEN: ("/then/sponsor/index.html", None)}
        seen: dict[str, list[dict[str, float]]] = {name: [] for name in openings}
        visit(browser, world.at, "/sponsor/index.html", None, given.slow)  # wakes the machine
        for run in range(given.runs):
            order = list(openings.items())
            for name, (path, state) in order[:: -1 if run % 2 else 1]:
                seen[name].append(visit(browser, world.at, path, state, given.slow))
    load = os.getloadavg()[0]
    print(f"CPU slowed {given.slow:g} times, {given.runs} visits each, load {load:.1f}")
    print(f"{'min / median / max, ms':26}{'ready':>22}{'usable':>22}{'work':>22}")
    for name, rows in seen.items():
        cells = [_spread([row[kind] for row in rows]) for kind in ("ready", "usable", "work")]
        if name == "third lesson, resumed":
            cells[0] = "in a file of its own"
        print(f"{name:26}{''.join(f'{cell:>22}' for cell in cells)}")
    if given.against:
        for kind in ("ready", "usable", "work"):
            _compare(kind, seen[_NOW], seen[_THEN])
        return
    page, lesson = (
        statistics.median(row["usable"] for row in seen[name])
        for name in ("first screen, no script", _NOW)
    )
    print(f"first lesson to its first screen without a script: {lesson / page:.2f}")


def _compare(kind: str, now: list[dict[str, float]], then: list[dict[str, float]]) -> None:
    """Print the median of the ratios of visits that followed one another, and their middle half."""
    ratios = [new[kind] / old[kind] for new, old in zip(now, then, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    print(f"{kind:8} new / old: median {middle:.3f}, middle half {low:.3f} to {high:.3f}")


def _spread(values: list[float]) -> str:
    return f"{min(values):.0f} / {statistics.median(values):.0f} / {max(values):.0f}"


if __name__ == "__main__":
    main()
