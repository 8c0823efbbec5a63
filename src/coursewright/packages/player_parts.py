"""The parts of the player that a package can do without: a stub stands in the place of each."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

__all__ = ["left_out"]


@dataclass(frozen=True, slots=True)
class _Part:
    """A module, what it is needed for, and what stands in its place."""

    path: str
    needed: Callable[[Collection[str], str], bool]
    """Given the kinds of blocks and the HTML of a package."""
    stub: str


def _with_kinds(*kinds: str) -> Callable[[Collection[str], str], bool]:
    return lambda used, html: not set(kinds).isdisjoint(used)


def _with_attribute(name: str) -> Callable[[Collection[str], str], bool]:
    return lambda used, html: f" {name}" in html


_PARTS = (
    _Part("attempts.js", _with_kinds("assessment"), "export const attemptsOf = () => ({});\n"),
    _Part(
        "shell/notes.js",
        _with_kinds("reflect"),
        "export const notesOf = () => [];\nexport const saveNotes = () => {};\n",
    ),
    _Part(
        "lms/patterns.js",
        _with_kinds("gaps", "number", "matrix"),
        "export const rareType = () => {};\nexport const rarePattern = rareType;\n",
    ),
    _Part(
        "blocks/credit.js", _with_attribute("data-credit"), "export const creditsOf = () => ({});\n"
    ),
    _Part(
        "blocks/timer.js",
        _with_attribute("data-minutes"),
        "export const countDown = () => {};\nexport const timedRule = countDown;\n",
    ),
)


def left_out(kinds: Collection[str], html: str) -> dict[str, str]:
    """Return the stubs of the modules that a package does not need, by path.

    Args:
        kinds: the kinds of blocks in it: `data-block`.
        html: its lessons, for attributes that ask for a part.
    """
    return {part.path: part.stub for part in _PARTS if not part.needed(kinds, html)}
