"""Rooms stay small, and what a module offers is what it says it offers."""

import ast
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

from house.checkout import ROOT, modules, tracked

CODE = {".py", ".js", ".mjs", ".css", ".sql", ".sh"}


def lines(path: Path) -> int:
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


def parsed(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def test_no_file_of_code_is_over_400_lines() -> None:
    long = {str(path): lines(path) for path in tracked() if path.suffix in CODE}
    assert {path: count for path, count in long.items() if count > 400} == {}


def test_half_of_the_modules_are_under_120_lines() -> None:
    assert median(lines(path) for path in modules()) < 120


def test_no_two_modules_export_types_of_one_name() -> None:
    types = Counter(
        node.name
        for path in modules()
        for node in parsed(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name: count for name, count in types.items() if count > 1} == {}


def test_no_folder_or_module_is_named_so_that_tools_pass_over_it() -> None:
    forbidden = {"build", "dist", "utils", "helpers", "common"}
    assert [path for path in tracked("src", "tests") if forbidden & set(path.parts)] == []
    assert [path for path in modules() if path.stem in forbidden] == []


# alembic asks a migration for its functions by name.
@pytest.mark.parametrize("path", [p for p in modules() if "versions" not in p.parts], ids=str)
def test_a_module_says_what_it_is_and_offers_what_it_names(path: Path) -> None:
    tree = parsed(path)
    assert ast.get_docstring(tree), "a module opens with what it is"
    offered = offers(tree)
    if offered is None:
        assert public(tree) == set(), "public names stand in __all__"
        return
    assert len(offered) == len(set(offered))
    assert public(tree) <= set(offered) | in_tables(tree), "what is not for others starts with _"
    assert set(offered) <= bound(tree), "__all__ names what is not there"


def offers(tree: ast.Module) -> list[str] | None:
    """Return what `__all__` names; ruff (RUF022) keeps it sorted."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                names = ast.literal_eval(value)
                assert isinstance(names, list)
                return names
            case _:
                pass
    return None


def public(tree: ast.Module) -> set[str]:
    """Return the functions and classes whose names do not start with `_`.

    A function with a decorator may be reached through it: a command, through its group.
    """
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and (isinstance(node, ast.ClassDef) or not node.decorator_list)
    }


def in_tables(tree: ast.Module) -> set[str]:
    """Return the names that stand in constants of the module: rules are reached through one."""
    constants = (node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign))
    return {name.id for node in constants for name in ast.walk(node) if isinstance(name, ast.Name)}


def bound(tree: ast.Module) -> set[str]:
    """Return every name that a module binds at its top."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                found |= {alias.asname or alias.name for alias in names}
            case _:
                pass
    return found
