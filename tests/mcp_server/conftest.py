"""A client of the SDK that talks to `coursewright mcp` as a process of its own."""

import asyncio
import json
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import CallToolResult, ImageContent, TextContent

from scenes.scene import BASE

_T = TypeVar("_T")

__all__ = ["Answers", "connected", "picture_of", "structured", "words"]


class Answers:
    """Calls tools of one running server."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def call(self, name: str, **arguments: Any) -> CallToolResult:
        return await self.client.call_tool(name, arguments)

    async def data(self, name: str, **arguments: Any) -> dict[str, Any]:
        return structured(await self.call(name, **arguments))

    async def refusal(self, name: str, **arguments: Any) -> str:
        answer = await self.call(name, **arguments)
        assert answer.is_error, words(answer)
        return words(answer)

    async def names(self) -> set[str]:
        return {tool.name for tool in (await self.client.list_tools()).tools}


def connected(course: Path, talk: Callable[[Answers], Awaitable[_T]], *options: str) -> _T:
    """Start the server of a course, and return what a conversation with it returns."""

    async def run() -> _T:
        command = ["-W", "error", "-m", "coursewright", "mcp", str(course), *options]
        async with Client(StdioServerParameters(command=sys.executable, args=command)) as client:
            return await talk(Answers(client))

    return asyncio.run(run())


def words(answer: CallToolResult) -> str:
    """Return the text of an answer."""
    return "\n".join(one.text for one in answer.content if isinstance(one, TextContent))


def structured(answer: CallToolResult) -> dict[str, Any]:
    """Return the data of an answer, which its text repeats for clients that read only that."""
    assert not answer.is_error, words(answer)
    if answer.structured_content is not None:
        assert json.loads(words(answer)) == answer.structured_content
        return dict(answer.structured_content)
    first = answer.content[0]
    assert isinstance(first, TextContent)
    return dict(json.loads(first.text))


def picture_of(answer: CallToolResult) -> str:
    """Return the one picture of an answer, in base64."""
    (picture,) = (one for one in answer.content if isinstance(one, ImageContent))
    assert picture.mime_type == "image/png"
    return picture.data


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The folder of a course without a fault."""
    return Path(shutil.copytree(BASE, tmp_path / "course"))
