"""Two hundred courses at random: every mail is valid, accessible and whole."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from playwright.sync_api import Browser

from coursewright.model import direction
from coursewright.target import Options
from coursewright.targets.email import TARGET
from coursewright.targets.email.mail_slots import mark_of
from judges import MAIL_NOISE, audit, html_validate, nu, serious_findings, spam_score
from targets.email.mail_room import real_mails
from targets.email.random_mails import course_of

SEEDS = 200


@cache
def wild(seed: int) -> dict[str, str]:
    """Return the first lesson's short mail of a seed; of each twenty-fifth seed all mails."""
    course = course_of(seed)
    only = frozenset() if seed % 25 == 0 else frozenset({"lesson-1"})
    mails = TARGET.render(course, Options(only=only))
    codes = {problem.code for problem in mails.problems}
    assert codes <= {"mail-too-big", "mail-nearly-too-big"}, f"seed {seed}: {mails.problems}"
    mark = mark_of(course)
    out = {}
    for one in mails.artifacts:
        text = one.data.decode()
        assert mark not in text, f"seed {seed}: a slot is left in {one.path}"
        if one.path.endswith(".html") and (one.path.startswith("one/0") or seed % 25 == 0):
            out[f"{seed}-{one.path.replace('/', '-')}"] = text
    return out


def pages(tmp_path: Path) -> list[Path]:
    texts = {name: text for seed in range(SEEDS) for name, text in wild(seed).items()}
    texts |= {
        f"real-{one.path.replace('/', '-')}": one.data.decode()
        for one in real_mails().artifacts
        if one.path.endswith(".html")
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    return sorted(tmp_path.iterdir())


@pytest.mark.timeout(900)  # some 500 files for two judges
def test_every_mail_is_valid(tmp_path: Path) -> None:
    files = pages(tmp_path)
    assert len(files) > SEEDS + 100
    assert nu(files, ignore=MAIL_NOISE) == []
    assert html_validate(files, "mail") == []


def test_every_mail_says_its_language_and_has_one_title_and_roles() -> None:
    for seed in range(SEEDS):
        language = course_of(seed).settings.language
        for name, text in wild(seed).items():
            page: Any = lxml_html.document_fromstring(text)
            said = (language, direction(language))
            assert (page.get("lang"), page.get("dir")) == said, name
            children = page.xpath("/html/body/*")
            assert [(c.get("lang"), c.get("dir")) for c in children] == [said] * len(children), name
            assert len(page.findall(".//h1")) == 1, name
            assert page.findtext(".//title", "").strip(), name
            for table in page.iter("table"):
                data = "data" in (table.get("class") or "").split()
                assert (table.get("role") == "presentation") != data, name
            assert all(image.get("alt") is not None for image in page.iter("img")), name
            assert not [*page.iter("script"), *page.iter("form"), *page.iter("iframe")], name
            links = [link.get("href") or "" for link in page.iter("a")]
            assert all(link.startswith(("http://", "https://", "mailto:")) for link in links), name
            sources = [image.get("src") or "" for image in page.iter("img")]
            assert all(source.startswith("https://") for source in sources), name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(browser: Browser, scheme: str) -> None:
    texts = [text for seed in range(0, SEEDS, 50) for text in wild(seed).values()]
    real = [one for one in real_mails().artifacts if one.path.endswith(".html")]
    texts += [one.data.decode() for one in real[::16]]
    with browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light", viewport={"width": 320, "height": 700}
    ) as context:
        page = context.new_page()
        for text in texts:
            page.set_content(text, wait_until="domcontentloaded")
            assert serious_findings(audit(page)) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_filters_let_the_mails_of_the_course_through() -> None:
    files = [one for one in real_mails().artifacts if one.path.endswith(".eml")]
    wanted = {"aspire/01-welcome-and-baseline.eml", "expert/full/15-expert-share-what-you-know.eml"}
    wanted |= {"aspire/confirm.eml", "sponsor/sponsor-01.eml"}
    found = {one.path: spam_score(one.data) for one in files if one.path in wanted}
    assert set(found) == wanted
    assert max(found.values()) < 1.0, found


def test_the_mails_of_the_course_are_not_cut_off() -> None:
    sizes = {
        one.path: len(one.data) for one in real_mails().artifacts if one.path.endswith(".html")
    }
    assert max(sizes.values()) < 80_000, max(sizes, key=lambda path: sizes[path])
    assert real_mails().report["largest_html"] == max(sizes.values())
