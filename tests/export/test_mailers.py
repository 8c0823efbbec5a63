"""Each product's own language prints what the author wrote and what the learner is called."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from coursewright.export.exporting import dialect
from coursewright.export.mailer import MailerEmail
from coursewright.export.mailers import MAILERS
from coursewright.export.printing import print_track
from coursewright.sequence.tracks import read_tracks
from judges.merge_tags import mailchimp_fill, mautic_fill
from judges.template_engines import (
    django_fill,
    go_fill,
    handlebars_fill,
    hubl_fill,
    liquid_fill,
)

from .conftest import END, OUTLOOK, STYLE, TRICKS

Filler = Callable[[Sequence[tuple[str, bool]], str], list[str]]

NAMES = [
    "Ada",
    "",
    'O\'Brien "the <b>bold</b>" & Sons',
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}{{{x}}}",
    "*|UNSUB|* {contactfield=email} {unsubscribe_url}",
    "نورة بنت عبد الله",
    "🦉 Ọláyínká",
    "%} }} --> ]]> `",
    "Bo Ek",
    "Ø",
    "   ",
]
TRIMMING = ("listmonk", "kit", "customerio", "buttondown")
"""Mailers whose tags can tell a name of blanks from a name."""
FALLBACK = 'the "best" of {{ us }} & *|them|*'
LINK = "https://p.example/u"
PAGES = ("unsubscribe", "preferences", "pause", "next", "leave", "certificate")


def person(name: str) -> dict[str, str]:
    return {"first_name": name, "name": name, "firstname": name}


FILLERS: dict[str, Filler] = {
    "generic": lambda texts, name: handlebars_fill(
        texts, person(name) | {f"{page}_url": LINK for page in PAGES}
    ),
    "listmonk": lambda texts, name: go_fill(texts, {"Subscriber": {"Name": name}}),
    "kit": lambda texts, name: liquid_fill(
        texts,
        {
            "subscriber": person(name),
            "unsubscribe_url": LINK,
            "subscriber_preferences_url": LINK,
        },
    ),
    "mailchimp": lambda texts, name: mailchimp_fill(
        texts, {"FNAME": name, "UNSUB": LINK, "UPDATE_PROFILE": LINK}
    ),
    "mautic": lambda texts, name: mautic_fill(
        texts, {"firstname": name, "unsubscribe_url": LINK, "email": "WRONG", "a": "WRONG"}
    ),
    "customerio": lambda texts, name: liquid_fill(texts, {"customer": person(name)}),
    "hubspot": lambda texts, name: hubl_fill(
        texts,
        {"contact": person(name), "unsubscribe_link_all": LINK, "unsubscribe_link": LINK},
    ),
    "buttondown": lambda texts, name: django_fill(
        texts, {"subscriber": {"metadata": person(name)}, "unsubscribe_url": LINK}
    ),
}


def letter(mails: Path, name: str) -> MailerEmail:
    (track,) = read_tracks(mails, track="a")
    return print_track(track, dialect(name)).emails[0]


def seen(text: str) -> str:
    """Return what a reader sees: a joiner is nothing to the eye."""
    return text.replace("\u2060", "")


def shown_name(product: str, name: str) -> str:
    if product == "mautic":  # it cleans fields when they come in, and escapes nothing after
        name = re.sub(r"<[^>]*>", "", name)
    if product in TRIMMING:
        name = name.strip()
    if product == "listmonk":
        name = name.partition(" ")[0]  # it has one name; the first word is the first name
    return name or FALLBACK


def test_every_dialect_has_an_engine_that_judges_it() -> None:
    assert set(FILLERS) == set(MAILERS)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("product", MAILERS)
def test_words_and_names_arrive_as_they_are(mails: Path, product: str, name: str) -> None:
    one = letter(mails, product)
    texts = [(one.subject, False), (one.preheader, False), (one.text, False), (one.html, True)]
    subject, preheader, text, page = FILLERS[product](texts, name)
    called = shown_name(product, name)
    if product == "mautic" and not name:
        called = 'the "best" of us & * them *'  # what would end a default is a space
    assert seen(subject) == TRICKS + called
    assert seen(preheader) == f"= {TRICKS}"
    assert f"Words: {TRICKS}{called}|\n" in seen(text)
    tree: Any = html.document_fromstring(page)
    (words,) = tree.xpath("//p[@id='words']")
    assert seen(words.text_content()) == f"{TRICKS}{called}|"
    (titled,) = tree.xpath("//p[@id='titled']/@title")
    assert seen(titled) == (FALLBACK if product == "mautic" else called)
    assert not tree.xpath("//script | //img | //b")
    assert STYLE in page
    assert OUTLOOK in page
    assert END in page


def test_plain_text_of_a_listmonk_campaign_passes_through_html_rules(mails: Path) -> None:
    one = letter(mails, "listmonk")
    for name in NAMES:
        data = {"Subscriber": {"Name": name}}
        (text,) = go_fill([(one.text, False)], data, escape=True)
        assert f"Words: {TRICKS}{shown_name('listmonk', name)}|\n" in text


@pytest.mark.parametrize("autoescape", [False, True])
def test_django_escapes_once_in_either_mode(mails: Path, autoescape: bool) -> None:
    fill = partial(django_fill, autoescape=autoescape)
    one = letter(mails, "buttondown")
    data: dict[str, Any] = {"subscriber": {"metadata": person("A & <b>")}}
    subject, page = fill([(one.subject, False), (one.html, True)], data)
    assert subject.endswith("{A & <b>")
    assert "{A &amp; &lt;b&gt;|" in page


@pytest.mark.parametrize("product", MAILERS)
def test_no_link_is_dead_and_every_placeholder_is_printed(mails: Path, product: str) -> None:
    one = letter(mails, product)
    text, page = FILLERS[product]([(one.text, False), (one.html, True)], "Ada")
    tree: Any = html.document_fromstring(page)
    hrefs = tree.xpath("//a/@href")
    assert hrefs
    assert all(href.startswith(("https://", "mailto:")) for href in hrefs), hrefs
    links = MAILERS[product].links
    words = [a.text_content() for a in tree.xpath("//p[@id='links']/a")]
    kept = [w for w in ("Next", "Pause") if f"link.{w.lower()}" in links]
    leave = ["Leave"] if product in ("generic", "listmonk") else []  # else it is the same page
    assert words == [*kept, *leave, "Unsubscribe"]
    (line,) = tree.xpath("//p[@id='links']")
    assert line.text_content().count("·") == len(words) - 1
    assert bool(tree.xpath("//p[@id='alone']")) == ("link.pause" in links)
    assert bool(tree.xpath("//p[@id='private']")) == (product in ("generic", "listmonk"))
    assert ("Get it" in page) == ("link.certificate" in links)
    assert ("certificate:" in text) == ("link.certificate" in links)
    lines = text.split("\n")
    for word in words:
        assert lines[lines.index(f"{word}:") + 1].strip().startswith(("https:", "mailto:"))
    assert text.endswith("\n\nThe end.\n")
