"""`coursewright mcp`: serve the course as tools for AI clients."""

from pathlib import Path

import click

from .arguments import course_argument, templates_option

__all__ = ["mcp"]

_EXAMPLES = """\b
Examples:
  coursewright mcp
  coursewright mcp my-course
  coursewright mcp my-course --write          also let the client change the course
"""


@click.command("mcp", epilog=_EXAMPLES)
@course_argument
@click.option(
    "--write",
    is_flag=True,
    help="Also serve the tools that write files, move and insert lessons, and build: mcp --write",
)
@templates_option
def mcp(course: Path, write: bool, templates: tuple[Path, ...]) -> None:
    """Serve a course as tools for AI clients.

    COURSE is the folder with course.yaml. If left out, it is looked for here, in the folders
    above, and in ./course. Speaks the Model Context Protocol; a client starts this command and
    stops it. Read-only unless --write is given. Needs the extra mcp: pip install
    'coursewright[mcp]'.
    """
    from coursewright.mcp.tool_server import serve_tools

    serve_tools(course, templates, write=write)
