"""Blocks of code: what their opening line says, files that they include, diagrams."""

import os
import stat
from pathlib import Path

import pytest

from coursewright.model import CodeBlock, Figure
from coursewright.read import Cache, read_files
from read.course_in_memory import COURSE, FRONT, blocks, course_of, lesson_of, read, told

FILES: dict[str, str | bytes] = {"code/a.py": "one\ntwo\nthree\nfour\n"}


def code(
    info: str, text: str = "a\nb\nc\nd\n", files: dict[str, str | bytes] | None = None
) -> CodeBlock:
    (block,) = blocks(f"```{info}\n{text}```\n", files)
    assert isinstance(block, CodeBlock)
    return block


@pytest.mark.parametrize(
    ("info", "first", "marked", "title"),
    [
        ("python", None, (), ""),
        ("python {1,3-4}", None, (1, 3, 4), ""),
        ("python linenos", 1, (), ""),
        ("python linenos=7 {2}", 7, (2,), ""),
        ('python title="a b.py" {1}', None, (1,), "a b.py"),
        ('js {1, 2} showLineNumbers title="a"', 1, (1, 2), "a"),
        ('py linenums="5" hl_lines="2 3-4"', 5, (2, 3, 4), ""),
        ("{1}", None, (1,), ""),
        ("linenos", None, (), ""),
    ],
)
def test_the_opening_line_says_what_the_block_is_like(
    info: str, first: int | None, marked: tuple[int, ...], title: str
) -> None:
    block = code(info)
    assert (block.first_line, block.marked, block.title) == (first, marked, title)


def test_a_block_includes_lines_of_a_file_and_keeps_their_numbers() -> None:
    whole = code("python file=../code/a.py", "", FILES)
    part = code("python file=../code/a.py lines=2-3 linenos {1}", "", FILES)
    rest = code("python file=../code/a.py lines=3-", "", FILES)
    assert (whole.text, part.text, rest.text) == (
        "one\ntwo\nthree\nfour\n",
        "two\nthree\n",
        "three\nfour\n",
    )
    assert (part.first_line, part.marked) == (2, (1,))


FAULTS = {
    "python file=../code/none.py": "file-missing 7:1",
    "python file=../../a.py": "path-out-of-course 7:1",
    "python file=/etc/passwd": "link-refused 7:1",
    "python file=../code/a.py lines=3-9": "include-range 7:1",
    "python file=../code/a.py lines=x": "include-range 7:1",
    "python file=../code/b.py": "file-not-utf8 2:1",
    "python {9}": "include-range 7:1",
    "python {3-1}": "code-attribute 7:1",
    "python lineos": "code-attribute 7:1",
    "python linenos ~": "code-attribute 7:1",
}


@pytest.mark.parametrize(("info", "told_as"), FAULTS.items())
def test_what_is_wrong_with_a_block_of_code_is_told(info: str, told_as: str) -> None:
    result = read(f"```{info}\nx\n```\n", FILES | {"code/b.py": b"a\n\xff"})
    assert told(result.problems) == [told_as]


def test_a_symbolic_link_out_of_the_course_is_not_included(tmp_path: Path) -> None:
    from coursewright.read import read_course

    (tmp_path / "secret").write_text("password")
    course = tmp_path / "course"
    (course / "m").mkdir(parents=True)
    (course / "course.yaml").write_text(COURSE)
    (course / "m/01-water.md").write_text(f"{FRONT}```text file=../key.txt\n```\n")
    (course / "key.txt").symlink_to(tmp_path / "secret")
    codes = {problem.code for problem in read_course(course).problems}
    assert codes == {"symlink-refused", "file-missing"}


def test_a_change_of_an_included_file_is_seen_by_the_cache() -> None:
    cache = Cache()
    files = {
        "course.yaml": COURSE.encode(),
        "m/01-water.md": f"{FRONT}```text file=../a.txt\n```\n".encode(),
        "a.txt": b"one\n",
    }
    texts = []
    parsed = []
    for content in (b"one\n", b"one\n", b"two\n"):
        result = read_files(files | {"a.txt": content}, cache=cache)
        (block,) = lesson_of(result).body
        assert isinstance(block, CodeBlock)
        texts.append(block.text)
        parsed.append(cache.parsed)
    assert texts == ["one\n", "one\n", "two\n"]
    assert parsed == [2, 0, 1]


def write_program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
DRAW = f"""while [ $# -gt 0 ]; do case "$1" in -o) out=$2; shift;; esac; shift; done
case "$out" in *.svg) printf '%s' '{SVG}' > "$out";; *) printf 'png' > "$out";; esac"""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose programs are found first."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


@pytest.mark.parametrize(
    ("language", "program"), [("dot", "dot"), ("graphviz", "dot"), ("mermaid", "mmdc")]
)
def test_a_diagram_becomes_a_figure_with_its_words(
    programs: Path, language: str, program: str
) -> None:
    write_program(programs, program, DRAW)
    result = read(f'```{language} alt="Water flows"\na -> b\n```\n')
    assert result.problems == ()
    (figure,) = lesson_of(result).body
    assert isinstance(figure, Figure)
    assert figure.image.alt == "Water flows"
    svg = course_of(result).assets[figure.image.src]
    assert b"<path" in svg.data
    assert svg.media_type == "image/svg+xml"
    assert figure.image.src.replace(".svg", ".png") in course_of(result).assets


def test_a_drawing_with_a_script_does_not_pass(programs: Path) -> None:
    write_program(programs, "dot", DRAW.replace('<path d="M0 0h9"/>', "<script>x</script>"))
    result = read('```dot alt="Water"\na\n```\n')
    assert told(result.problems) == ["diagram-malformed 7:1"]
    assert "not safe" in result.problems[0].message


def test_what_the_program_says_of_a_fault_is_passed_on(programs: Path) -> None:
    write_program(programs, "dot", "echo 'syntax error in line 1' >&2; exit 1")
    (problem,) = read('```dot alt="Water"\na\n```\n').problems
    assert problem.code == "diagram-malformed"
    assert "syntax error in line 1" in problem.message


def test_without_the_program_the_source_stays_and_the_problem_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = read('```mermaid alt="Water"\na\n```\n')
    assert told(result.problems) == ["diagram-renderer-missing 7:1"]
    assert "mermaid-cli" in str(result.problems[0].hint)
    assert isinstance(lesson_of(result).body[0], CodeBlock)
