"""Pictures in mail: the PNG beside an SVG, hosted; without one, the words."""

from coursewright.markup.addresses import asset_address
from coursewright.read import read_files
from targets.email.sample_emails import real_course, real_mails, small_mails, text_of


def test_the_png_beside_an_svg_is_shown_in_its_place() -> None:
    assert "figures/path-map.png" in real_course().assets
    html = text_of(real_mails(), "aspire/01-welcome-and-baseline.html")
    address = asset_address("figures/path-map.png")
    assert f'src="https://learn.example.org/expert-to-leader/{address}"' in html
    assert ".svg" not in html


def test_without_a_png_its_words_stand_there() -> None:
    html = text_of(small_mails(), "home/01-water.html")
    assert "<img" not in html
    assert "A kettle over a small flame" in html


def test_a_picture_that_nobody_shows_is_not_read() -> None:
    def course(body: bytes) -> set[str]:
        head = b"---\nid: a\nmodule: M\ntitle: A\ntracks: [t]\n---\n"
        settings = (
            b"id: c\ntitle: C\nversion: '1'\nlanguage: en\n"
            b"tracks: [{id: t, label: T, choose: T}]\nmodules: [{id: M, folder: m, title: M}]\n"
        )
        svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
        files = {"course.yaml": settings, "m/01-a.md": head + body, "f/a.svg": svg}
        files["f/a.png"] = b"\x89PNG\r\n\x1a\n"
        read = read_files(files).course
        assert read is not None
        return set(read.assets)

    assert course(b"![words](../f/a.svg)\n") == {"f/a.svg", "f/a.png"}
    assert course(b"No picture.\n") == set()


def test_the_welcome_shows_the_cover_where_the_web_has_it() -> None:
    address = asset_address("figures/cover.png")
    assert f"{address}" in text_of(real_mails(), "aspire/welcome.html")
    assert "<img" not in text_of(small_mails(), "home/welcome.html")
