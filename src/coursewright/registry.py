"""What there is by name: targets, from entry points of one type, ours too, and all problem codes.

A target is loaded when it is asked for, so that a broken plugin harms only those who want it.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from .errors import SurroundingsError, UsageError
from .problems import Code, near
from .target import Options, Target

__all__ = [
    "DEFAULT",
    "GROUP",
    "all_codes",
    "check_settings",
    "default_names",
    "load",
    "names",
    "pick",
]

GROUP = "coursewright.targets"
DEFAULT = ("email", "scorm12", "scorm2004-4", "site")
"""What `build` makes when nobody says otherwise."""

_Points = tuple[EntryPoint, ...]


def names() -> tuple[str, ...]:
    """Return the names of all installed targets, sorted; nothing is loaded."""
    return tuple(sorted(_found()))


def pick(wanted: Iterable[str] = ()) -> tuple[Target, ...]:
    """Return the targets of these names, each once, in the order given; none: the default ones.

    Raises:
        UsageError: no target has that name.
        SurroundingsError: a plugin is broken, or two of them want one name.
    """
    asked = tuple(dict.fromkeys(wanted)) or default_names()
    return tuple(load(name) for name in asked)


def default_names() -> tuple[str, ...]:
    """Return the names of the default targets, as far as they are installed."""
    known = names()
    return tuple(name for name in DEFAULT if name in known)


def check_settings(settings: Mapping[str, Any], targets: Iterable[Target]) -> None:
    """Refuse a setting that no target takes, before anything is read.

    Args:
        settings: what `--set` says, as `{"outline.depth": "3"}`; others have no dot.
        targets: those that are built.

    Raises:
        UsageError: there is no such target or option, the value is none that the option takes, or
            the target is not among those that are built.
    """
    built = {target.name: target for target in targets}
    for name in settings:
        owner, dot, _ = name.rpartition(".")
        if dot and owner not in built:
            load(owner)  # says so if there is none
            msg = f"{name} is set, but the target {owner!r} is not built"
            raise UsageError(msg, hint=f"Add --target {owner}.")
    for target in built.values():
        target.options_from(Options(settings=settings))


def load(name: str) -> Target:
    """Return the target `name`.

    Raises:
        UsageError: no target has that name.
        SurroundingsError: the plugin is broken, or two of them want the name.
    """
    found = _found()
    if name not in found:
        msg = f"there is no target {name!r}"
        have = f"There are: {', '.join(sorted(found))}."
        raise UsageError(msg, hint=near(name, found) or have)
    points = found[name]
    if len(points) > 1:
        msg = f"two plugins bring a target {name!r}: {' and '.join(p.value for p in points)}"
        raise SurroundingsError(msg, hint="Uninstall one of them.")
    return _loaded(points[0])


def all_codes() -> tuple[Code, ...]:
    """Return every kind of fault that the reader, the rules and the targets know, by name."""
    from . import read, rules  # loaded here: a build with nothing to do needs neither

    codes: dict[str, Code] = {}
    targets = (load(name).codes for name in names())
    for group in (read.CODES, rules.CODES, *targets):
        codes.update((code.name, code) for code in group)
    return tuple(codes[name] for name in sorted(codes))


def _found() -> dict[str, tuple[EntryPoint, ...]]:
    """Return the entry points by name; one seen twice on the path (an editable install) is one."""
    found: dict[str, dict[str, EntryPoint]] = {}
    for point in _points(entry_points, tuple(sys.path)):
        found.setdefault(point.name, {}).setdefault(point.value, point)
    return {name: tuple(points.values()) for name, points in found.items()}


@lru_cache(maxsize=2)
def _points(find: Callable[..., Iterable[EntryPoint]], _path: tuple[str, ...]) -> _Points:
    """Return our entry points; the metadata of every package on the path is read for them once."""
    return tuple(find(group=GROUP))


def _loaded(point: EntryPoint) -> Target:
    try:
        target = point.load()
    except Exception as error:  # a plugin may fail in any way; it is named, never a traceback
        msg = f"the target {point.name!r} ({point.value}) cannot be loaded: {error}"
        raise SurroundingsError(msg, hint="Install its package again, or remove it.") from error
    if not isinstance(target, Target):
        msg = f"the target {point.name!r} ({point.value}) is no Target, but {type(target).__name__}"
        raise SurroundingsError(msg, hint="It must be a value of coursewright.target.Target.")
    if target.name != point.name:
        msg = f"the target {point.name!r} ({point.value}) calls itself {target.name!r}"
        raise SurroundingsError(msg, hint="The entry point and the target must agree.")
    return target
