"""What the page of the format shows can be copied from it: every example parses."""

import re
from collections.abc import Mapping

import pytest

from coursewright import rules
from coursewright.read import ReadResult, read_files
from coursewright.read.directives import SPECS
from house.checkout import ROOT
from read.course_in_memory import PNG

PAGE = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
TREE, COURSE, LESSON, *SHOWN, DATA, COVER = [
    found[2] for found in re.finditer(r"(?ms)^(`{3,})\w*\n(.*?)^\1$", PAGE)
]
BLOCKS, RECALL = "\n".join(SHOWN[:-1]), SHOWN[-1]
# What the page leaves to the reader: the head of a course that its pieces go into.
HEAD = """\
id: pieces
title: Pieces
version: "1"
language: en
tracks:
  - {id: aspire, label: Lead people, choose: I lead}
  - {id: expert, label: Lead by expertise, choose: I know}
  - {id: sponsor, label: Sponsor, choose: I back}
modules:
  - {id: M1, folder: m, title: Basics}
"""
FRONT = """\
---
id: player-to-coach
module: M1
title: Pieces
tracks: [aspire, expert, sponsor]
---
"""
AID = """\
---
id: JA3
title: An aid
---
:::table{id="steps"}
| what | when |
| --- | --- |
| first | |
:::

"""
MEDIA: dict[str, str | bytes] = {
    "figures/path-map.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    "media/handover.mp4": b"\0\0\0\x18ftypmp42",
    "media/handover.png": PNG,
    "media/handover.vtt": "WEBVTT\n",
    "media/handover.txt": "What is said.\n",
    "media/question.mp3": b"ID3",
}


def read(files: Mapping[str, str | bytes]) -> ReadResult:
    return read_files(
        {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
    )


def test_the_smallest_course_has_no_fault_at_all() -> None:
    result = read({"course.yaml": COURSE, "1-basics/01-water.md": LESSON})
    assert result.course is not None
    assert (result.problems, tuple(rules.apply(result.course))) == ((), ())


def test_every_block_and_file_is_read_as_the_page_writes_it() -> None:
    tables = dict(re.findall(r"(?ms)^# (\w+\.yaml)[^\n]*\n(.*?)(?=^# \w+\.yaml|\Z)", DATA))
    assert len(tables) == 5
    (field,) = re.findall(r"`(::field\[[^`]+)`", PAGE)
    files = {"course.yaml": HEAD, "m/01-pieces.md": FRONT + BLOCKS, "recall.md": RECALL, **tables}
    files |= {"pools/final.md": "---\nid: final\ntitle: Final\n---\n", "job-aids/a.md": AID + field}
    assert read({**files, **MEDIA}).problems == ()


@pytest.mark.parametrize("name", sorted(SPECS))
def test_every_block_is_shown(name: str) -> None:
    assert f"::{name}" in PAGE


def test_every_row_of_text_in_a_line_is_read() -> None:
    rows = re.findall(r"(?m)^\| `([^\n]+?)` \| ", PAGE)
    rows = [piece for row in rows for piece in re.split(r"`, `", row.replace("\\|", "|"))]
    assert len(rows) == 9
    lesson = FRONT + "\n\n".join(rows) + "\n"
    tables = {
        "facts.yaml": "- {id: F60, say: Six of ten.}\n",
        "references.yaml": "- {id: hill2007, status: seen, cite: Hill}\n"
        "- {id: kbrs, status: seen, cite: KBRS}\n",
        "glossary.yaml": "- {term: Ally, definition: A friend at work.}\n",
        "figures/map.svg": MEDIA["figures/path-map.svg"],
        "figures/line.svg": MEDIA["figures/path-map.svg"],
    }
    assert read({"course.yaml": HEAD, "m/01-pieces.md": lesson, **tables}).problems == ()


def test_the_tree_names_the_files_that_are_read() -> None:
    for name in ("course.yaml", "facts.yaml", "recall.md", "pools/final.md", "job-aids/"):
        assert f"\n  {name}" in TREE


def test_the_cover_and_the_module_that_opens_are_read() -> None:
    head = HEAD[: HEAD.index("modules:")]
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    pictures = {"figures/cover.svg": svg, "figures/opener-1.svg": svg}
    result = read({"course.yaml": head + COVER, **pictures})
    assert [problem.code for problem in result.problems] == ["module-folder-missing"]
    assert result.course is not None
    assert set(result.course.assets) == set(pictures)
