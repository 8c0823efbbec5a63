"""`docs/cli.md`, made from the commands' own help."""

from collections.abc import Iterator
from importlib import import_module

import click

from coursewright.cli import coursewright
from coursewright.cli.commands import COMMANDS

__all__ = ["command_page"]

_HEAD = """# The command line

Made from the commands' own `--help` by `scripts/golden`.

Exit codes: 0 good, 1 problems found or a decision is needed, 2 wrong use or broken surroundings.
Colours show on a terminal only, and not when `NO_COLOR` is set.
"""


def command_page() -> str:
    """Return the whole page."""
    out = [_HEAD, _section("coursewright", coursewright)]
    for name in sorted(COMMANDS):
        module, _, attribute = COMMANDS[name][0].partition(":")
        out += _sections(f"coursewright {name}", getattr(import_module(module), attribute))
    return "\n".join(out)


def _sections(path: str, command: click.Command) -> Iterator[str]:
    yield _section(path, command)
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _sections(f"{path} {name}", command.commands[name])


def _section(path: str, command: click.Command) -> str:
    context = click.Context(
        command,
        info_name=path,
        terminal_width=96,
        max_content_width=96,
        help_option_names=["-h", "--help"],
    )
    help_text = command.get_help(context).rstrip()
    return f"## {path}\n\n```text\n{help_text}\n```\n"
