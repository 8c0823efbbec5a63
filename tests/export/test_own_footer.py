"""An author's own separator, exported for every mailer: nothing dangles, nothing leads nowhere."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from coursewright.errors import UsageError
from coursewright.export.exporting import export
from coursewright.export.mailers import MAILERS
from coursewright.model import Course
from coursewright.output import write_folder
from coursewright.read import read_course
from coursewright.shipped import shipped
from coursewright.target import Options
from coursewright.targets.email import TARGET

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "safe-food-en"
OURS = shipped("templates") / "email"
PARTS = ("parts/footer.mjml.j2", "parts/header.mjml.j2")
SERVICE = "https://mail.example.org/"
DEAD = {
    "generic": set(),
    "listmonk": {"next", "pause", "preferences", "certificate"},
    "kit": {"next", "pause", "leave", "certificate"},
    "mailchimp": {"next", "pause", "leave", "certificate"},
    "mautic": {"next", "pause", "preferences", "leave", "certificate"},
    "customerio": {"next", "pause", "preferences", "leave", "certificate"},
    "hubspot": {"next", "pause", "leave", "certificate"},
    "buttondown": {"next", "pause", "leave", "certificate"},
}
WORDS = {
    "next": "Send me the next lesson now",
    "pause": "Pause the course",
    "preferences": "Change my track or pace",
    "leave": "Leave the course",
    "certificate": "certificate",
}


def course(service: str | None) -> Course:
    found = read_course(EXAMPLE).course
    assert found is not None
    links = replace(found.settings.links, service=service)
    return replace(found, settings=replace(found.settings, links=links))


def own_templates(folder: Path) -> Path:
    for name in PARTS:
        text = (OURS / name).read_text("utf-8")
        assert "joined(" in text
        path = folder / "email" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub(r' &#160;·&#160; "\|safe\)', ' | ")', text), "utf-8")
    return folder


@pytest.fixture(scope="module", params=[None, SERVICE], ids=["no-service", "service"])
def compiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("own-footer")
    options = Options(templates=(own_templates(root / "brand"),))
    rendered = TARGET.render(course(request.param), options)
    assert not rendered.problems
    write_folder(root / "email", TARGET.write(rendered))
    return root / "email"


def files(folder: Path, product: str, ending: str) -> dict[str, str]:
    return {
        one.path: one.data.decode()
        for one in export(folder, product)
        if one.path.endswith(ending) and f"/{ending.strip('.').replace('txt', 'text')}/" in one.path
    }


def tags_away(product: str, text: str) -> str:
    """Return a page without the product's tags in attributes: a parser of HTML knows none."""
    for tag in MAILERS[product].links.values():
        text = text.replace(tag, "https://tag.example/")
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\*\|.*?\|\*", "", text, flags=re.DOTALL)


def link_rows(page: str) -> list[Any]:
    """Return the rows of links above the header and in the footer; sources are numbered."""
    tree: Any = html.document_fromstring(page)
    small = tree.xpath("//p[contains(@style, '13px')][.//a]")
    return [one for one in small if not one.text_content().strip().startswith("[")]


@pytest.mark.parametrize("product", MAILERS)
def test_no_separator_dangles_in_html(compiled: Path, product: str) -> None:
    for path, text in files(compiled, product, ".html").items():
        page = tags_away(product, text)
        rows = link_rows(page)
        assert rows, path
        for row in rows:
            words = [link.text_content() for link in row.xpath(".//a")]
            assert row.text_content().strip() == " | ".join(words), path
        assert product != "generic" or " | " in rows[-1].text_content()
        tree: Any = html.document_fromstring(page)
        assert not [p for p in tree.xpath("//p") if not p.text_content().strip() and not len(p)]
        hrefs = tree.xpath("//a/@href")
        assert all(href.startswith(("https://", "mailto:")) for href in hrefs), (path, hrefs)
        assert "·" not in "".join(row.text_content() for row in rows)


@pytest.mark.parametrize("product", MAILERS)
def test_the_page_stays_well_formed(compiled: Path, product: str) -> None:
    for path, text in files(compiled, product, ".html").items():
        page = re.sub(r"<!--.*?-->|<!doctype[^>]*>|<style.*?</style>", "", text, flags=re.DOTALL)
        page = re.sub(r"<(meta|img|br|hr|link)\b([^>]*?)/?>", r"<\1\2/>", tags_away(product, page))
        page = re.sub(r"&(?!(?:amp|lt|gt|quot|#\d+|#x[0-9a-f]+);)\w*;?", "", page)
        etree.XML(page.strip().encode(), etree.XMLParser(resolve_entities=False)), path


@pytest.mark.parametrize("product", MAILERS)
def test_lines_that_announce_a_link_go_with_it(compiled: Path, product: str) -> None:
    for path, text in files(compiled, product, ".txt").items():
        lines = text.split("\n")
        for name in DEAD[product]:
            assert f"{WORDS[name]}:" not in lines, (path, name)
        for number, line in enumerate(lines):
            if line.endswith(":") and lines[number + 1].startswith("  "):
                assert lines[number + 1].strip(), (path, line)
        assert "\n\n\n\n" not in text, path
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


@pytest.mark.parametrize("product", MAILERS)
def test_every_email_can_be_unsubscribed_from_in_the_products_own_way(
    compiled: Path, product: str
) -> None:
    mailer = MAILERS[product]
    tag = mailer.links.get("link.unsubscribe", "mailto:")
    for ending, least in ((".html", 2), (".txt", 1)):
        for path, text in files(compiled, product, ending).items():
            assert text.count(tag) >= least, path
            if not mailer.unsubscribes_by_email:
                assert "subject=unsubscribe" not in text, path


@pytest.mark.parametrize("product", MAILERS)
def test_only_mailers_without_a_pixel_promise_not_to_track(compiled: Path, product: str) -> None:
    for ending in (".html", ".txt"):
        for path, text in files(compiled, product, ending).items():
            promised = "does not track whether you open it" in text
            assert promised == (not MAILERS[product].tracks_opens), path


@pytest.mark.parametrize("part", ["parts/footer.mjml.j2", "parts/footer.txt.j2"])
def test_an_export_without_a_way_to_unsubscribe_is_refused(tmp_path: Path, part: str) -> None:
    brand = tmp_path / "brand" / "email"
    (brand / "parts").mkdir(parents=True)
    row = "<mj-section><mj-column><mj-text><p>Bye</p></mj-text></mj-column></mj-section>"
    (brand / part).write_text(row if "mjml" in part else "Bye\n", "utf-8")
    if "mjml" in part:
        (brand / "parts" / "header.mjml.j2").write_text(row, "utf-8")
    rendered = TARGET.render(course(None), Options(templates=(tmp_path / "brand",)))
    write_folder(tmp_path / "email", TARGET.write(rendered))
    with pytest.raises(UsageError, match="has no unsubscribe link for Kit") as caught:
        export(tmp_path / "email", "kit")
    assert "footer_links" in str(caught.value.hint)


def test_a_dead_link_outside_of_an_optional_part_is_refused(tmp_path: Path) -> None:
    brand = tmp_path / "brand" / "email" / "mails"
    brand.mkdir(parents=True)
    row = '<p><a href="{{ link("certificate") }}">Certificate</a></p>'
    text = f"<mj-section><mj-column><mj-text>{row}</mj-text></mj-column></mj-section>"
    (brand / "completion.mjml.j2").write_text(text, "utf-8")
    rendered = TARGET.render(course(SERVICE), Options(templates=(tmp_path / "brand",)))
    assert not rendered.problems
    write_folder(tmp_path / "email", TARGET.write(rendered))
    with pytest.raises(UsageError, match=r"Kit has no page for `link\.certificate`") as caught:
        export(tmp_path / "email", "kit")
    assert 'optional("link.certificate")' in str(caught.value.hint)
    assert export(tmp_path / "email", "generic")
