"""Arguments that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from coursewright.errors import UsageError

__all__ = [
    "course_argument",
    "course_option",
    "default_out",
    "found_above",
    "settings_of",
    "target_settings",
    "templates_option",
]

_F = TypeVar("_F", bound=Callable[..., Any])


_COURSE = "course.yaml"


def found_above(start: Path) -> Path | None:
    """Return the course that a folder is in, as a path from there, or None."""
    here = start.absolute()
    for up, folder in enumerate((here, *here.parents)):
        if (folder / _COURSE).is_file():
            return Path(*([".."] * up)) if up else Path()
    return None


def _folder(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path:
    if value is None:
        value = found_above(Path()) or Path("course")
        if not value.is_dir():
            msg = "there is no course here: no course.yaml in this folder or above, and no ./course"
            raise UsageError(msg, hint="Name its folder, or create one: coursewright new NAME")
    if not value.is_dir():
        what = "is a file" if value.exists() else "does not exist"
        msg = f"the course folder {value} {what}"
        raise UsageError(msg, hint="Name the folder that contains course.yaml.")
    return value


def course_argument(command: _F) -> _F:
    """Add the argument COURSE; if left out, the course that the current folder is in."""
    kind = click.Path(path_type=Path)
    argument = click.argument("course", type=kind, required=False, callback=_folder)
    return argument(command)


def course_option(command: _F) -> _F:
    """Add the option `--course DIR`; if left out, the course that the current folder is in."""
    return click.option(
        "--course",
        type=click.Path(path_type=Path),
        callback=_folder,
        metavar="DIR",
        help="The folder with course.yaml; by default, here or above: --course my-course",
    )(command)


def default_out(course: Path, out: Path | None) -> Path:
    """Return the output folder: `build` here, or in the course that the current folder is in."""
    if out is not None:
        return out
    inside = found_above(Path()) is not None and ".." in course.parts
    return course / "build" if inside else Path("build")


def _folders(
    ctx: click.Context, param: click.Parameter, value: tuple[Path, ...]
) -> tuple[Path, ...]:
    for folder in value:
        if not folder.is_dir():
            msg = f"the template folder {folder} does not exist"
            raise UsageError(msg, hint="Name a folder with the layout of the built-in templates.")
    return value


def templates_option(command: _F) -> _F:
    """Add the option `--templates DIR`, which may be given more than once."""
    return click.option(
        "--templates",
        type=click.Path(path_type=Path),
        multiple=True,
        callback=_folders,
        metavar="DIR",
        help="A folder with your own templates, which replace the built-in ones; repeatable: "
        "--templates my-brand",
    )(command)


def target_settings(command: _F) -> _F:
    """Add the options for targets: `--lms`, `--edition` and `--set`."""
    lms = click.option(
        "--lms",
        metavar="NAME",
        help="Adapt the packages to an LMS, such as moodle, canvas or successfactors; by default "
        "they suit any LMS: --lms moodle",
    )
    edition = click.option(
        "--edition",
        type=click.Choice(["digest", "full"]),
        help="Compile only one edition of the emails; both by default: --edition full",
    )
    sets = click.option(
        "--set",
        "sets",
        multiple=True,
        metavar="TARGET.KEY=VALUE",
        help="Set an option of a target; repeatable: --set scorm12.lms=moodle",
    )
    return lms(edition(sets(command)))


def settings_of(lms: str | None, edition: str | None, sets: tuple[str, ...]) -> dict[str, str]:
    """Return the settings for targets, without those that were not given.

    Raises:
        UsageError: a `--set` is not of the form TARGET.KEY=VALUE, or one is given twice.
    """
    settings = {name: one for name, one in (("lms", lms), ("edition", edition)) if one is not None}
    for text in sets:
        name, equals, value = text.partition("=")
        target, dot, key = name.rpartition(".")
        if not (equals and dot and target and key):
            msg = f"--set takes TARGET.KEY=VALUE, not {text!r}"
            raise UsageError(msg, hint="For example: --set scorm12.lms=moodle")
        if name in settings:
            msg = f"{name} is set twice"
            raise UsageError(msg, hint="Keep one of the two.")
        settings[name] = value
    return settings
