"""`coursewright check`: read a course, apply every rule, print what was found."""

from pathlib import Path

import click

from .arguments import course_argument, settings_of, target_settings, templates_option
from .printers import FORMATS, printer

__all__ = ["check"]

_EXAMPLES = """\b
Examples:
  coursewright check
  coursewright check my-course --strict
  coursewright check --full --target email    mail sizes and the like as well
  coursewright check --format github          annotations in a workflow
  coursewright check --format sarif > faults.sarif
  coursewright check --overlap source.txt     no six words in a row from there
"""


@click.command("check", epilog=_EXAMPLES)
@course_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How problems are printed: --format json",
)
@click.option("--strict", is_flag=True, help="Let warnings fail too: check --strict")
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="NAME",
    help="Check for these targets, not for the usual ones: --target email",
)
@templates_option
@target_settings
@click.option(
    "--full",
    is_flag=True,
    help="Compile too, in memory, for what shows only then, such as the size of a mail: "
    "check --full",
)
@click.option(
    "--overlap",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Warn at six words in a row that stand in FILE too: --overlap article.txt",
)
@click.pass_context
def check(
    ctx: click.Context,
    course: Path,
    style: str,
    strict: bool,
    targets: tuple[str, ...],
    templates: tuple[Path, ...],
    lms: str | None,
    edition: str | None,
    sets: tuple[str, ...],
    full: bool,
    overlap: Path | None,
) -> None:
    """Find every fault in a course.

    COURSE is the folder with course.yaml, by default ./course. Exit code 1 when there are errors
    (under --strict also warnings), 0 when there are none.
    """
    from coursewright import pipeline, registry
    from coursewright.problems import has_errors, sort_problems
    from coursewright.target import Options

    chosen = registry.pick(targets)
    settings = settings_of(lms, edition, sets)
    registry.check_settings(settings, chosen)
    options = Options(templates=templates, settings=settings)
    checked = (pipeline.build if full else pipeline.check)(course, chosen, options)
    problems = checked.problems
    if overlap is not None and checked.course is not None:
        from coursewright.rules import overlap_with

        text = overlap.read_text("utf-8", "replace")
        problems = sort_problems((*problems, *overlap_with(checked.course, text)))
    printer(style)(problems, checked.sources, course, chosen)
    ctx.exit(int(checked.course is None or has_errors(problems, strict=strict)))
