"""The workbook: a tagged PDF, the answers at the end, the author's text never code."""

import re
from pathlib import Path

import pytest

from coursewright.documents.lesson_documents import lesson_documents
from coursewright.documents.static_html import static_page
from coursewright.errors import TemplateFileError
from coursewright.pipeline.starter import Starter, starter_files
from coursewright.read import read_files
from coursewright.target import Options
from coursewright.targets.workbook import TARGET
from coursewright.targets.workbook.print_tree import PrintedLessons
from sample_course import FILES, sample_course


def printed(html: str) -> tuple[list[object], PrintedLessons]:
    lessons = PrintedLessons({"a.png"})
    return list(lessons.nodes(static_page(html).root)), lessons


def test_every_track_has_a_tagged_pdf() -> None:
    course = sample_course()
    files = TARGET.write(TARGET.render(course, Options(settings={"paper": "a4"})))
    assert len(files) == len(course.settings.tracks)
    for file in files:
        assert file.data.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in file.data
        assert re.search(rb"/MarkInfo\s*<<\s*/Marked true", file.data)


def test_the_same_course_is_the_same_bytes() -> None:
    course = sample_course()
    once, again = (TARGET.render(course, Options()) for _ in range(2))
    assert once == again


def test_options_go_to_the_question_and_answers_to_the_end() -> None:
    html = (
        '<section class="quiz"><p class="label">Q</p><div class="prompt"><p>Which?</p></div>'
        '<details><summary>A</summary><p class="sign">x</p><p>No.</p></details>'
        '<details><summary>B</summary><p class="sign">v</p><p>Yes.</p></details></section>'
    )
    nodes, lessons = printed(html)
    shown = repr(nodes)
    assert "'option'" in shown
    assert "Yes." not in shown
    (answer,) = lessons.answers
    assert answer["number"] == 1
    assert "Yes." in repr(answer["body"])


def test_text_that_looks_like_code_of_the_template_is_text() -> None:
    path = next(name for name in FILES if name.endswith(".md") and "/0" in name)
    hostile = '\n\n## Code\n\n#panic("x") $x$ @ref `#read("/etc/passwd")` \\#sys.inputs\n'
    files = {name: one.encode() for name, one in (FILES | {path: FILES[path] + hostile}).items()}
    course = read_files(files).course
    assert course is not None
    assert TARGET.render(course, Options()).artifacts


def test_a_broken_template_of_the_author_is_named(tmp_path: Path) -> None:
    (tmp_path / "workbook").mkdir()
    (tmp_path / "workbook" / "workbook.typ").write_text("#nothing", encoding="utf-8")
    with pytest.raises(TemplateFileError, match=r"workbook/workbook\.typ"):
        TARGET.render(sample_course(), Options(templates=(tmp_path,)))


def test_a_template_reads_no_file_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "workbook").mkdir()
    template = tmp_path / "workbook" / "workbook.typ"
    template.write_text('#read("/etc/hostname")', encoding="utf-8")
    with pytest.raises(TemplateFileError):
        TARGET.render(sample_course(), Options(templates=(tmp_path,)))


def test_no_heading_skips_a_level_and_none_is_among_the_answers() -> None:
    lessons = PrintedLessons(set())
    html = (
        '<h1>L</h1><h3>Deep</h3><h4>Deeper</h4><section class="quiz"><div class="prompt">'
        "<h3>Asked</h3></div></section>"
    )
    shown = lessons.lesson(static_page(html).root)
    levels = [node["level"] for node in shown if isinstance(node, dict) and "level" in node]
    assert levels == [2, 3]
    again = lessons.lesson(static_page("<h3>Next</h3>").root)
    assert [node["level"] for node in again if isinstance(node, dict)] == [2]
    assert "heading" not in repr(lessons.answers)


def test_the_full_starter_prints_each_type_of_question_and_its_answer() -> None:
    starter = {file.path: file.data for file in starter_files(Starter("tea"))}
    course = read_files(starter).course
    assert course is not None
    documents, shown = lesson_documents(course, "home", Options(), ending=".html", files="")
    printed_ = PrintedLessons(set(shown))
    pages = repr([printed_.lesson(one.page.root) for one in documents])
    answers = repr(printed_.answers)
    for asked, answer in (
        ("How many grams of leaves", "18"),
        ("Fill the kettle with ", "fresh / new"),
        ("When is each tea ready?", "8 minutes"),
        ("Where is old tea left?", "The spout"),
    ):
        assert asked in pages
        assert answer in answers
    assert "fresh / new" not in pages
    assert TARGET.render(course, Options()).artifacts
