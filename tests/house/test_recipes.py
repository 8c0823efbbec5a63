"""The recipes of ARCHITECTURE.md are kept by machines: what was added and not registered is named.

What else names an omission: `mypy` (each `match` over blocks and inlines), `tests/scenes` (a code
without a scene), `tests/test_documents.py` and the generated pages of docs/.
"""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from coursewright import model, rules
from coursewright.cli.commands import COMMANDS
from coursewright.export.mailer import Mailer
from coursewright.export.mailers import MAILERS
from coursewright.model import Block, Inline
from coursewright.target import Target
from coursewright.targets.email.rows import Prose
from house.checkout import ROOT, modules, tracked

SRC = ROOT / "src" / "coursewright"
TEMPLATES = ROOT / "templates"
OPENED = {"for", "more"}
"""Blocks that emails do not show as a row: their content takes their place."""


def files(*folder: str) -> list[Path]:
    room = SRC.joinpath(*folder)
    return sorted(path for path in room.glob("*.py") if path.stem != "__init__")


def names_at_top(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assigned = (node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign))
    return {name.id for node in assigned for name in ast.walk(node) if isinstance(name, ast.Name)}


@pytest.mark.parametrize("path", files("rules"), ids=lambda path: path.stem)
def test_every_file_of_rules_is_applied(path: Path) -> None:
    if "RULES" in names_at_top(path):
        assert import_module(f"coursewright.rules.{path.stem}") in rules.FAMILIES


def test_every_target_has_its_line_in_pyproject_and_its_three_files() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    points: dict[str, str] = project["entry-points"]["coursewright.targets"]
    found = {}
    for folder in sorted(path.parent for path in (SRC / "targets").glob("*/__init__.py")):
        module = import_module(f"coursewright.targets.{folder.name}")
        assert {"check.py", "render.py", "write.py"} <= {path.name for path in folder.iterdir()}
        for name, value in vars(module).items():
            if isinstance(value, Target):
                found[value.name] = f"coursewright.targets.{folder.name}:{name}"
        assert any(f"targets.{folder.name}:" in value for value in found.values()), folder.name
    assert points == found


@pytest.mark.parametrize("block", get_args(Block), ids=lambda block: block.kind)
def test_every_block_can_be_written_and_is_shown_by_each_target(block: type) -> None:
    kind = str(vars(block)["kind"])
    assert block.__name__ in model.__all__
    reader = "\n".join(path.read_text(encoding="utf-8") for path in (SRC / "read").rglob("*.py"))
    assert re.search(rf"\bm\.{block.__name__}\(", reader), "nothing in read/ makes one"
    assert (TEMPLATES / "lesson" / "blocks" / f"{kind}.html.j2").is_file()
    if not issubclass(block, get_args(Prose)) and kind not in OPENED:
        for ending in ("mjml", "txt"):
            assert (TEMPLATES / "email" / "blocks" / f"{kind}.{ending}.j2").is_file()


@pytest.mark.parametrize("path", files("cli"), ids=lambda path: path.stem)
def test_every_command_is_in_the_table(path: Path) -> None:
    """A file of commands is in the table itself, or a file that is there imports it."""
    table = {place for place, _ in COMMANDS.values()}
    beside = "\n".join(one.read_text(encoding="utf-8") for one in files("cli") if one != path)
    if re.search(rf"(?m)^from (?:coursewright\.cli)?\.{path.stem} import", beside):
        return
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and path.stem != "group":
            made = [ast.unparse(one) for one in node.decorator_list]
            if any(text.startswith(("click.command(", "click.group(")) for text in made):
                assert f"coursewright.cli.{path.stem}:{node.name}" in table


@pytest.mark.parametrize("path", files("export", "mailers"), ids=lambda path: path.stem)
def test_every_mailer_is_in_the_table(path: Path) -> None:
    module = import_module(f"coursewright.export.mailers.{path.stem}")
    made = [value for value in vars(module).values() if isinstance(value, Mailer)]
    assert any(mailer in MAILERS.values() for mailer in made)


def test_defaults_of_a_match_are_few_and_say_why_they_are_open() -> None:
    """A default swallows a new kind; where input is open, a comment on its line says so."""
    found = {
        f"{path}:{number}": line
        for path in modules()
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1)
        if line.strip().startswith("case _:")
    }
    assert len(found) <= 8, found
    knows_a_course = [path for path in tracked("src") if path.parts[2] in ("delivery", "sequence")]
    elsewhere = tuple(str(path) for path in knows_a_course)
    silent = [place for place, line in found.items() if "# open:" not in line]
    assert [place for place in silent if not place.startswith(elsewhere)] == []


def places(union: object) -> set[str]:
    """Return the files whose `match` knows every kind of a union: those that mypy must name."""
    kinds = {kind.__name__ for kind in get_args(union)}
    found = set()
    for path in modules():
        text = (ROOT / path).read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Match):
                named = {
                    getattr(one.cls, "attr", getattr(one.cls, "id", ""))
                    for one in ast.walk(node)
                    if isinstance(one, ast.MatchClass)
                }
                if kinds <= named:
                    found.add(str(path))
    return found


def test_mypy_names_each_place_that_lacks_a_new_block_or_inline(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file, union in (("blocks.py", "Block"), ("inline.py", "Inline")):
        path = tmp_path / "src" / "coursewright" / "model" / file
        text = path.read_text(encoding="utf-8")
        kind = f"New{union}"
        added = f'@dataclass(frozen=True, slots=True)\nclass {kind}:\n    """New."""\n\n\n'
        text = text.replace(f"\n{union} = (\n", f"\n{added}{union} = (\n    {kind} |\n")
        assert kind in text
        path.write_text(text, encoding="utf-8")
    # mypy reads the model, the rules and the places alone: all else would cost a minute.
    rooms = ("model", "rules", "problems.py", "source.py")
    asked = {str(path) for path in modules() if path.parts[2] in rooms}
    asked |= places(Block) | places(Inline)
    flags = ["--no-error-summary", "--follow-imports=skip", "--cache-dir", "cache"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *flags, *sorted(asked)],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
        timeout=280,
    )
    named = {
        kind: set(re.findall(rf"(?m)^(\S+?):\d+: .*\"{kind}\"  \[exhaustive-match\]", done.stdout))
        for kind in ("NewBlock", "NewInline")
    }
    assert places(Block)
    assert places(Inline)
    assert places(Block) <= named["NewBlock"], done.stdout
    assert places(Inline) <= named["NewInline"], done.stdout
    assert len(named["NewBlock"]) >= 6  # model: roles, walk; one in markup, three in email
    assert len(named["NewInline"]) >= 5
