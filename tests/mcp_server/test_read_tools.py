"""Every reading tool over a real process; a broken course gives problems; answers are bounded."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it brings no types
import pytest

from coursewright.mcp.answer_limits import CHARS, PROBLEMS
from coursewright.mcp.page_picture import browser_path
from coursewright.read.directives import SPECS
from coursewright.read.json_schema import SCHEMAS, json_schema
from mcp_server.conftest import Answers, connected, picture_of, structured, words

READING = {
    "check",
    "explain",
    "list_blocks",
    "list_fields",
    "outline",
    "plan",
    "read_file",
    "render_email",
    "render_lesson",
}
WRITING = {"build", "insert_lesson", "move_lesson", "write_file"}
WATER = "1-basics/01-water.md"


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_each_reading_tool_answers_and_changes_nothing(course: Path) -> None:
    before = tree(course)

    async def talk(server: Answers) -> dict[str, Any]:
        return {
            "outline": await server.data("outline"),
            "read": await server.data("read_file", path=WATER),
            "check": await server.data("check", full=True),
            "explain": await server.data("explain", code="quiz-without-answer"),
            "plan": await server.data(
                "plan", start="2027-01-11", track="home", timezone="Europe/Berlin"
            ),
            "lesson": await server.call("render_lesson", lesson="water"),
            "html": await server.call("render_email", email="home/water"),
            "text": await server.call("render_email", email="home/welcome", form="text"),
        }

    answers = connected(course, talk)
    lessons = [one["id"] for module in answers["outline"]["modules"] for one in module["lessons"]]
    assert lessons == ["water", "time"]
    assert WATER in answers["outline"]["files"]
    assert answers["read"]["text"] == (course / WATER).read_text("utf-8")
    assert (answers["check"]["errors"], answers["check"]["problems"]) == (0, [])
    assert "correct option" in answers["explain"]["summary"]
    first = answers["plan"]["emails"][0]
    assert (first["date"], first["timezone"], first["lesson"]) == (
        "2027-01-11",
        "Europe/Berlin",
        "water",
    )
    assert structured(answers["lesson"])["rendered"]
    assert "<h1" in words(answers["lesson"])
    assert "<table" in words(answers["html"])
    assert "<" not in answers["text"].content[1].text
    assert tree(course) == before


def test_fields_and_blocks_come_from_the_code_that_reads_them(course: Path) -> None:
    async def talk(server: Answers) -> tuple[Any, Any, list[Any], list[Any]]:
        return (
            await server.data("list_fields"),
            await server.data("list_blocks"),
            [await server.data("list_fields", file=name) for name in SCHEMAS],
            [await server.data("list_blocks", block=name) for name in SPECS],
        )

    kinds, names, fields, blocks = connected(course, talk)
    assert set(kinds["files"]) == set(SCHEMAS)
    assert set(names["blocks"]) == set(SPECS)
    assert fields == [json_schema(name) for name in SCHEMAS]
    for spec, block in zip(SPECS.values(), blocks, strict=True):
        assert set(block["attributes"]) == set(spec.attributes)
        assert block["closes_with"] == (None if spec.leaf else ":::")


def test_a_read_only_server_has_no_tool_that_writes(course: Path) -> None:
    before = tree(course)

    async def talk(server: Answers) -> tuple[set[str], list[str], str]:
        refused = [
            await server.refusal("write_file", path="a.md", text="x"),
            await server.refusal("build"),
            await server.refusal("move_lesson", lesson="time", first="M1"),
        ]
        return await server.names(), refused, server.client.instructions or ""

    names, refused, about = connected(course, talk)
    assert names == READING
    assert all("Unknown tool" in one for one in refused)
    assert "--write" in about
    assert tree(course) == before


def test_every_tool_says_whether_it_changes_anything(course: Path) -> None:
    async def talk(server: Answers) -> dict[str, bool | None]:
        tools = (await server.client.list_tools()).tools
        for tool in tools:
            jsonschema.Draft202012Validator.check_schema(tool.input_schema)
            assert tool.description
        notes = {one.name: one.annotations for one in tools}
        return {name: note.read_only_hint if note else None for name, note in notes.items()}

    said = connected(course, talk, "--write")
    assert said == dict.fromkeys(READING, True) | dict.fromkeys(WRITING, False)


@pytest.mark.parametrize(
    "damage",
    [
        {"course.yaml": "id: [\n"},
        {"course.yaml": ""},
        {"course.yaml": "\0"},
        {WATER: "no front matter"},
        {WATER: "---\nid: water\nmodule: M1\ntitle: W\ntracks: [home]\n---\n:::quiz\n"},
    ],
)
def test_a_broken_course_gives_problems_and_no_exception(
    course: Path, damage: dict[str, str]
) -> None:
    for path, text in damage.items():
        (course / path).write_text(text, "utf-8")

    async def talk(server: Answers) -> list[Any]:
        return [
            await server.data("check"),
            await server.data("plan", start="2027-01-11", track="home"),
            structured(await server.call("render_lesson", lesson="time")),
            structured(await server.call("render_email", email="home/time")),
            await server.data("build"),
        ]

    for answer in connected(course, talk, "--write"):
        assert answer["errors"] > 0
        first = answer["problems"][0]
        assert first["path"]
        assert first["line"] >= 1
        assert first["message"]
        assert answer.get("rendered", False) is False
    assert not (course / "build").exists()


def test_wrong_names_are_answered_with_a_hint(course: Path) -> None:
    async def talk(server: Answers) -> list[str]:
        return [
            await server.refusal("explain", code="quiz-without-anwser"),
            await server.refusal("render_lesson", lesson="watr"),
            await server.refusal("render_lesson", lesson="water", track="nowhere"),
            await server.refusal("render_email", email="home/watr"),
            await server.refusal("list_blocks", block="quizz"),
            await server.refusal("list_fields", file="lessons"),
            await server.refusal("check", targets=["scorm"]),
            await server.refusal("plan", start="soon"),
            await server.refusal("plan", start="2027-01-11", track="home", timezone="Mars/Base"),
        ]

    said = connected(course, talk)
    assert ["Traceback" in one for one in said] == [False] * len(said)
    for one, hint in zip(said, ("answer", "water", "home", "home/water", "quiz"), strict=False):
        assert hint in one


def test_large_answers_are_bounded_and_continued(course: Path) -> None:
    lesson = course / WATER
    lesson.write_text(lesson.read_text("utf-8") + "\n[x](lesson:none)\n" * 300, "utf-8")
    (course / "long.txt").write_text("tea " * 40_000, "utf-8")

    async def talk(server: Answers) -> tuple[list[Any], list[str]]:
        pages = []
        offset: int | None = 0
        while offset is not None:
            pages.append(await server.data("check", offset=offset))
            offset = pages[-1]["next_offset"]
        parts = []
        at: int | None = 0
        while at is not None:
            answer = await server.data("read_file", path="long.txt", offset=at)
            parts.append(answer["text"])
            at = answer["next_offset"]
        return pages, parts

    pages, parts = connected(course, talk)
    assert all(len(page["problems"]) <= PROBLEMS for page in pages)
    assert sum(len(page["problems"]) for page in pages) == sum(
        pages[0][key] for key in ("errors", "warnings", "notes")
    )
    assert all(len(part) <= CHARS for part in parts)
    assert "".join(parts) == "tea " * 40_000


def test_nothing_but_the_protocol_is_on_stdout(course: Path) -> None:
    """Whatever writes to stdout while it serves, a child process too, does not reach the client."""
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }
    asked = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {
            "jsonrpc": "2.0",
            "id": 2,
            "method": "tools/call",
            "params": {"name": "outline", "arguments": {}},
        },
    ]
    noisy = (
        "import os, sys, coursewright.pipeline.steps as steps\n"
        "real = steps.check\n"
        "def check(*args):\n"
        "    print('noise'); os.system('echo noise'); return real(*args)\n"
        "steps.check = check\n"
        "from coursewright.cli import main\n"
        f"main(['mcp', {str(course)!r}])\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", noisy],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        for one in asked:
            server.stdin.write(json.dumps(one) + "\n")
            server.stdin.flush()
        answers = [json.loads(server.stdout.readline()) for _ in range(2)]
        server.stdin.close()
        rest = server.stdout.read()
        assert server.stderr is not None
        errors = server.stderr.read()
    assert [one["id"] for one in answers] == [1, 2]
    assert answers[1]["result"]["structuredContent"]["course"]["id"]
    assert rest == ""
    assert errors.count("noise") == 2
    assert server.returncode == 0


@pytest.mark.skipif(browser_path() is None, reason="pictures need a browser")
def test_a_browser_takes_a_picture_of_a_page(course: Path) -> None:
    async def talk(server: Answers) -> list[str]:
        return [
            picture_of(await server.call("render_email", email="home/water", picture="phone")),
            picture_of(await server.call("render_lesson", lesson="water", picture="desktop")),
        ]

    for picture, width in zip(connected(course, talk), (390, 1024), strict=True):
        data = base64.b64decode(picture)
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        assert int.from_bytes(data[16:20]) == width


def test_without_a_browser_a_picture_is_refused_and_the_page_is_not(
    course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from coursewright.errors import SurroundingsError
    from coursewright.mcp.page_picture import page_picture

    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    with pytest.raises(SurroundingsError, match="no browser"):
        page_picture((), "index.html", "phone")
