"""The command `coursewright`: a group whose commands are loaded when they are called."""

from importlib import import_module

import click

from coursewright import __version__

from .commands import COMMANDS

__all__ = ["coursewright"]

_EXAMPLES = """\b
Examples:
  coursewright check course
  coursewright build course --out build
"""


class _Lazy(click.Group):
    """Loads commands from the table on demand, so that every command starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command), cmd_name  # noqa: S101 -- the table is ours
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from coursewright.problems import near

        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = near(args[0], self.list_commands(ctx))
            message = f"{error.message} {hint}" if hint else error.message
            raise click.UsageError(message, ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.command(
    "coursewright",
    cls=_Lazy,
    epilog=_EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def coursewright() -> None:
    """Compile a Markdown course into drip emails and LMS packages, and send the emails."""
