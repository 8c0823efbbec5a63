"""docs/mcp.md and AGENTS.md say what the server does; without the SDK the command says so."""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

from coursewright.cli.commands import COMMANDS
from coursewright.cli.mcp import mcp
from coursewright.mcp.answer_limits import CHARS, PROBLEMS
from coursewright.mcp.course_paths import ENDINGS, CoursePaths
from coursewright.mcp.tool_server import tool_server
from coursewright.read.read_limits import MARKDOWN_BYTES, YAML_BYTES
from house.checkout import ROOT

PAGE = (ROOT / "docs" / "mcp.md").read_text("utf-8")


def test_the_page_lists_every_tool(course: Path) -> None:
    server = tool_server(course, (), write=True)
    tools = {tool.name for tool in asyncio.run(server.list_tools())}
    assert set(re.findall(r"(?m)^\| `(\w+)` \|", PAGE)) == tools


def test_the_page_gives_the_limits_of_the_code() -> None:
    assert f"{PROBLEMS} problems" in PAGE
    assert f"{CHARS:,} characters" in PAGE
    assert f"{MARKDOWN_BYTES // 1024} KB" in PAGE
    assert f"{YAML_BYTES // 1024**2} MB" in PAGE
    assert all(f"`{ending}`" in PAGE for ending in ENDINGS)


def test_the_snippets_for_clients_are_commands_that_exist() -> None:
    snippets = [json.loads(one) for one in re.findall(r"(?s)```json\n(.*?)```", PAGE)]
    assert len(snippets) == 3
    for snippet in snippets:
        ((server,),) = (tuple(servers.values()) for servers in snippet.values())
        arguments = server["args"][server["args"].index("mcp") :]
        assert arguments[0] in COMMANDS
        context = mcp.make_context("mcp", [str(ROOT / "course"), *arguments[2:]])
        assert context.params["write"] is ("--write" in arguments)


def test_a_new_course_tells_of_the_tools() -> None:
    notes = (ROOT / "templates" / "new" / "common" / "AGENTS.md").read_text("utf-8")
    assert "`coursewright mcp`" in notes
    assert "coursewright[mcp]" in notes


def test_without_the_sdk_the_command_names_the_extra(course: Path) -> None:
    code = (
        "import sys; sys.modules['mcp'] = None\n"
        f"from coursewright.cli import main; main(['mcp', {str(course)!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "coursewright[mcp]" in done.stderr


def test_the_gate_resolves_the_course_folder_once(course: Path, tmp_path: Path) -> None:
    link = tmp_path / "linked-course"
    link.symlink_to(course)
    assert CoursePaths(link).file("course.yaml") == course.resolve() / "course.yaml"
