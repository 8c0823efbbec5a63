"""With `--write`: files, lessons and builds; hostile paths and texts write nothing anywhere."""

import os
from pathlib import Path
from typing import Any

import pytest

from coursewright.read.read_limits import MARKDOWN_BYTES
from mcp_server.conftest import Answers, connected

WATER, TIME = "1-basics/01-water.md", "1-basics/02-time.md"


def everything(folder: Path) -> dict[str, bytes | str]:
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def test_a_file_is_written_and_its_problems_are_listed(course: Path) -> None:
    old = (course / WATER).read_text("utf-8")

    async def talk(server: Answers) -> tuple[Any, Any, str]:
        refused = await server.refusal("write_file", path=WATER, text=old)
        made = await server.data("write_file", path="2-more/notes/plan.txt", text="Grüße\r\n")
        changed = await server.data(
            "write_file", path=WATER, text=f"{old}\n[x](lesson:none)\n", overwrite=True
        )
        return made, changed, refused

    made, changed, refused = connected(course, talk, "--write")
    assert "overwrite" in refused
    assert made["created"]
    assert (course / "2-more/notes/plan.txt").read_bytes() == "Grüße\r\n".encode()
    assert not changed["created"]
    assert [one["code"] for one in changed["file"]["problems"]] == ["unknown-lesson"]
    assert changed["course"]["errors"] == 1


def test_lessons_are_moved_and_inserted_and_the_course_is_built(course: Path) -> None:
    async def talk(server: Answers) -> list[Any]:
        return [
            await server.data("move_lesson", lesson="time", first="M1"),
            await server.data("insert_lesson", title="The second pot", after="water"),
            await server.data("move_lesson", lesson="time", after="water"),
            await server.refusal("move_lesson", lesson="time", after="water", first="M1"),
            await server.refusal("insert_lesson", title="???", after="water"),
            await server.data("outline"),
        ]

    moved, inserted, back, both, nameless, outline = connected(course, talk, "--write")
    assert sorted(moved["files"]) == ["1-basics/01-time.md", "1-basics/02-water.md"]
    assert any(path.endswith("the-second-pot.md") for path in inserted["files"])
    assert back["changes"]
    assert "either" in both
    assert "id" in nameless
    lessons = [one["id"] for module in outline["modules"] for one in module["lessons"]]
    assert lessons == ["water", "time", "the-second-pot"]


def test_a_build_is_written_into_the_course_and_is_no_part_of_it(course: Path) -> None:
    async def talk(server: Answers) -> list[Any]:
        return [
            await server.data("build", targets=["email", "scorm12"]),
            await server.data("build", targets=["email", "scorm12"]),
            await server.data("outline"),
            await server.refusal("write_file", path="build/email/a.txt", text="x"),
            await server.refusal("read_file", path="build/report.csv"),
        ]

    first, second, outline, refused, unread = connected(course, talk, "--write")
    assert set(first["targets"]) == {"email", "scorm12"}
    assert (course / "build" / "email" / "sequence.json").is_file()
    assert (first["unchanged"], second["unchanged"]) == (False, True)
    assert not [path for path in outline["files"] if path.startswith("build/")]
    assert "output of a build" in refused
    assert "output of a build" in unread


HOSTILE = [
    "../out.md",
    "1-basics/../../out.md",
    "/var/out.md",
    "//host/out.md",
    "C:/out.md",
    "C:\\out.md",
    "..\\out.md",
    "a\0.md",
    "1-basics/\0/../../out.md",
    "a\n.md",
    "",
    ".",
    "./a.md",
    "a//b.md",
    "a/",
    ".git/hooks/pre-commit.md",
    ".vscode/settings.yaml",
    ".hidden.md",
    "link/out.md",
    "link.md",
    "inside.md",
    "nowhere.md",
    "pipe.md",
    "1-basics/01-water.md/below.md",
    "run.py",
    "page.html",
    "course.yaml.exe",
    "Makefile",
    "con.md",
    "a:b.md",
    "trailing .md /x.md",
    "a\u202egpj.md",
    "d/" * 40 + "deep.md",
    "long" * 200 + ".md",
]


@pytest.fixture
def trapped(course: Path) -> Path:
    """The course with links out of it, and secrets beside it."""
    outside = course.parent / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("secret", "utf-8")
    (course / "link").symlink_to(outside)
    (course / "link.md").symlink_to(outside / "secret.md")
    (course / "inside.md").symlink_to(course / WATER)
    (course / "nowhere.md").symlink_to(outside / "new.md")
    os.mkfifo(course / "pipe.md")
    return course


def test_no_hostile_path_is_read_or_written(trapped: Path) -> None:
    before = everything(trapped.parent)

    async def talk(server: Answers) -> list[str]:
        return [
            said
            for path in HOSTILE
            for said in (
                await server.refusal("read_file", path=path),
                await server.refusal("write_file", path=path, text="x", overwrite=True),
            )
        ]

    said = connected(trapped, talk, "--write")
    assert not [one for one in said if "secret" in one or "Traceback" in one]
    assert all(len(one) < 2_500 for one in said)
    assert everything(trapped.parent) == before


def test_links_in_the_way_of_other_tools_are_refused(course: Path) -> None:
    outside = course.parent / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept", "utf-8")
    (course / "build").symlink_to(outside)
    real = course / "real.md"
    (course / TIME).rename(real)
    (course / TIME).symlink_to(real)
    before = everything(course.parent)

    async def talk(server: Answers) -> list[str]:
        return [
            await server.refusal("build"),
            await server.refusal("move_lesson", lesson="time", first="M1"),
        ]

    assert all("symbolic link" in one for one in connected(course, talk, "--write"))
    assert everything(course.parent) == before


def test_a_link_with_the_name_of_a_new_file_is_not_followed(course: Path) -> None:
    outside = course.parent / "kept.txt"
    outside.write_text("kept", "utf-8")
    (course / "1-basics" / ".01-water.md.new").symlink_to(outside)
    (course / "build").mkdir()
    (course / "build" / ".report.json.new").symlink_to(outside)
    text = (course / WATER).read_text("utf-8")

    async def talk(server: Answers) -> None:
        await server.data("write_file", path=WATER, text=text, overwrite=True)
        assert (await server.data("build", targets=["site"]))["built"]

    connected(course, talk, "--write")
    assert outside.read_text("utf-8") == "kept"
    assert not (course / WATER).is_symlink()


@pytest.mark.parametrize("text", ["x" * (MARKDOWN_BYTES + 1), "a\0b"], ids=["long", "nul"])
def test_a_text_that_no_course_could_hold_is_refused(course: Path, text: str) -> None:
    async def talk(server: Answers) -> str:
        return await server.refusal("write_file", path="new.md", text=text)

    connected(course, talk, "--write")
    assert not (course / "new.md").exists()


def test_what_others_wrote_meanwhile_is_seen(course: Path) -> None:
    async def talk(server: Answers) -> list[int]:
        counts = [(await server.data("check"))["errors"]]
        (course / WATER).write_text("broken", "utf-8")
        counts.append((await server.data("check"))["errors"])
        return counts

    assert connected(course, talk)[0] == 0
