"""The site: every link leads somewhere, pages are read without scripts, addresses are one's own."""

import posixpath
import re
from html import unescape
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from coursewright.model import Course
from coursewright.output import write_folder
from coursewright.read import read_files
from coursewright.target import Options
from coursewright.targets.site import TARGET
from judges import audit, html_validate, nu
from sample_course import FILES, sample_course

_LINK = re.compile(r'(?:href|src|poster)="([^"]+)"')


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    write_folder(folder, TARGET.write(TARGET.render(sample_course(), Options())))
    return folder


def _course(**files: str) -> Course:
    changed = FILES | {path.replace("__", "/"): text for path, text in files.items()}
    course = read_files({path: text.encode() for path, text in changed.items()}).course
    assert course is not None
    return course


def test_every_link_leads_to_a_page_or_file_of_the_site(root: Path) -> None:
    for page in root.rglob("*.html"):
        text = page.read_text("utf-8")
        for href in map(unescape, _LINK.findall(text)):
            if re.match(r"(https?|mailto|data):", href):
                continue
            path, _, part = href.partition("#")
            target = Path(posixpath.normpath(page.parent / path)) if path else page
            assert target.is_file(), f"{page.relative_to(root)} -> {href}"
            if part:
                assert f'id="{part}"' in target.read_text("utf-8"), href


def test_the_site_has_a_page_for_each_lesson_of_each_track_and_each_answer(root: Path) -> None:
    pages = {str(path.parent.relative_to(root)) for path in root.rglob("index.html")}
    assert {"blue/first", "blue/last", "green/first", "a/q1/left", "a/q2/bread"} <= pages
    assert "green/last" not in pages
    assert {"job-aids/packing", "glossary", "sources", "blue", "green", "."} <= pages


def test_pages_are_valid_html(root: Path) -> None:
    pages = sorted(root.rglob("*.html"))
    assert nu(pages) == []
    assert html_validate(pages, "page") == []


def test_a_fact_without_a_figure_goes_under_the_lessons_that_use_it_and_never_under_its_id() -> (
    None
):
    facts = FILES["facts.yaml"].replace('figure: "60%", ', "")
    assert facts != FILES["facts.yaml"]
    facts += '- {id: F2, say: "Nobody uses this."}\n'
    rendered = TARGET.render(_course(**{"facts.yaml": facts}), Options())
    (page,) = [one for one in rendered.artifacts if one.path == "sources/index.html"]
    heads = re.findall(r"<dt id=[^>]*>(.*?)</dt>", page.data.decode())
    assert [re.sub(r"<[^>]*>", "", head) for head in heads] == ["First steps", "Figure"]
    assert 'href="../blue/first/index.html"' in heads[0]


def test_the_same_course_gives_the_same_bytes() -> None:
    one, two = (TARGET.render(sample_course(), Options()).artifacts for _ in range(2))
    assert one == two


def test_canonical_links_and_sitemap_stand_below_the_web_address(root: Path) -> None:
    base = "https://learn.example.org/sample"
    sitemap = (root / "sitemap.xml").read_text("utf-8")
    assert f"<loc>{base}/blue/first/</loc>" in sitemap
    assert "/green/first/" not in sitemap, "one of several pages of a lesson is named"
    assert "/a/q1/" not in sitemap
    green = (root / "green/first/index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{base}/blue/first/">' in green


def test_without_a_web_address_there_is_no_sitemap() -> None:
    settings = FILES["course.yaml"].replace('web: "https://learn.example.org/sample/", ', "")
    rendered = TARGET.render(_course(**{"course.yaml": settings}), Options())
    assert "sitemap.xml" not in {file.path for file in rendered.artifacts}
    assert not any(b"canonical" in file.data for file in rendered.artifacts)


def test_only_the_wanted_lessons_are_rendered_for_a_preview() -> None:
    rendered = TARGET.render(sample_course(), Options(only=frozenset({"second"})))
    paths = {file.path for file in rendered.artifacts}
    assert "blue/second/index.html" in paths
    assert "blue/first/index.html" not in paths
    assert not any(path.startswith("a/") for path in paths)


def test_a_track_with_the_name_of_a_folder_of_the_site_is_a_problem() -> None:
    settings = FILES["course.yaml"].replace("id: blue", "id: glossary")
    found = list(TARGET.check(_course(**{"course.yaml": settings}), Options()))
    assert [problem.code for problem in found] == ["site-address-taken"]
    assert found[0].span.line == 7


def test_ids_that_differ_only_in_capitals_are_a_problem() -> None:
    lesson = FILES["a/01-first.md"].replace("{#left}", "{#RIGHT}")
    found = list(TARGET.check(_course(**{"a/01-first.md": lesson}), Options()))
    assert [problem.code for problem in found] == ["site-address-taken"]
    assert "`a/q1/right/`" in found[0].message


def test_the_sample_has_no_problem() -> None:
    assert list(TARGET.check(sample_course(), Options())) == []


def test_a_mail_reader_without_scripts_answers_with_one_click(browser: Browser, root: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((root / "blue/first/index.html").as_uri())
        page.get_by_role("link", name="Left").click()
        assert page.locator("h1").inner_text() == "✗ Not yet"
        assert page.get_by_text("It ends in a pond.").is_visible()
        page.get_by_role("link", name="Back to the lesson (Blue road)").click()
        assert page.locator("h1").inner_text() == "First steps"
        page.get_by_role("link", name="Next lesson: The long way").click()
        page.locator("summary").first.click()
        assert page.get_by_text("The right one.").is_visible()


def test_a_story_goes_on_by_links_without_scripts(browser: Browser, root: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((root / "blue/first/index.html").as_uri())
        end = page.get_by_text("You are soaked.")
        assert not end.is_visible()
        page.locator(".branch summary", has_text="Swim").click()
        page.locator(".branch details[open] a").click()
        assert end.is_visible()
        page.goto((root / "blue/first/index.html").as_uri())
        page.emulate_media(media="print")
        assert end.is_visible()


def test_what_is_printed_is_dark_on_white(page: Page, root: Path) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto((root / "blue/first/index.html").as_uri())
    light = page.evaluate(
        """() => [...document.querySelectorAll("main p, main li, main td, main th, main span")]
        .filter((one) => one.offsetParent)
        .filter((one) => Math.max(...getComputedStyle(one).color.match(/\\d+/g).slice(0, 3)) > 150)
        .map((one) => one.outerHTML)"""
    )
    assert light == []
    assert page.locator(".site-nav").is_hidden()


def test_private_checks_and_the_assessment_work_from_a_folder(page: Page, root: Path) -> None:
    page.goto((root / "blue/last/index.html").as_uri())
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Yes", exact=True).check()
    for word in ("A", "B"):
        page.get_by_label(word, exact=True).check()
    page.get_by_label("Water").select_option(label="Bottle")
    page.get_by_label("Bread").select_option(label="Bag")
    page.get_by_role("button", name="Submit").click()
    assert page.locator(".assessment h4").first.inner_text() == "✓ Passed"
    page.reload()
    assert page.locator(".assessment .last").inner_text() == "Passed: 100%"
    page.goto((root / "blue/second/index.html").as_uri())
    for legend, word in {
        "I like people.": "yes",
        "I have tried.": "yes",
        "Someone backs me.": "Yes",
    }.items():
        page.get_by_role("group", name=legend).get_by_label(word, exact=True).check()
    page.get_by_role("button", name="Show my result").click()
    assert page.locator(".card:has(.fits:visible) h4").inner_text() == "Go"


def test_what_is_written_on_a_job_aid_stays(page: Page, root: Path) -> None:
    page.goto((root / "job-aids/packing/index.html").as_uri())
    page.get_by_label("Socks: How many").fill("two")
    page.get_by_label("Packed").check()
    page.reload()
    assert page.get_by_label("Socks: How many").input_value() == "two"
    assert page.get_by_label("Packed").is_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anyone_out(page: Page, root: Path, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for name in (".", "blue", "green/first", "blue/last", "a/q2/anvil", "job-aids/packing",
                     "glossary", "sources", "job-aids"):  # fmt: skip
            page.goto((root / name / "index.html").as_uri())
            page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
            assert audit(page) == [], name
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
