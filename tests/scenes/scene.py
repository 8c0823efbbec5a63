"""A scene: a Markdown file that says how a course differs from `_base`, and the report it gives.

Its fenced blocks are read by their info string:

    markdown file=PATH     the whole file (any language will do)
    diff file=PATH         lines to find (" ", "-") and what stands there instead (" ", "+");
                           with "+" lines alone they are added at the end
    remove file=PATH       the file is not there
    report [target=NAME]   what `check` prints; with a target, what a build for it finds

Options after the file: `escapes` reads \\x1b, \\xff ...; `times=N` repeats the text N times;
`oneline` drops its line ends; `link` makes a symbolic link to the place that the text names.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coursewright import pipeline, registry
from coursewright.cli.printers.as_text import text

__all__ = ["BASE", "Scene", "play", "read_scene", "rewrite"]

BASE = Path(__file__).parent / "_base"
_FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<info>[^\n`]+)\n(?P<text>.*?)^(?P=fence)[ ]*$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene, read."""

    path: Path
    changes: tuple[tuple[dict[str, str], str], ...]
    report: str
    target: str | None

    @property
    def code(self) -> str:
        """The problem code that the scene is about."""
        return self.path.stem


def read_scene(path: Path) -> Scene:
    """Return the scene in the file."""
    changes = []
    report, target = "", None
    for options, body in _blocks(path.read_text("utf-8")):
        if options["kind"] == "report":
            report, target = body, options.get("target")
        else:
            changes.append((options, body))
    return Scene(path, tuple(changes), report, target)


def play(scene: Scene, folder: Path) -> str:
    """Return the report of the scene's course, made in `folder`."""
    shutil.copytree(BASE, folder)
    for options, body in scene.changes:
        _change(folder / options["file"], options, body)
    if scene.target is None:
        result = pipeline.check(folder)
    else:
        result = pipeline.build(folder, [registry.load(scene.target)])
    return text(result.problems, result.sources) + "\n"


def rewrite(scene: Scene, report: str) -> None:
    """Put the report that was given into the scene's file."""
    whole = scene.path.read_text("utf-8")
    for found in _FENCE.finditer(whole):
        if found["info"].split()[0] == "report":
            start, end = found.span("text")
            scene.path.write_text(whole[:start] + report + whole[end:], "utf-8")
            return
    msg = f"{scene.path.name} has no report block"
    raise ValueError(msg)


def _blocks(whole: str) -> Iterator[tuple[dict[str, str], str]]:
    for found in _FENCE.finditer(whole):
        kind, *rest = found["info"].split()
        options = dict(part.partition("=")[::2] for part in rest)
        yield {"kind": kind, **options}, found["text"]


def _change(path: Path, options: dict[str, str], body: str) -> None:
    if options["kind"] == "remove":
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if options["kind"] == "diff":
        path.write_text(_patched(path, body), "utf-8")
        return
    if "link" in options:
        path.unlink(missing_ok=True)
        path.symlink_to(body.strip())
        return
    if "oneline" in options:
        body = body.replace("\n", "")
    body *= int(options.get("times", "1"))
    data = body.encode("utf-8")
    if "escapes" in options:
        data = body.encode("latin-1", "backslashreplace").decode("unicode_escape").encode("latin-1")
    path.write_bytes(data)


def _patched(path: Path, patch: str) -> str:
    whole = path.read_text("utf-8")
    old = "".join(line[1:] for line in patch.splitlines(keepends=True) if line[0] in " -")
    new = "".join(line[1:] for line in patch.splitlines(keepends=True) if line[0] in " +")
    if not old:
        return whole + new
    assert whole.count(old) == 1, f"{path.name}: these lines stand there {whole.count(old)} times"
    return whole.replace(old, new)
