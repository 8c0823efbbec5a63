"""`coursewright build`: compile a course for its targets into a folder."""

from pathlib import Path

import click

from .arguments import course_argument, default_out, settings_of, target_settings, templates_option
from .target_help import WithTargets

__all__ = ["build"]

_EXAMPLES = """\b
Examples:
  coursewright build
  coursewright build my-course --out public --strict
  coursewright build --target email --target scorm12
  coursewright build --target scorm2004-4 --lms moodle
  coursewright build --target email --edition full
  coursewright build --target scorm12 --set scorm12.lms=moodle
  coursewright build --templates my-brand --quiet
  coursewright build --format json            machine-readable output
"""


@click.command("build", cls=WithTargets, epilog=_EXAMPLES)
@course_argument
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="NAME",
    help="A target to build; repeatable. Default: email, scorm12, scorm2004-4 and site: "
    "--target email",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The output folder, with a folder for each target; build by default: --out public",
)
@templates_option
@target_settings
@click.option("--strict", is_flag=True, help="Stop on warnings, too: build --strict")
@click.option("--quiet", is_flag=True, help="Print only errors: build --quiet")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format: --format json",
)
@click.pass_context
def build(
    ctx: click.Context,
    course: Path,
    targets: tuple[str, ...],
    out: Path | None,
    templates: tuple[Path, ...],
    lms: str | None,
    edition: str | None,
    sets: tuple[str, ...],
    strict: bool,
    quiet: bool,
    style: str,
) -> None:
    """Compile a course into emails, LMS packages and a site.

    COURSE is the folder with course.yaml. If left out, it is looked for here, in the folders
    above, and in ./course. If there are errors, writes nothing
    and exits with code 1. Rebuilds only if something has changed since the last build.
    """
    from coursewright.pipeline.rebuild import rebuild

    from .outcome import print_outcome
    from .progress import Progress

    out = default_out(course, out)
    with Progress(quiet=quiet or style != "text") as progress:
        outcome = rebuild(
            course,
            out,
            targets,
            templates=templates,
            settings=settings_of(lms, edition, sets),
            strict=strict,
            reporter=progress,
        )
    print_outcome(outcome, course, out, style=style, strict=strict, quiet=quiet)
    ctx.exit(int(outcome.stopped(strict=strict)))
