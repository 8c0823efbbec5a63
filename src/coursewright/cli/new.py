"""`coursewright new NAME`: create a course that builds and previews at once."""

from pathlib import Path

import click

__all__ = ["new"]

_EXAMPLES = """\b
Examples:
  coursewright new good-tea
  coursewright new good-tea --lms-only --template small
  coursewright new guter-tee --language de --template small
  coursewright new good-tea --template two-languages
"""


@click.command("new", epilog=_EXAMPLES)
@click.argument("name", type=click.Path(path_type=Path))
@click.option(
    "--template",
    type=click.Choice(["full", "small", "two-languages"]),
    default="full",
    show_default=True,
    help="Start from three lessons with each block once, from three short lessons, or from these "
    "in English and German: --template small",
)
@click.option(
    "--language",
    default="en",
    show_default=True,
    metavar="TAG",
    help="The language of the course, as a BCP 47 tag: --language de",
)
@click.option("--lms-only", is_flag=True, help="Leave the emails out: new good-tea --lms-only")
@click.option(
    "--mail-only", is_flag=True, help="Leave the LMS packages out: new good-tea --mail-only"
)
def new(name: Path, template: str, language: str, lms_only: bool, mail_only: bool) -> None:
    """Create a course that builds and previews at once.

    NAME is the folder to create. It gets the lessons, editor schemas and snippets, a pre-commit
    hook, a CI workflow and AGENTS.md.
    """
    import re

    from coursewright.errors import UsageError
    from coursewright.output import write_folder
    from coursewright.pipeline.starter import STARTERS, Starter, starter_files

    if lms_only and mail_only:
        msg = "--lms-only and --mail-only exclude each other"
        raise UsageError(msg, hint="Leave both out to get emails and packages.")
    if name.exists() or name.is_symlink():
        msg = f"{name} exists already"
        raise UsageError(msg, hint="Choose a name that does not exist yet.")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        msg = f"{language!r} is not a language tag"
        raise UsageError(msg, hint="Write it like en, de or pt-BR.")
    chosen = next(one for one in STARTERS if one == template)
    starter = Starter(name.name, chosen, language, lms=not mail_only, mail=not lms_only)
    write_folder(name, starter_files(starter), ours=True)
    for folder in starter.folders:
        where = name if folder == "." else name / folder
        print(f"Created {where} with 3 lessons.")
    if language.partition("-")[0].lower() not in ("en", *(("de",) if template != "full" else ())):
        print("The sample text is in English: replace it with your own.")
    first = name if starter.folders == (".",) else name / starter.folders[0]
    print(f"\nNext:\n  coursewright preview {first}\n  coursewright check {first}")
