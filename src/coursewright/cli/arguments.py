"""Arguments that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from coursewright.errors import UsageError

__all__ = ["course_argument", "settings_of", "target_settings", "templates_option"]

_F = TypeVar("_F", bound=Callable[..., Any])


def _folder(ctx: click.Context, param: click.Parameter, value: Path) -> Path:
    if not value.is_dir():
        what = "is a file" if value.exists() else "does not exist"
        msg = f"the course folder {value} {what}"
        raise UsageError(msg, hint="Name the folder that contains course.yaml.")
    return value


def course_argument(command: _F) -> _F:
    """Add the argument COURSE: the folder of the course, `./course` by default."""
    kind = click.Path(path_type=Path)
    return click.argument("course", type=kind, default=Path("course"), callback=_folder)(command)


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
