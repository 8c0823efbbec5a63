"""`coursewright words LANGUAGE`: write the files of interface text to translate or change."""

import re
from pathlib import Path

import click

from coursewright.errors import UsageError

__all__ = ["words"]

_EXAMPLES = """\b
Examples:
  coursewright words                              the languages that have interface text
  coursewright words sv --templates my-brand      files to translate into Swedish
  coursewright words pt-pt --templates my-brand   what differs in Portugal
  coursewright build --templates my-brand         build with them
"""
_TAG = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")


@click.command("words", epilog=_EXAMPLES)
@click.argument("language", required=False)
@click.option(
    "--templates",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("templates"),
    show_default=True,
    metavar="DIR",
    help="The folder of your own templates, which is created if necessary: --templates my-brand",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written: words sv --dry-run")
@click.pass_context
def words(ctx: click.Context, language: str | None, folder: Path, dry_run: bool) -> None:
    """Write the files of interface text to translate or change.

    LANGUAGE is a language tag such as sv or pt-pt. Without it, the command lists the languages
    that come with Coursewright. Each English text is a comment above the line to fill in. What
    your files already say is kept; only lines that they lack are added. Exits with code 1 if
    your files have unknown keys, other fields than English, or too few plural forms.
    """
    if language is None:
        _list_languages()
        return
    if not _TAG.fullmatch(language):
        msg = f"{language!r} is not a language tag"
        raise UsageError(msg, hint="Write it like sv, pt-br or zh-hant.")
    ctx.exit(_write(language, folder, dry_run=dry_run))


def _list_languages() -> None:
    from coursewright.presentation.string_faults import ROOMS, missing_strings, shipped_languages
    from coursewright.presentation.strings import strings

    of = sum(len(strings("en", room=room)) for room in ROOMS)
    for language in shipped_languages():
        missing = sum(map(len, missing_strings(language).values()))
        print(f"{language:<6} {of - missing} of {of} texts")


def _write(language: str, folder: Path, *, dry_run: bool) -> int:
    """Write what the files lack, print the faults in them, and return the exit code."""
    from coursewright.pipeline.steps import write_file
    from coursewright.presentation.string_faults import ROOMS, string_faults
    from coursewright.presentation.translation_file import translation_file

    code = 0
    for room in ROOMS:
        file = translation_file(language, folder, room)
        path = folder / file.name
        done = f"{file.translated} of {file.of} texts have a translation"
        if not file.added:
            print(f"{path}: {done}. Nothing to add.")
            continue
        wrote = "Would add" if dry_run else "Added"
        print(f"{path}: {done}. {wrote} lines for {file.added} texts.")
        if not dry_run:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, file.text.encode())
    for fault in string_faults([folder]) if folder.is_dir() else ():
        if fault.error.path.rpartition("/")[2] == f"{language.lower()}.yaml":
            print(f"{fault.error}\n    {fault.error.hint}" if fault.error.hint else fault.error)
            code = 1
    return code
