"""How soon the first lesson of a package can be read and worked: cold cache, CPU slowed four times.

The real course's SCORM 1.2 package for professionals, served on loopback, in the frame of a strict
LMS of ours, in headless Chromium; each visit in a fresh context, so nothing is cached or compiled.
The clock begins at the frame's navigation. Three openings: a learner's first visit (the choice of a
road), a visit that goes on in the first lesson, and a package of one road, which opens its first
lesson at once. "Usable" is when lesson and frame stand in the page, every control of them answers,
and they were painted. Beside it, in the same run: a page with one heading and no script (what the
browser alone costs).

No peer's lesson is here: Adapt, eXeLearning, Xerte and H5P come as authoring programs, not as
packages from a registry, so the figure is absolute, and the empty page is its ground.

Run it: python benchmarks/player_first_lesson.py [--runs 15] [--slow 4]
"""

import argparse
import os
import statistics
import sys
import zipfile
from collections.abc import Callable
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
import { createFalseLms } from "/false-lms/false-lms.js";
window.begin = (saved) => {
  window.lms = createFalseLms({ standard: "scorm12", saved });
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
# A mutation's observer hears of it when the script that made it is done: listeners are all set.
# What is asked for in a frame's last callback comes when that frame has been laid out and painted.
_WATCH = """if (window.parent !== window) {
  const watch = new MutationObserver(() => {
    const top = document.getElementById("cw-top");
    if (!document.querySelector("h1") || top?.hidden) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.shown = performance.now(); }));
  });
  watch.observe(document, { attributes: true, childList: true, subtree: true });
}"""
_TIMES = """() => {
  const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
  return painted && window.shown ? { painted, usable: Math.max(painted, window.shown) } : null;
}"""


_STILL = 2500  # ms from the start of a visit to the look at its times


def packages() -> dict[str, bytes]:
    """Return the files to serve: packages of the real course, the LMS, the empty page."""
    course = read_course(ROOT / "course").course
    if course is None:
        sys.exit("the course cannot be read: coursewright check says why")
    files = {"/host.html": _HOST, "/empty.html": _EMPTY}
    for script in (shipped("player") / "false-lms").iterdir():
        files[f"/false-lms/{script.name}"] = script.read_bytes()
    for made in SCORM12.write(SCORM12.render(course, Options())):
        with zipfile.ZipFile(BytesIO(made.data)) as archive:
            for name in archive.namelist():
                files[f"/{made.path.removesuffix('.zip')}/{name}"] = archive.read(name)
    return files


def visit(browser: Browser, at: Callable[[str], str], path: str, saved: Any, slow: float) -> Any:
    """Open one page in the LMS's frame in a fresh context; return its times in ms."""
    with browser.new_context(viewport={"width": 800, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
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
            sys.exit(f"{path} does not stand after {_STILL} ms: the machine is too busy")
        return times | {name: after[name] - before[name] for name in after}


def _work(cdp: Any) -> dict[str, float]:
    """Return what the page's process has worked so far, in ms: less swayed by a busy machine."""
    metrics = {one["name"]: one["value"] for one in cdp.send("Performance.getMetrics")["metrics"]}
    return {"task": metrics["TaskDuration"] * 1000, "script": metrics["ScriptDuration"] * 1000}


def first_visit(browser: Browser, at: Callable[[str], str]) -> Any:
    """Choose the first road as a learner does; return what the LMS keeps of that."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(at("/host.html"))
        page.wait_for_function("window.ready")
        page.evaluate("window.begin(null); window.show('/professional/index.html')")
        frame = page.frames[-1]
        frame.locator("form.tracks input").first.check(timeout=60_000)
        frame.locator("form.tracks button").click()
        frame.locator("article.lesson").wait_for()
        frame.locator("#cw-exit").click()
        frame.locator("body.left").wait_for()
        return page.evaluate("lms.saved()")


def main() -> None:
    """Measure, and print a line for each opening."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--slow", type=float, default=4)
    given = parser.parse_args()
    with serving(packages()) as world, offline_chromium() as browser:
        saved = first_visit(browser, world.at)
        openings = {
            "empty page": ("/empty.html", None),
            "choice of a road": ("/professional/index.html", None),
            "first lesson, gone on": ("/professional/index.html", saved),
            "first lesson, one road": ("/sponsor/index.html", None),
        }
        seen: dict[str, list[dict[str, float]]] = {name: [] for name in openings}
        visit(browser, world.at, "/sponsor/index.html", None, given.slow)  # wakes the machine
        for _ in range(given.runs):
            for name, (path, state) in openings.items():
                seen[name].append(visit(browser, world.at, path, state, given.slow))
    load = os.getloadavg()[0]
    print(f"CPU slowed {given.slow:g} times, {given.runs} visits each, load {load:.1f}")
    print(f"{'min / median / max, ms':24}{'painted':>20}{'usable':>20}{'work':>20}{'script':>20}")
    for name, rows in seen.items():
        kinds = ("painted", "usable", "task", "script")
        cells = [_spread([row[kind] for row in rows]) for kind in kinds]
        print(f"{name:24}{''.join(f'{cell:>20}' for cell in cells)}")


def _spread(values: list[float]) -> str:
    return f"{min(values):.0f} / {statistics.median(values):.0f} / {max(values):.0f}"


if __name__ == "__main__":
    main()
