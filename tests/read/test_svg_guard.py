"""SVG pictures: drawings pass, whatever runs or fetches does not."""

import pytest

from coursewright.read.svg_guard import fault_in_svg
from coursewright.shipped import shipped
from read.course_in_memory import course_of, read, told

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n'


def svg(inner: str) -> bytes:
    return f"{HEAD}{inner}\n</svg>".encode()


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        '<iframe xmlns="http://www.w3.org/1999/xhtml" src="x"/>',
        '<metadata><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script></metadata>',
        '<x:inkscape xmlns:x="http://www.w3.org/1999/xhtml"/>',
        '<rect onclick="alert(1)"/>',
        '<rect OnClick="alert(1)"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        '<use href="https://example.org/x.svg#a"/>',
        '<use xlink:href="data:image/svg+xml;base64,AAAA"/>',
        '<image href="https://example.org/x.png"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<image href="file:///etc/passwd"/>',
        '<rect fill="url(https://example.org/x)"/>',
        "<rect style=\"background: url( '//example.org' )\"/>",
        '<rect style="background: u\\72l(//example.org)"/>',
        "<style>@import 'https://example.org/a.css';</style>",
        "<style>rect { fill: url(//example.org/a) }</style>",
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onclick" to="alert(1)"/>',
        '<g xml:base="https://example.org/"/>',
        "<?xml-stylesheet href='https://example.org/a.css'?>",
        "<?php echo 1 ?>",
        "<unclosed>",
    ],
)
def test_what_runs_or_fetches_is_refused(inner: str) -> None:
    fault = fault_in_svg(svg(inner))
    assert fault is not None
    assert fault[1] in (1, 2, 3)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<html/>",
        b"<svg/>",
        svg("<rect/>").decode().encode("utf-16"),
        b"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>" + svg("<text>&a;</text>"),
        b"<?xml version='1.0'?><?xml-stylesheet href='x'?>" + svg(""),
        svg("<g>" * 5000 + "</g>" * 5000),
    ],
)
def test_what_is_no_plain_svg_is_refused(data: bytes) -> None:
    assert fault_in_svg(data) is not None


@pytest.mark.parametrize(
    "inner",
    [
        '<defs><linearGradient id="a"/></defs><rect fill="url(#a)" style="fill: url( \'#a\' )"/>',
        '<use href="#a"/><use xlink:href="#a"/>',
        '<image href="data:image/png;base64,iVBORw0KGgo="/>',
        "<style>@media (prefers-color-scheme: dark) { text { fill: #fff } }</style>",
        '<title>A</title><desc>B</desc><text class="x">C &amp; D</text><!-- E -->',
        '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>',
    ],
)
def test_a_drawing_passes(inner: str) -> None:
    assert fault_in_svg(svg(inner)) is None


def test_every_figure_of_the_shipped_course_passes() -> None:
    figures = sorted(shipped("course").rglob("*.svg"))
    assert figures
    assert {path.name: fault_in_svg(path.read_bytes()) for path in figures} == {
        path.name: None for path in figures
    }


def test_an_unsafe_picture_is_told_in_the_picture_and_left_out() -> None:
    result = read("![A](../f/a.svg)\n", {"f/a.svg": svg("<script/>")})
    assert told(result.problems) == ["svg-unsafe 2:1"]
    assert result.problems[0].span.path == "f/a.svg"
    assert course_of(result).assets == {}


def test_a_file_that_is_not_what_its_name_says_is_refused() -> None:
    result = read("![A](../f/a.png)\n", {"f/a.png": b"<html>"})
    assert told(result.problems) == ["file-type 1:1"]


def test_only_what_is_shown_is_taken_with_its_type() -> None:
    files: dict[str, str | bytes] = {"f/a.svg": svg(""), "f/b.svg": svg("")}
    assets = course_of(read("![A](../f/a.svg)\n", files)).assets
    assert {path: one.media_type for path, one in assets.items()} == {"f/a.svg": "image/svg+xml"}
