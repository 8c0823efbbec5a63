"""A scene: a Markdown file that says how a course differs from `_base`, and the report it gives.

Its fenced blocks are read by their info string:

    markdown file=PATH     the whole file (any language will do)
    diff file=PATH         lines to find (" ", "-") and what stands there instead (" ", "+");
                           with "+" lines alone they are added at the end
    remove file=PATH       the file is not there (`../templates/` lies beside the course)
    overlap                another text, whose words the course is held against
    report [target=NAME]   what `check` prints; with a target, what a build for it finds;
                           with `only`, of that the problems that the scene is about;
                           with `chosen`, for the targets that the course chooses

Options after the file: `escapes` reads \\x1b, \\xff ... in text and path; `times=N` repeats the
text, of a diff the "+" lines, N times; `oneline` drops line ends; `link` makes a symbolic link to
the place that the text names; `pipe` makes a pipe, which is no file.
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from coursewright import pipeline, registry, rules
from coursewright.cli.printers.as_text import text
from coursewright.problems import sort_problems
from coursewright.target import Options

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
    overlap: str
    report: str
    options: dict[str, str]
    """Of the report."""

    @property
    def code(self) -> str:
        """The problem code that the scene is about."""
        return self.path.stem


def read_scene(path: Path) -> Scene:
    """Return the scene in the file."""
    changes = []
    report, overlap, told = "", "", {}
    for options, body in _blocks(path.read_text("utf-8")):
        if options["kind"] == "report":
            report, told = body, options
        elif options["kind"] == "overlap":
            overlap = body
        else:
            changes.append((options, body))
    return Scene(path, tuple(changes), overlap, report, told)


def play(scene: Scene, folder: Path) -> str:
    """Return the report of the scene's course, made in `folder`."""
    shutil.copytree(BASE, folder)
    for options, body in scene.changes:
        _change(folder / _path(options), options, body)
    if "target" in scene.options:
        targets = [registry.load(scene.options["target"])]
        result = pipeline.build(folder, targets, _options(folder))
    else:
        result = pipeline.check(folder, None if "chosen" in scene.options else ())
    problems = result.problems
    if scene.overlap and result.course is not None:
        problems = sort_problems((*problems, *rules.overlap_with(result.course, scene.overlap)))
    if "only" in scene.options:
        problems = tuple(one for one in problems if one.code == scene.code)
    return text(problems, result.sources) + "\n"


def _options(folder: Path) -> Options:
    """Return what the build is told: the templates of the scene, which lie beside the course."""
    templates = folder.parent / "templates"
    return Options(templates=(templates,) if templates.is_dir() else ())


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


def _path(options: dict[str, str]) -> Path:
    name = options["file"]
    return Path(os.fsdecode(_bytes(name))) if "escapes" in options else Path(name)


def _bytes(text: str) -> bytes:
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape").encode("latin-1")


def _change(path: Path, options: dict[str, str], body: str) -> None:
    if options["kind"] == "remove":
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    times = int(options.get("times", "1"))
    if options["kind"] == "diff":
        told = _bytes(body).decode("utf-8") if "escapes" in options else body
        path.write_text(_patched(path, told, times), "utf-8")
        return
    if "pipe" in options:
        path.unlink(missing_ok=True)
        os.mkfifo(path)
        return
    if "link" in options:
        path.unlink(missing_ok=True)
        path.symlink_to(body.strip())
        return
    if "oneline" in options:
        body = body.replace("\n", "")
    body *= times
    path.write_bytes(_bytes(body) if "escapes" in options else body.encode("utf-8"))


def _patched(path: Path, patch: str, times: int) -> str:
    whole = path.read_text("utf-8")
    old = new = ""
    for sign, run in groupby(patch.split("\n")[:-1], key=lambda line: line[:1] or " "):
        lines = "".join(f"{line[1:]}\n" for line in run)
        old += lines if sign in " -" else ""
        new += lines * (times if sign == "+" else 1) if sign in " +" else ""
    if not old:
        return whole + new
    assert whole.count(old) == 1, f"{path.name}: these lines stand there {whole.count(old)} times"
    return whole.replace(old, new)
