"""The server: its tools, and stdin and stdout for the protocol.

While it serves, the SDK points the process's own stdout to stderr, so that nothing but messages of
the protocol reaches the client.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mcp.server import MCPServer
from mcp_types import ToolAnnotations

from coursewright import __version__
from coursewright.target import Options

from .answer_limits import tool_call
from .course_paths import CoursePaths
from .read_tools import ReadTools
from .write_tools import WriteTools

__all__ = ["serve_tools", "tool_server"]

_ABOUT = """\
Tools for one Coursewright course: Markdown lessons and YAML data in a folder. Call `outline` first.
`list_fields` and `list_blocks` describe the format. After each change call `check`: a change is
done when it reports no errors. IDs of lessons and questions never change."""
_READ_ONLY = "This server is read-only. Writing tools need `coursewright mcp --write`."
_WRITES = "`write_file`, `move_lesson`, `insert_lesson` and `build` change the course folder."


def serve_tools(folder: Path, templates: tuple[Path, ...], *, write: bool) -> None:
    """Serve the tools of a course on stdin and stdout until the client closes them."""
    tool_server(folder, templates, write=write).run("stdio")


def tool_server(folder: Path, templates: tuple[Path, ...], *, write: bool) -> MCPServer[Any]:
    """Return the server of a course; without `write`, it has no tool that changes anything."""
    about = f"{_ABOUT} {_WRITES if write else _READ_ONLY}"
    server: MCPServer[Any] = MCPServer(
        "coursewright", instructions=about, version=__version__, log_level="WARNING"
    )
    paths, options, lock = CoursePaths(folder), Options(templates=templates), threading.Lock()
    reading = ReadTools(paths, options)
    data: tuple[Callable[..., Any], ...] = (
        reading.outline,
        reading.read_file,
        reading.check,
        reading.explain,
        reading.list_fields,
        reading.list_blocks,
        reading.plan,
    )
    for work in data:
        _add(server, lock, work, structured=True, changes=False)
    for render in (reading.render_lesson, reading.render_email):
        _add(server, lock, render, structured=False, changes=False)
    if write:
        writing = WriteTools(paths, options)
        for work in (
            writing.write_file,
            writing.move_lesson,
            writing.insert_lesson,
            writing.build,
        ):
            _add(server, lock, work, structured=True, changes=True)
    return server


def _add(
    server: MCPServer[Any],
    lock: threading.Lock,
    work: Callable[..., Any],
    *,
    structured: bool,
    changes: bool,
) -> None:
    notes = ToolAnnotations(
        read_only_hint=not changes, destructive_hint=changes, open_world_hint=False
    )
    call = tool_call(lock, work)
    server.add_tool(call, annotations=notes, structured_output=structured)
