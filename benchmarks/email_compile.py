"""Compile the real course's mails, whole process against whole process, in one run.

    .venv/bin/python benchmarks/email_compile.py [--runs 5] [--no-maizzle]

All get the same mails and write an HTML file for each, nobody validates, nobody makes a text part:

- ours: `skeletons.py` of the email target, over mjml-python, a Rust core: of the MJML our front
  emits the compiler sees the frame, once for each shape of mail, and texts are put into its holes;
- npm's mjml, with the same MJML, its texts in place;
- Maizzle, with the same tables and texts, whose style sheet it inlines, in one run of a minute;
- react-email, with the same sections, columns, buttons and texts as elements of its own (`Text`,
  `Heading`, `Link`). It makes plainer HTML, without what Outlook needs. It runs as node starts it,
  and once more as React's build for production; and that with the texts as HTML that our front
  has made ready, which it only passes on.

Beside them stands our whole road, `coursewright build --target email`: Markdown, rules, lint, text
parts and `.eml` too, which none of the others does. Runs take turns, and what the last run wrote is
removed before the next. CPU time is that of the process and its children; wall time is what one
waits.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import NamedTuple

from peer_mails import elements, page, pieces

from coursewright.read import read_course
from coursewright.shipped import shipped
from coursewright.target import Options
from coursewright.targets.email import mjml_skeletons as skeletons
from coursewright.targets.email.compose import compose
from coursewright.targets.email.html_finish import prose_style
from coursewright.targets.email.mjml_compile import mjml_of
from coursewright.targets.email.mjml_rewrite import MjmlDocument, write_mjml
from coursewright.targets.email.mjml_tree import MjmlFault, parse
from coursewright.targets.email.render import kit_of, plans_of

PEERS = Path(__file__).parent / "peers"
OURS = Path(skeletons.__file__).parent
LEAST = 15
"""How many times faster than each peer we mean to be."""
_OURS = "ours"
_ROAD = "our whole road"


class Compiler(NamedTuple):
    """One who compiles: what is run over a folder, and what its mails are called."""

    folder: str
    program: tuple[str, ...]
    more: tuple[str, ...] = ()
    """What the program is told beside the folder."""
    production: bool = True
    """Whether node is told that this is production."""


class BuiltEmail(NamedTuple):
    """A mail of the course as our front emits it."""

    name: str
    front: MjmlDocument
    mjml: str
    plain: str
    """The same with classes only, nothing inlined."""
    css: str
    """The style of its texts."""


def mails() -> Iterator[BuiltEmail]:
    """Yield each mail of the course that ships."""
    course = read_course(shipped("course")).course
    if course is None:
        sys.exit("the course that ships cannot be read")
    for plan in plans_of(kit_of(course, ()), Options()):
        composed = compose(plan.pieces, plan.view, plan.frame)
        css = prose_style(plan.view)
        front, tree = mjml_of(composed, css, plan.span), parse(composed.mjml)
        if not isinstance(front, MjmlDocument) or isinstance(tree, MjmlFault):
            sys.exit(f"{plan.id} makes no MJML")
        plain = write_mjml(tree, "").mjml
        yield BuiltEmail(plan.id.replace("/", "-"), front, front.mjml, plain, css)


def compilers(*, maizzle: bool) -> dict[str, Compiler]:
    """Return everybody who compiles all the mails."""
    node = shutil.which("node") or "node"
    react = (node, str(PEERS / "react.mjs"))
    slow = {"Maizzle": Compiler("maizzle", (node, str(PEERS / "maizzle.mjs")))} if maizzle else {}
    return {
        _OURS: Compiler("ours", (sys.executable, str(PEERS / "ours.py")), (str(OURS),)),
        "npm mjml": Compiler("mjml", (node, str(PEERS / "mjml.mjs"))),
        **slow,
        "react-email": Compiler("elements", react, production=False),
        "react-email, production": Compiler("elements", react),
        "the same, ready HTML": Compiler("html", react),
    }


def timed(command: tuple[str, ...], *, production: bool = True) -> tuple[float, float]:
    """Run a command; return its CPU and wall seconds."""
    environment = dict(os.environ)
    environment.pop("NODE_ENV", None)
    if production:
        environment["NODE_ENV"] = "production"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    # No timeout: to wait with one is to look every 50 ms, half of what we take.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall


def prepare(work: Path) -> int:
    """Write every mail for everybody; return how many there are."""
    for folder in ("ours", "mjml", "elements", "html", "maizzle"):
        (work / folder).mkdir()
    made = [*mails()]
    for mail in made:
        emitted = "\0".join((mail.front.skeleton, *mail.front.fillings))
        (work / "ours" / f"{mail.name}.front").write_text(emitted, "utf-8")
        (work / "mjml" / f"{mail.name}.mjml").write_text(mail.mjml, "utf-8")
        for texts in ("elements", "html"):
            told = json.dumps(elements(pieces(mail.mjml), texts=texts))
            (work / texts / f"{mail.name}.json").write_text(told, "utf-8")
        whole = page(pieces(mail.plain), mail.css)
        (work / "maizzle" / f"{mail.name}.page").write_text(whole, "utf-8")
    return len(made)


def compiled(compiler: Compiler, work: Path, count: int) -> tuple[float, float]:
    """Let one compile; return its times. Every mail must be there afterwards."""
    folder = work / compiler.folder
    for path in folder.glob("*.html"):
        path.unlink()
    times = timed((*compiler.program, str(folder), *compiler.more), production=compiler.production)
    made = sum(path.stat().st_size > 0 for path in folder.glob("*.html"))
    if made != count:
        sys.exit(f"{compiler.folder}: {made} of {count} mails were compiled")
    return times


def measure(
    runs: int, work: Path, count: int, *, maizzle: bool
) -> dict[str, list[tuple[float, float]]]:
    """Let everybody run in turn; return the times of each. Maizzle runs once."""
    figures: dict[str, list[tuple[float, float]]] = {
        name: [] for name in (*compilers(maizzle=maizzle), _ROAD)
    }
    for run in range(runs):
        for name, compiler in compilers(maizzle=maizzle and not run).items():
            figures[name].append(compiled(compiler, work, count))
        course, out = str(shipped("course")), str(work / f"out{run}")
        road = (sys.executable, "-m", "coursewright", "build", course, "--quiet")
        figures[_ROAD].append(timed((*road, "--target", "email", "--out", out)))
    return figures


def show(figures: Mapping[str, list[tuple[float, float]]], count: int, runs: int) -> None:
    """Print a line for each, with its ratio to ours."""
    print(f"{count} mails, {runs} runs, a whole process each; medians (least)")
    own = [median(column) for column in zip(*figures[_OURS], strict=True)]
    for name, times in figures.items():
        cpu, wall = zip(*times, strict=True)
        ratio = f"{median(cpu) / own[0]:6.1f} x cpu {median(wall) / own[1]:6.1f} x wall"
        print(
            f"{name:<24} cpu {median(cpu):7.3f} s ({min(cpu):.3f})   "
            f"wall {median(wall):7.3f} s ({min(wall):.3f})   {ratio}"
        )
        if name not in (_OURS, _ROAD):
            most = min(median(cpu) / own[0], median(wall) / own[1])
            print(f"{'':<24} {LEAST} times: {'reached' if most >= LEAST else 'missed'}")


def main() -> None:
    """Run the benchmark in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-maizzle", action="store_true", help="leave out its minute")
    told = parser.parse_args()
    if not (PEERS / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=PEERS, check=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        count = prepare(work)
        show(measure(told.runs, work, count, maizzle=not told.no_maizzle), count, told.runs)


if __name__ == "__main__":
    main()
