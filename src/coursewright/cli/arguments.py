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
        what = "is a file" if value.exists() else "is not there"
        msg = f"the course folder {value} {what}"
        raise UsageError(msg, hint="Name the folder that holds course.yaml.")
    return value


def course_argument(command: _F) -> _F:
    """Add the argument COURSE: the folder of the course, by default `./course`."""
    kind = click.Path(path_type=Path)
    return click.argument("course", type=kind, default=Path("course"), callback=_folder)(command)


def _folders(
    ctx: click.Context, param: click.Parameter, value: tuple[Path, ...]
) -> tuple[Path, ...]:
    for folder in value:
        if not folder.is_dir():
            msg = f"the template folder {folder} is not there"
            raise UsageError(msg, hint="Name a folder laid out like the templates that ship.")
    return value


def templates_option(command: _F) -> _F:
    """Add the option `--templates DIR`, which may be given more than once."""
    return click.option(
        "--templates",
        type=click.Path(path_type=Path),
        multiple=True,
        callback=_folders,
        metavar="DIR",
        help="Templates of your own, looked for before ours: --templates my-brand",
    )(command)


def target_settings(command: _F) -> _F:
    """Add the options that targets are told: `--lms`, `--edition` and `--set`."""
    lms = click.option(
        "--lms",
        metavar="NAME",
        help="Fit the packages to an LMS, such as moodle, canvas or successfactors; without it "
        "they suit any: --lms moodle",
    )
    edition = click.option(
        "--edition",
        type=click.Choice(["digest", "full"]),
        help="Compile the mails in one edition only, short or whole; without it in both: "
        "--edition full",
    )
    sets = click.option(
        "--set",
        "sets",
        multiple=True,
        metavar="TARGET.KEY=VALUE",
        help="Set an option of one target; may be given more than once: --set scorm12.lms=moodle",
    )
    return lms(edition(sets(command)))


def settings_of(lms: str | None, edition: str | None, sets: tuple[str, ...]) -> dict[str, str]:
    """Return what targets are told, without what nobody said.

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
