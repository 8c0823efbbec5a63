"""Word, PowerPoint and SCORM packages: files made by programs of others, and our own packages."""

import io
import zipfile
from pathlib import Path

import pytest

from banks.sample_bank import PNG
from coursewright import registry
from coursewright.errors import UsageError
from coursewright.importers import Imported, import_course
from coursewright.target import Options
from importers.conftest import Take
from importers.sources import DOCX, PPTX, deck, word
from sample_course import sample_course


def text_of(made: Imported, number: int = 0) -> str:
    lessons = [one.data.decode() for one in made.artifacts if one.path.endswith(".md")]
    return lessons[number]


def test_a_word_document(tmp_path: Path, take: Take) -> None:
    made = take(word(tmp_path / DOCX))
    assert made.draft.title == "Safe food"
    assert [lesson.title for lesson in made.draft.lessons] == ["Clean hands", "Cold chain"]
    first = text_of(made)
    assert "Wash them **often** and \\*well\\*, \\{{ please }}." in first
    assert "- Before work\n- After breaks" in first
    assert "## Why" in first
    assert made.draft.files["images/picture-01.png"] == PNG
    assert "![](../images/picture-01.png){decorative=true}" in first
    assert "| Food | Degrees |\n| --- | --- |\n| Milk \\| cream | 4 |" in text_of(made, 1)
    assert ["no alternative text" in loss.message for loss in made.draft.losses] == [True]


def test_macros_are_named_and_left_out(tmp_path: Path, take: Take) -> None:
    path = word(tmp_path / DOCX)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    path = path.rename(tmp_path / "handbook.docm")
    assert "Macros were left out" in [loss.message for loss in take(path).draft.losses]


def test_a_deck_with_notes_table_and_picture(tmp_path: Path, take: Take) -> None:
    made = take(deck(tmp_path / PPTX))
    assert made.draft.title == "Fire safety"
    text = text_of(made)
    assert (
        "## When it burns\n\n- Warn others\n- Call 112\n\nSay that the lift is forbidden." in text
    )
    assert "| Sign | Means |\n| --- | --- |\n| Green | Exit |" in text
    assert "![A green sign](../images/slide-03-" in text


@pytest.mark.parametrize("name", ["a.docx", "a.pptx", "a.xlsx", "a.zip"])
def test_damaged_and_huge_files_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04 damaged")
    with pytest.raises(UsageError):
        import_course(path)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\x00" * 60_000_000)
    path.write_bytes(out.getvalue())
    with pytest.raises(UsageError, match="unpacks to"):
        import_course(path)


MANIFEST = """<manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><organizations><organization>
<title>Old course</title><item identifierref="r1"><title>Part</title>
<item identifierref="r1"><title>Page one</title></item>
<item identifierref="r2"><title>Page two</title></item></item></organization></organizations>
<resources><resource identifier="r1" href="p/one.html" adlcp:scormtype="sco"/>
<resource identifier="r2" href="p/two.html"/></resources></manifest>"""
PAGE = """<html><head><title>T</title><script>alert(1)</script></head><body><nav>Menu</nav><main>
<h1>Page one</h1><p>Some <b>words</b> &amp; more words.</p><img src="../i/x.png" alt="An x">
<iframe src="https://example.org"></iframe></main></body></html>"""


def test_a_package_of_another_tool(tmp_path: Path, take: Take) -> None:
    path = tmp_path / "old.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("imsmanifest.xml", MANIFEST)
        archive.writestr("p/one.html", PAGE)
        archive.writestr("p/two.html", "<html><body><script>go()</script></body></html>")
        archive.writestr("i/x.png", PNG)
    made = take(path)
    assert made.draft.title == "Old course"
    assert [(one.title, [x.title for x in one.lessons]) for one in made.draft.modules] == [
        ("Part", ["Part"])
    ]
    text = text_of(made)
    assert "Some **words** & more words." in text
    assert "![An x](../images/x.png)" in text
    assert "alert" not in text
    lost = {loss.message for loss in made.draft.losses}
    assert "an embedded page was left out" in lost
    assert "The page 'Page two' was left out: its text is made by a script, or it has none" in lost


def test_our_own_package_comes_back_with_its_questions(tmp_path: Path, take: Take) -> None:
    course = sample_course()
    target = registry.load("scorm12")
    files = target.write(target.render(course, target.options_from(Options())))
    path = tmp_path / "ours.zip"
    path.write_bytes(next(file.data for file in files if file.path.endswith(".zip")))
    made = take(path)
    assert made.draft.questions > 0
    assert ":::quiz{" in "".join(text_of(made, n) for n in range(len(made.draft.lessons)))
