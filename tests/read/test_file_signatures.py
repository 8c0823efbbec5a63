"""Files that a course hands out: what is in them fits their extension."""

import io
import zipfile

import pytest

from coursewright.read.file_signatures import MEDIA_TYPES, fault_in_contents
from read.course_in_memory import course_of, read, told


def archive(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return data.getvalue()


FILM = b"\0\0\0\x18ftypmp42\0\0\0\0"
GOOD: dict[str, tuple[bytes, ...]] = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff\xe0",),
    "jpeg": (b"\xff\xd8\xff\xe1",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF\0\0\0\0WEBPVP8 ",),
    "mp4": (FILM, b"\0\0\0\x20ftypisom"),
    "m4a": (b"\0\0\0\x20ftypM4A ",),
    "webm": (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm",),
    "mp3": (b"ID3\x04", b"\xff\xfb\x90\x64", b"\xff\xf3\x40\xc0"),
    "vtt": (b"WEBVTT\n\n", b"\xef\xbb\xbfWEBVTT - words\n", b"WEBVTT"),
    "srt": (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nWater\r\n", b"\xef\xbb\xbf1\n"),
    "wav": (b"RIFF\x24\0\0\0WAVEfmt ",),
    "txt": (b"", "Tee für Ärzte\r\n\tx".encode(), b"\xef\xbb\xbfx"),
    "csv": (b"a;b\r\n1;2\r\n",),
    "ics": (b"BEGIN:VCALENDAR\r\n", b"begin:vcalendar\r\n"),
    "pdf": (b"%PDF-1.7\n",),
    "zip": (archive(a="b"), archive()),
    "docx": (archive(word__document_xml="<w/>"),),
    "xlsx": (archive(xl__workbook_xml="<w/>"),),
    "pptx": (archive(ppt__presentation_xml="<w/>"),),
    "odt": (archive(mimetype=MEDIA_TYPES["odt"]),),
    "ods": (archive(mimetype=MEDIA_TYPES["ods"]),),
}
PROGRAM = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0"
PAGE = b"<!doctype html><script>alert(1)</script>\n"


def test_every_type_is_tried() -> None:
    assert GOOD.keys() | {"svg"} == MEDIA_TYPES.keys()


@pytest.mark.parametrize("extension", GOOD)
def test_contents_that_fit_pass_and_a_program_does_not(extension: str) -> None:
    assert [fault_in_contents(extension, data) for data in GOOD[extension]] == [
        None for _ in GOOD[extension]
    ]
    assert fault_in_contents(extension, PROGRAM)


@pytest.mark.parametrize("extension", sorted(GOOD.keys() - {"txt", "csv", "srt"}))
def test_a_page_is_none_of_them(extension: str) -> None:
    assert fault_in_contents(extension, PAGE)


@pytest.mark.parametrize(
    ("extension", "data"),
    [
        ("txt", "Ärzte".encode("latin-1")),
        ("txt", "text".encode("utf-16")),
        ("csv", b"a,b\n1,\0\n"),
        ("csv", archive(xl__workbook_xml="x")),
        ("vtt", b"WEBVTTX"),
        ("mp4", b"\0\0\0\x1cftypavif"),
        ("mp4", b"\0\0\0\x1cftypheic"),
        ("webm", b"\x1aE\xdf\xa3\x9fB\x82\x88matroska"),
        ("webp", b"RIFF\0\0\0\0WAVEfmt "),
        ("mp3", b"\xff\xd8\xff\xe0"),
        ("mp3", b"\xff\xf1\x50\x80"),  # AAC
        ("docx", archive(xl__workbook_xml="x")),
        ("xlsx", archive(a="b")),
        ("odt", archive(mimetype=MEDIA_TYPES["ods"])),
        ("odt", archive(a="b")),
        ("zip", b"Rar!\x1a\x07"),
    ],
)
def test_a_near_relative_is_not_taken_for_it(extension: str, data: bytes) -> None:
    assert fault_in_contents(extension, data)


@pytest.mark.parametrize("name", ["f/a.MP4", "f/a.Mp4"])
def test_the_case_of_an_extension_does_not_matter(name: str) -> None:
    link = f"[The film](../{name})\n"
    assert told(read(link, {name: b"film"}).problems) == ["file-type 1:1"]
    good = course_of(read(link, {name: FILM}))
    assert good.assets[name].media_type == "video/mp4"


def test_a_drawing_is_checked_in_any_case_of_its_extension() -> None:
    bad = "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"
    assert told(read("![A](../f/a.SVG)\n", {"f/a.SVG": bad}).problems) == ["svg-unsafe 1:1"]


def test_what_is_handed_out_of_a_drawing_is_the_checked_tree() -> None:
    drawing = "<!-- x --><svg xmlns='http://www.w3.org/2000/svg'><g data-x='1'/></svg>"
    course = course_of(read("![A](../f/a.svg)\n", {"f/a.svg": drawing}))
    assert course.assets["f/a.svg"].data == b'<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>\n'
