"""A course that the email target compiled, exported and filled: the same words as its own mails."""

from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from coursewright.export.exporting import dialect
from coursewright.export.printing import print_track
from coursewright.output import write_folder
from coursewright.read import read_course
from coursewright.sequence.tracks import read_tracks
from coursewright.target import Options
from coursewright.targets.email import TARGET
from coursewright.targets.email.mail_mime import SAMPLE_NAME
from judges.template_engines import go_fill, handlebars_fill, liquid_fill

CALLED = SAMPLE_NAME.split()[0]
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(scope="module", params=["safe-food-en", "safe-food-ar"])
def compiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = read_course(EXAMPLES / request.param).course
    assert course is not None
    links = replace(course.settings.links, service="https://mail.example.org/")
    course = replace(course, settings=replace(course.settings, links=links))
    folder = tmp_path_factory.mktemp("compiled") / "email"
    write_folder(folder, TARGET.write(TARGET.render(course, Options())))
    return folder


def words(page: str) -> list[str]:
    tree: Any = html.document_fromstring(page)
    return [str(word) for word in tree.text_content().split()]


def test_filled_with_the_sample_it_is_the_mail_as_compiled(compiled: Path) -> None:
    pages = ("unsubscribe", "preferences", "pause", "next", "leave", "certificate")
    data = {f"{page}_url": f"https://x.example/{page}" for page in pages}
    for track in read_tracks(compiled):
        for one in print_track(track, dialect("generic")).emails:
            (page,) = handlebars_fill([(one.html, True)], data | {"first_name": CALLED})
            (name,) = [m.html for m in track.release.messages if m.id == one.id]
            assert words(page) == words((compiled / name).read_text("utf-8"))


def test_products_print_the_same_words_and_keep_what_outlook_reads(compiled: Path) -> None:
    pages = {
        "link.unsubscribe": "{{ UnsubscribeURL }}",
        "link.preferences": "{{ ManageURL }}",
    }
    go = replace(
        dialect("listmonk"), links=pages, tracks_opens=True, unsubscribes_by_email=False
    )  # the same answers as Kit's, in another language
    for track in read_tracks(compiled):
        for ours, theirs in zip(
            print_track(track, dialect("kit")).emails,
            print_track(track, go).emails,
            strict=True,
        ):
            person = {"Name": "نور", "first_name": "نور"}
            (kit,) = liquid_fill([(ours.html, True)], {"subscriber": person})
            (listmonk,) = go_fill([(theirs.html, True)], {"Subscriber": person})
            assert words(kit) == words(listmonk)
            assert unescape(kit).count("<!--[if mso") == unescape(listmonk).count("<!--[if mso") > 0
