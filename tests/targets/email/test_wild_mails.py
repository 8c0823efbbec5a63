"""Two hundred courses at random: every mail is valid, accessible and whole."""

from email import message_from_bytes
from email.policy import default
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from playwright.sync_api import Browser

from coursewright.model import direction
from coursewright.target import Options, Rendered
from coursewright.targets.email import TARGET
from coursewright.targets.email.placeholder_tokens import token_mark
from judges import MAIL_NOISE, html_validate, looks, nu, serious_findings, spam_scores
from targets.email.random_mails import course_of
from targets.email.sample_emails import artifact, real_mails, text_of

SEEDS = 200


FIRST = "one/01-lesson-1"
"""The files of the first lesson's short mail."""


@cache
def wild_mails(seed: int) -> Rendered:
    """Return the mails of the first lesson of a seed; of each twenty-fifth seed all mails."""
    only = frozenset() if seed % 25 == 0 else frozenset({"lesson-1"})
    mails = TARGET.render(course_of(seed), Options(only=only))
    codes = {problem.code for problem in mails.problems}
    assert codes <= {"mail-too-big", "mail-nearly-too-big"}, f"seed {seed}: {mails.problems}"
    return mails


@cache
def wild(seed: int) -> dict[str, str]:
    """Return the first lesson's short mail of a seed; of each twenty-fifth seed all mails."""
    mails = wild_mails(seed)
    mark = token_mark(course_of(seed))
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
    mails = [
        (name, text, course_of(seed).settings.language)
        for seed in range(SEEDS)
        for name, text in wild(seed).items()
    ]
    mails += [(path, data.decode(), "en") for path, data in real_files(".html").items()]
    assert len(mails) > SEEDS + 100
    for name, text, language in mails:
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


@pytest.mark.timeout(600)  # some 330 mails, twice
def test_nobody_is_shut_out(browser: Browser) -> None:
    texts = {str(seed): text_of(wild_mails(seed), FIRST + ".html") for seed in range(SEEDS)}
    texts |= {path: data.decode() for path, data in real_files(".html").items()}
    assert len(texts) > SEEDS + 100
    for look in looks(browser, texts, 320):
        assert serious_findings(look.findings) == [], look.name
        assert look.width <= 320, look.name


@pytest.mark.timeout(600)  # a fifth of a second for each of some 330
def test_filters_let_every_mail_through() -> None:
    mails = {f"seed {n}": artifact(wild_mails(n), FIRST + ".eml").data for n in range(SEEDS)}
    mails |= real_files(".eml")
    assert len(mails) > SEEDS + 100
    scores = spam_scores(mails)
    assert {name: score for name, score in scores.items() if score >= 1.0} == {}


def test_every_mail_file_is_read_without_a_defect() -> None:
    for seed in range(SEEDS):
        for one in wild_mails(seed).artifacts:
            if one.path.endswith(".eml"):
                message = message_from_bytes(one.data, policy=default)
                assert not [part.defects for part in message.walk() if part.defects], one.path
                headers = [(name, value.defects) for name, value in message.items()]
                assert not [name for name, defects in headers if defects], (seed, headers)
                assert str(message["Subject"]).strip(), seed
                assert max(map(len, one.data.split(b"\r\n"))) <= 998, seed


def real_files(ending: str) -> dict[str, bytes]:
    return {one.path: one.data for one in real_mails().artifacts if one.path.endswith(ending)}


def test_the_mails_of_the_course_are_not_cut_off() -> None:
    sizes = {
        one.path: len(one.data) for one in real_mails().artifacts if one.path.endswith(".html")
    }
    assert max(sizes.values()) < 80_000, max(sizes, key=lambda path: sizes[path])
    assert real_mails().report["largest_html"] == max(sizes.values())
