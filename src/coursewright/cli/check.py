"""`coursewright check`: read a course, apply every rule, print the problems."""

from pathlib import Path

import click

from coursewright.errors import UsageError

from .arguments import course_argument, settings_of, target_settings, templates_option
from .edit_prompt import apply_edits, yes_option
from .printers import FORMATS, printer

__all__ = ["check"]

_EXAMPLES = """\b
Examples:
  coursewright check
  coursewright check my-course --strict
  coursewright check --full --target email    also check email sizes
  coursewright check --fix                   show mechanical fixes, and ask
  coursewright check --format github          annotations in a GitHub workflow
  coursewright check --format sarif > faults.sarif
  coursewright check --overlap source.txt     warn of six words in a row from a source
"""


@click.command("check", epilog=_EXAMPLES)
@course_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Output format: --format json",
)
@click.option("--strict", is_flag=True, help="Fail on warnings, too: check --strict")
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="NAME",
    help="Check for these targets instead of the default ones; repeatable: --target email",
)
@templates_option
@target_settings
@click.option(
    "--full",
    is_flag=True,
    help="Also compile in memory, to check what needs a build, such as email sizes: check --full",
)
@click.option(
    "--overlap",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Warn of six words in a row that are also in FILE: --overlap article.txt",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Show fixes for what is mechanical as a diff, and ask before writing: check --fix",
)
@yes_option
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
    fix: bool,
    yes: bool,
) -> None:
    """Check a course for problems.

    COURSE is the folder with course.yaml. If left out, it is looked for here, in the folders
    above, and in ./course. Exits with code 1 if there are
    errors (with --strict, also if there are warnings).
    """
    from coursewright import pipeline, registry
    from coursewright.problems import has_errors, sort_problems
    from coursewright.target import Options

    if fix:
        _fix(course, yes=yes)
    elif yes:
        msg = "--yes goes with --fix"
        raise UsageError(msg)
    chosen = registry.pick(targets) if targets else None
    settings = settings_of(lms, edition, sets)
    if chosen is not None:
        registry.check_settings(settings, chosen)
    options = Options(templates=templates, settings=settings)
    checked = (pipeline.build if full else pipeline.check)(course, chosen, options)
    problems = checked.problems
    if overlap is not None and checked.course is not None:
        from coursewright.rules import overlap_with

        text = overlap.read_text("utf-8", "replace")
        problems = sort_problems((*problems, *overlap_with(checked.course, text)))
    printer(style)(problems, checked.sources, course, chosen or registry.pick())
    ctx.exit(int(checked.course is None or has_errors(problems, strict=strict)))


def _fix(course: Path, *, yes: bool) -> None:
    """Show what can be fixed mechanically, and write it if the author agrees."""
    from coursewright.pipeline.mechanical_fixes import mechanical_fixes
    from coursewright.read.course_folder import walk_folder

    files, _ = walk_folder(course)
    edits = mechanical_fixes(files)
    if edits:
        apply_edits(edits, files, course, yes=yes)
    else:
        print("Nothing can be fixed mechanically.")
    print()
