"""`coursewright copy WHAT`: copy files that ship with the package, to read or change them."""

from pathlib import Path

import click

__all__ = ["copy"]

_SHIPPED = {
    "course": "course",
    "docs": "docs",
    "schemas": "docs/schemas",
    "templates": "templates",
}
_EXAMPLES = """\b
Examples:
  coursewright copy course --out my-course
  coursewright copy templates --out my-brand    then build --templates my-brand
  coursewright copy schemas --out .schemas      for an editor
  coursewright copy docs --out docs
"""


@click.command("copy", epilog=_EXAMPLES)
@click.argument("what", type=click.Choice(list(_SHIPPED)))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="The folder to create; it must not exist: --out my-course",
)
def copy(what: str, out: Path) -> None:
    """Copy files that come with Coursewright into a new folder.

    WHAT is the shipped course, the docs, the JSON Schemas for editors, or the templates.
    """
    from coursewright.output import copy_folder
    from coursewright.shipped import shipped

    first, _, rest = _SHIPPED[what].partition("/")
    count = copy_folder(shipped(first) / rest, out)
    print(f"Copied {count} files to {out}")
