"""The command line: parse, call one function, print, exit.

The only package that knows click, the clock and the terminal.

Exit codes: 0 good, 1 problems found or a decision is needed, 2 wrong use or broken surroundings.
"""

import os
import sys

import click

from coursewright.errors import CoursewrightError, DecisionNeededError, SurroundingsError

from .group import coursewright

__all__ = ["coursewright", "main"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code; the one place where errors become codes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(
            stream, "reconfigure"
        ):  # a course may contain characters the terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    try:
        code = coursewright.main(arguments, prog_name="coursewright", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = 2
    except CoursewrightError as error:
        code = _refused(error)
    except ModuleNotFoundError as error:
        code = _refused(_missing_package(error))
    except SystemExit as left:  # click itself leaves for shell completion, and on a broken pipe
        code = left.code if "_COURSEWRIGHT_COMPLETE" in os.environ else _gone()
    except (KeyboardInterrupt, click.Abort):
        print("\nStopped.", file=sys.stderr)
        code = 130  # 128 + SIGINT, as in shells
    except BrokenPipeError:
        code = _gone()
    raise SystemExit(code if isinstance(code, int) else 0)


def _missing_package(error: ModuleNotFoundError) -> SurroundingsError:
    """Return the error for a package that is not installed; re-raise if it is one of ours."""
    name = (error.name or "").partition(".")[0]
    if name in ("", "coursewright"):
        raise error
    extra = {"psycopg": "[postgresql]", "mcp": "[mcp]", "mcp_types": "[mcp]"}.get(name, "")
    return SurroundingsError(
        f"the package {name} is not installed", hint=f"pip install 'coursewright{extra}'"
    )


def _gone() -> int:
    """Return the exit code if the reader of the output has gone, as in `... | head`."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141  # 128 + SIGPIPE, as in shells


def _refused(error: CoursewrightError) -> int:
    from .printers.visible import visible

    print(f"coursewright: {visible(str(error))}", file=sys.stderr)
    if error.hint:
        print(f"  hint: {visible(error.hint)}", file=sys.stderr)
    return 1 if isinstance(error, DecisionNeededError) else 2
