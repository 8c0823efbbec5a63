"""Every example of the page about Markdown is read, and shown by each target."""

import re
from pathlib import Path

import pytest

from coursewright import pipeline, registry
from coursewright.read.foreign_dialects import DIALECTS, FENCES, SLOTS
from coursewright.target import Options
from house.checkout import ROOT
from read.test_code_blocks import DRAW, write_program

PAGE = (ROOT / "docs" / "markdown.md").read_text(encoding="utf-8")
EXAMPLES = [found[2] for found in re.finditer(r"(?ms)^(`{3,})markdown\n(.*?)^\1$", PAGE)]
COURSE = """\
id: page
title: Page
version: "1"
language: en
tracks: [{id: home, label: At home, choose: I read}]
modules: [{id: M1, folder: m, title: Basics}]
packages: [{id: home, title: Page, tracks: [home]}]
sender: {name: Page, address: page@example.org}
footer: {organisation: Page, address: "1 Page Lane"}
limits: {words_min: 0, mail_words_min: 0}
"""
LESSON = """\
---
id: page
module: M1
title: Page
tracks: [home]
day: {home: 0}
subject: Page
preheader: A page.
---

:::scenario
A page.
:::

## Examples

"""
ACTION = "\n\n:::action\nWhen I write, I will look at this page.\n:::\n"


def test_every_example_is_built_for_site_lms_and_email(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_program(tmp_path, "mmdc", DRAW)
    monkeypatch.setenv("PATH", str(tmp_path))
    course = tmp_path / "course"
    (course / "m").mkdir(parents=True)
    (course / "course.yaml").write_text(COURSE, "utf-8")
    (course / "m" / "01-page.md").write_text(LESSON + "\n\n".join(EXAMPLES) + ACTION, "utf-8")
    result = pipeline.build(course, registry.pick(["site", "email", "scorm12"]), Options())
    assert [problem for problem in result.problems if problem.severity != "note"] == []
    made = {one.path: one.data for group in result.artifacts.values() for one in group}
    site = made["home/page/index.html"].decode()
    assert all(sign in site for sign in ("<math", "<kbd>", 'class="t-k"', 'class="panels tabs"'))
    assert not any(b"Ask legal" in data for data in made.values())
    text = made["home/01-page.txt"].decode()
    assert all(sign in text for sign in ("∫₀¹ x dx = 1/2", "H₂O", "[deleted: deleted]", "NOTES"))


def test_the_page_names_every_dialect() -> None:
    names = {row.name for row in (*DIALECTS, *FENCES, *SLOTS)}
    general = {"Pandoc or kramdown attributes", "emoji codes", "contents markers", "CriticMarkup"}
    for name in names - general - {"kramdown", "highlight marks", "AsciiDoc or MediaWiki"}:
        assert name in PAGE, name
