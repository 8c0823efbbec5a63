"""Compile the real course's mails, whole process against whole process, in one run.

    .venv/bin/python benchmarks/email_compile.py [--runs 5]

Three compilers get the same mails and write an HTML file for each: ours (mjml-python, the Rust
core that the email target calls), npm's mjml with the very MJML that our front emits, and
react-email with the same sections, columns, texts and buttons, which makes plainer HTML, without
what Outlook needs. `--maizzle N` gives N of the mails to Maizzle too, which takes seconds for each.
Beside them stands our whole road,
`coursewright build --target email`: Markdown, rules, lint, text parts and `.eml` too, which none
of the others does. Runs take turns, so that a busy machine is busy for all. CPU time is that of
the process and its children; wall time is what one waits.
"""

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from html import unescape
from html.entities import name2codepoint
from pathlib import Path
from statistics import median
from typing import Any

from lxml import etree

from coursewright.read import read_course
from coursewright.shipped import shipped
from coursewright.target import Options
from coursewright.targets.email.compiling import Front, mjml_of
from coursewright.targets.email.composing import compose
from coursewright.targets.email.finishing import prose_style
from coursewright.targets.email.render import kit_of, plans_of

_HTML = re.compile(r"(<mj-(?:text|button)\b[^>]*>)(.*?)(</mj-(?:text|button)>)", re.DOTALL)
PEERS = Path(__file__).parent / "peers"
FOLDERS = ("ours", "mjml", "react")
LEAST = 15
"""How many times faster than each peer we mean to be."""


def mails() -> Iterator[tuple[str, str]]:
    """Yield each mail of the course that ships: its name, and the MJML that our front emits."""
    course = read_course(shipped("course")).course
    if course is None:
        sys.exit("the course that ships cannot be read")
    for plan in plans_of(kit_of(course, ()), Options()):
        composed = compose(plan.pieces, plan.view, plan.frame)
        front = mjml_of(composed, prose_style(plan.view), plan.span)
        if not isinstance(front, Front):
            sys.exit(f"{plan.id} makes no MJML")
        yield plan.id.replace("/", "-"), front.mjml


def sections(mjml: str) -> dict[str, Any]:
    """Return a mail as data for react-email: the same pieces with the same words and styles."""
    numbered = re.sub(r"&(\w+);", _numbered, mjml)
    # Within a text stands HTML, which need not be XML.
    numbered = _HTML.sub(r"\1<![CDATA[\2]]>\3", numbered)
    root = etree.XML(numbered, etree.XMLParser(resolve_entities=False))
    body = next(root.iter("mj-body"))
    return {
        "lang": root.get("lang"),
        "dir": root.get("dir"),
        "title": root.findtext("mj-head/mj-title"),
        "preview": root.findtext("mj-head/mj-preview"),
        "style": {"backgroundColor": body.get("background-color")},
        "sections": [
            {"style": _style(section), "columns": [_column(one) for one in section]}
            for section in body.iter("mj-section")
        ],
    }


def _numbered(found: re.Match[str]) -> str:
    """Return an entity of HTML as XML knows it."""
    return found[0] if found[1] in ("amp", "lt", "gt", "quot") else f"&#{name2codepoint[found[1]]};"


def _column(column: etree._Element) -> dict[str, Any]:
    return {"style": _style(column), "parts": [_part(one) for one in column]}


def _part(part: etree._Element) -> dict[str, Any]:
    inside = part.text or ""
    match part.tag:
        case "mj-button":
            return {
                "kind": "button",
                "href": part.get("href"),
                "words": unescape(inside),
                "style": {},
            }
        case "mj-image":
            keys = ("src", "alt", "width")
            return {"kind": "image", **{key: part.get(key) for key in keys}}
        case _:
            return {"kind": "text", "html": inside, "style": _style(part)}


def _style(element: etree._Element) -> dict[str, str]:
    wanted = ("padding", "background-color", "border", "border-top", "border-left")
    found = {key: element.get(key) for key in wanted}
    return {_camel(key): value for key, value in found.items() if value}


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(word.title() for word in rest)


def timed(call: Callable[[], list[str]]) -> tuple[float, float]:
    """Run a command; return its CPU and wall seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(call(), check=True, stdout=subprocess.DEVNULL, timeout=600)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall


def measure(runs: int, work: Path) -> None:
    """Prepare the mails, let everybody run in turn, print the figures."""
    count = 0
    for name, mjml in mails():
        count += 1
        for folder in ("ours", "mjml"):
            (work / folder / f"{name}.mjml").write_text(mjml, "utf-8")
        (work / "react" / f"{name}.json").write_text(json.dumps(sections(mjml)), "utf-8")
    node = shutil.which("node") or "node"
    out = iter(range(1_000))
    calls: dict[str, Callable[[], list[str]]] = {
        "ours": lambda: [sys.executable, str(PEERS / "ours.py"), str(work / "ours")],
        "npm mjml": lambda: [node, str(PEERS / "mjml.mjs"), str(work / "mjml")],
        "react-email": lambda: [node, str(PEERS / "react.mjs"), str(work / "react")],
        "our whole road": lambda: [
            *(sys.executable, "-m", "coursewright", "build", str(shipped("course")), "--quiet"),
            *("--target", "email", "--out", str(work / f"out{next(out)}")),
        ],
    }
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for _ in range(runs):
        for name, call in calls.items():
            figures[name].append(timed(call))
    made = {one: len(list((work / one).glob("*.html"))) for one in FOLDERS}
    if set(made.values()) != {count}:
        sys.exit(f"not every mail was compiled: {made}")
    show(figures, count, runs)


def maizzle(work: Path, count: int) -> None:
    """Give a few of the mails to Maizzle, in one process."""
    folder = work / "maizzle"
    folder.mkdir()
    for path in sorted((work / "react").glob("*.json"))[:count]:
        shutil.copy(path, folder)
    node = shutil.which("node") or "node"
    cpu, wall = timed(lambda: [node, str(PEERS / "maizzle.mjs"), str(folder)])
    made = len(list(folder.glob("*.html")))
    print(f"maizzle: {made} mails, cpu {cpu:.1f} s, wall {wall:.1f} s")


def show(figures: dict[str, list[tuple[float, float]]], count: int, runs: int) -> None:
    """Print a line for each, with its ratio to ours."""
    print(f"{count} mails, {runs} runs, a whole process each; medians (least)")
    own_cpu = median(cpu for cpu, _ in figures["ours"])
    own_wall = median(wall for _, wall in figures["ours"])
    for name, times in figures.items():
        cpu, wall = [one[0] for one in times], [one[1] for one in times]
        ratio = f"{median(cpu) / own_cpu:6.1f} x cpu {median(wall) / own_wall:6.1f} x wall"
        print(
            f"{name:<15} cpu {median(cpu):6.3f} s ({min(cpu):.3f})   "
            f"wall {median(wall):6.3f} s ({min(wall):.3f})   {ratio}"
        )
    for name in ("npm mjml", "react-email"):
        times_ours = median(cpu for cpu, _ in figures[name]) / own_cpu
        print(f"{name}: {times_ours:.1f} times our CPU time; wanted: {LEAST} or more")


def main() -> None:
    """Run the benchmark in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--maizzle", type=int, default=0, metavar="N")
    told = parser.parse_args()
    if not (PEERS / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=PEERS, check=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in FOLDERS:
            (Path(folder) / name).mkdir()
        measure(told.runs, Path(folder))
        if told.maizzle:
            maizzle(Path(folder), told.maizzle)


if __name__ == "__main__":
    main()
