"""SVG pictures: drawings pass, whatever runs or fetches does not."""

import pytest

from coursewright.read.svg import rewrite_svg
from coursewright.shipped import shipped
from read.course_in_memory import course_of, read, told
from read.svg.real_pictures import REAL

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n'


def svg(inner: str) -> bytes:
    return f"{HEAD}{inner}\n</svg>".encode()


def written(inner: str) -> str:
    """Return the contents of a picture as they are written anew."""
    found = rewrite_svg(svg(inner))
    assert isinstance(found, bytes), found
    return found.decode().partition(">")[2].removesuffix("</svg>\n").strip()


def faults(inner: str) -> list[str]:
    found = rewrite_svg(svg(inner))
    assert not isinstance(found, bytes), found
    return [f"{fault.line}: {fault.what}" for fault in found]


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
    assert not isinstance(rewrite_svg(data), bytes)


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
    assert isinstance(rewrite_svg(svg(inner)), bytes)


def test_every_figure_of_the_shipped_course_is_written_as_it_is() -> None:
    figures = sorted(shipped("course").rglob("*.svg"))
    assert figures
    for path in figures:
        assert rewrite_svg(path.read_bytes()) == path.read_bytes(), path.name


@pytest.mark.parametrize("name", REAL)
def test_a_picture_of_a_drawing_program_passes_and_is_stable(name: str) -> None:
    once = rewrite_svg(REAL[name])
    assert isinstance(once, bytes)
    assert rewrite_svg(once) == once


@pytest.mark.parametrize(
    ("inner", "kept"),
    [
        ("<!-- x --><g><!-- y --><rect/></g>", "<g><rect/></g>"),
        ("<metadata><x:a xmlns:x='urn:x'/></metadata><rect/>", "<rect/>"),
        ("<x:note xmlns:x='urn:x'>secret</x:note><rect x:note='1' xmlns:x='urn:x'/>", "<rect/>"),
        ("words<g>words<rect/>words</g>", "<g><rect/></g>"),
        ("<text> a<tspan> b </tspan>c </text>", "<text> a<tspan> b </tspan>c </text>"),
        ("<title>A<tspan>B</tspan></title>", "<title>AB</title>"),
        ("<g data-x='1' tabindex='0' class='a' aria-label='c'/>", '<g class="a" aria-label="c"/>'),
        ("<style>a{}<!-- b -->c{}</style>", "<style>a{}c{}</style>"),
        ("<style>@charset 'x';g{fill:red;}</style>", "<style>g{fill:red}</style>"),
        ("<style>g{fill:ur\\6c(#a)}</style>", "<style>g{fill:url(#a)}</style>"),
        ("<style>g{fill:url( '#a' )}</style>", "<style>g{fill:url(#a)}</style>"),
        ("<style>a/**/b{}</style>", "<style>a/**/b{}</style>"),
        ("<style>g{;:x;fill:red;}</style>", "<style>g{fill:red}</style>"),
        (
            "<style>@namespace s 'http://www.w3.org/2000/svg';s|g{}</style>",
            '<style>@namespace s "http://www.w3.org/2000/svg";s|g{}</style>',
        ),
        ("<style>g{&amp; rect{fill:red}}</style>", "<style>g{&amp; rect{fill:red}}</style>"),
        ("<rect fill='/**/ url(\"#a\") red'/>", '<rect fill=" url(#a) red"/>'),
        ("<use href=' #a&#10;'/>", '<use href="#a"/>'),
        ("<g href='#a'/>", "<g/>"),
        ("<color-profile name='x' xlink:href='/icc'/><flowRoot>a</flowRoot>", ""),
        (
            "<image href='data:image/jpg;base64,/9j/ &#10;AAAA'/>",
            '<image href="data:image/jpeg;base64,/9j/AAAA"/>',
        ),
        (
            "<switch><g systemLanguage='de'/><g/><text>b</text></switch>",
            '<switch><g systemLanguage="de"/><g/></switch>',
        ),
        ("<?plantuml 1?><rect/>", "<rect/>"),
    ],
)
def test_a_picture_is_written_anew(inner: str, kept: str) -> None:
    assert written(inner) == kept


def test_every_fault_of_a_picture_is_reported_with_its_line() -> None:
    inner = '<script/>\n<rect onclick="a" style="fill:url(//x)"/>\n\n<use href="x.svg#a"/>'
    assert faults(inner) == [
        "2: it has the element `script`, which is not part of a drawing",
        "3: it has the attribute `onclick`",
        "3: its style refers to something outside the picture",
        "5: its `use` refers to something outside the picture",
    ]


def test_a_page_in_a_picture_is_replaced_only_by_the_same_words() -> None:
    label = '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">{}</p></foreignObject>'
    switch = "<switch>" + label + "<text>Boil the water</text></switch>"
    text = "<switch><text>Boil the water</text></switch>"
    assert written(switch.format("Boil\u00a0the water")) == text
    assert faults(switch.format("Boil the water for three minutes"))
    assert faults(label.format("Boil the water"))


@pytest.mark.parametrize(
    ("declared", "text", "passes"),
    [
        ("UTF-8", "\u00e4", True),
        ("ISO-8859-1", "a", True),
        ("ISO-8859-1", "\u00e4", False),
        ("UTF-7", "a", False),
        ("UTF-16", "a", False),
        ("ISO-2022-JP", "a", False),
    ],
)
def test_an_encoding_that_others_read_differently_is_refused(
    declared: str, text: str, passes: bool
) -> None:
    data = f'<?xml version="1.0" encoding="{declared}"?>'.encode() + svg(f"<text>{text}</text>")
    assert isinstance(rewrite_svg(data), bytes) is passes


def test_a_plot_of_ten_thousand_points_passes() -> None:
    dots = "".join(
        f'<use xlink:href="#m" x="{n % 97}.{n}" y="{n % 89}" style="fill: #1f77b4"/>\n'
        for n in range(10_000)
    )
    plot = f'<defs><path id="m" d="M 0 0 L 1 1" clip-path="url(#c)"/></defs><g>{dots}</g>'
    assert isinstance(rewrite_svg(svg(plot)), bytes)


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
