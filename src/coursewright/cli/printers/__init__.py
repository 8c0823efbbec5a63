"""How problems are printed: one small file for each format, over the same list."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from coursewright.problems import Problem
from coursewright.source import Source

if TYPE_CHECKING:  # the model takes longest to load, and text needs none of it
    from coursewright.target import Target

__all__ = ["FORMATS", "printer"]

FORMATS = ("text", "json", "github", "sarif")

Printer = Callable[[tuple[Problem, ...], Mapping[str, Source], Path, "Iterable[Target]"], None]


def printer(style: str) -> Printer:
    """Return the function that prints problems in a format."""
    found: Printer = import_module(f".as_{style}", __name__).print_problems
    return found
