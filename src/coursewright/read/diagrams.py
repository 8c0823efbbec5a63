"""Diagrams: sources of Graphviz and Mermaid drawn by their own programs, then through the gate.

The programs are optional. Without one, a problem says what to install; nothing is guessed.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from coursewright import model as m
from coursewright.problems import Code, Severity
from coursewright.source import Span

from .reading import Reading
from .svg import rewrite_svg

__all__ = ["CODES", "LANGUAGES", "draw"]

NO_RENDERER = Code(
    "diagram-renderer-missing",
    Severity.ERROR,
    "A diagram cannot be drawn, because its program is not installed.",
    "Learners would see the source of the diagram instead of the picture.",
)
FAILED = Code(
    "diagram-malformed",
    Severity.ERROR,
    "A diagram cannot be drawn.",
    "Learners would see the source of the diagram instead of the picture.",
)
NO_ALT = Code(
    "diagram-without-alt",
    Severity.ERROR,
    "A diagram has no text for readers who cannot see it.",
    "Screen readers and emails without pictures would skip it.",
)
CODES = (NO_RENDERER, FAILED, NO_ALT)

LANGUAGES = {"dot": "dot", "graphviz": "dot", "mermaid": "mmdc"}
"""The program that draws each language."""
_INSTALL = {
    "dot": "Install Graphviz, so that `dot` can be run; or draw an SVG file and show that.",
    "mmdc": "Install `@mermaid-js/mermaid-cli`, so that `mmdc` can be run; or show an SVG file.",
}
_SECONDS = 60
_MOST = 20_000
# Labels as text: a picture that holds HTML is refused, and shown by no email client.
_MERMAID = {"htmlLabels": False, "securityLevel": "strict", "flowchart": {"htmlLabels": False}}


def draw(reading: Reading, language: str, text: str, alt: str, span: Span) -> "m.Figure | None":
    """Return a diagram as a figure whose picture is made; None with a problem."""
    program = LANGUAGES[language]
    first = reading.line_span(span.line, span.line)
    if not alt.strip():
        message = "This diagram has no alternative text."
        reading.report(
            NO_ALT, first, message, f'Write ```` ```{language} alt="What it shows" ````.'
        )
    if len(text) > _MOST:
        message = f"A diagram may have {_MOST:,} characters."
        reading.report(FAILED, first, message, "Show a picture file instead.")
        return None
    found = shutil.which(program)
    if found is None:
        message = f"`{program}` is not installed, so this diagram cannot be drawn."
        reading.report(NO_RENDERER, first, message, _INSTALL[program])
        return None
    pictures = _run(reading, program, found, text, first)
    svg = pictures.get("svg")
    if svg is None:
        return None
    drawn = rewrite_svg(svg)
    if not isinstance(drawn, bytes):
        for fault in drawn:
            message = f"The drawing of this diagram is not safe to publish: {fault.what}."
            reading.report(FAILED, first, message, fault.hint)
        return None
    path = f"diagrams/{m.stable_key(program, text)}.svg"
    reading.made[path] = drawn
    if "png" in pictures:  # email clients show no SVG
        reading.made[path.removesuffix("svg") + "png"] = pictures["png"]
    return m.Figure(m.Image(path, alt.strip(), False, span), (), (), span)


def _run(reading: Reading, program: str, found: str, text: str, span: Span) -> dict[str, bytes]:
    """Return the pictures that a program makes of a source, by their ending."""
    made: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory(prefix="coursewright-") as name:
        folder = Path(name)
        (folder / "in").write_text(text, "utf-8")
        (folder / "config.json").write_text(json.dumps(_MERMAID), "utf-8")
        for ending in ("svg", "png"):
            out = folder / f"out.{ending}"
            fault = _call(_command(program, found, folder, ending), folder)
            if fault is None and out.is_file():
                made[ending] = out.read_bytes()
            elif ending == "svg":
                message = f"`{program}` could not draw this: {fault or 'it wrote no picture'}."
                reading.report(FAILED, span, message, "Try the source in the program itself.")
                break
    return made


def _command(program: str, found: str, folder: Path, ending: str) -> list[str]:
    out = str(folder / f"out.{ending}")
    if program == "dot":  # no pictures from elsewhere: their path is empty
        return [found, f"-T{ending}", "-Gimagepath=", "-o", out, str(folder / "in")]
    config = str(folder / "config.json")
    source = str(folder / "in")
    return [found, "-q", "-c", config, "-i", source, "-o", out, "-b", "white"]


def _call(command: list[str], folder: Path) -> str | None:
    """Run a program; return None, or what it says of its failure in a line."""
    # Graphviz reads no files where it takes itself for a web server's.
    around = os.environ | {"SERVER_NAME": "coursewright", "GV_FILE_PATH": str(folder)}
    try:
        done = subprocess.run(  # noqa: S603 -- a found program, no shell
            command, cwd=folder, env=around, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"it did not end well ({type(error).__name__})"
    if done.returncode == 0:
        return None
    said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
    line = said[0] if said else f"it ended with code {done.returncode}"
    return line.replace(str(folder), "")[:160]
