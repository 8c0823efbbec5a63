"""A judge that finds nothing in a bad page is no judge: each is shown a fault and a clean case."""

from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Page

from judges import (
    MAIL_NOISE,
    audit,
    html_validate,
    nu,
    package,
    reference_html,
    schema12,
    schema2004,
    serious_findings,
    spam_score,
    spam_tests,
    unsupported_features,
)

GOOD = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A page</title></head>
<body><main><h1>A page</h1><p>Words.</p></main></body>
</html>
"""
BAD = GOOD.replace("<p>", '<img src="a.png"><p style="color: #999; background-color: #fff">')


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_nu_names_the_page_that_is_not_valid(tmp_path: Path) -> None:
    good = written(tmp_path, "good.html", GOOD)
    bad = written(tmp_path, "bad.html", BAD)
    (found,) = nu([good, bad])
    assert "bad.html" in found
    assert "alt" in found


def test_nu_passes_over_what_only_mail_clients_know(tmp_path: Path) -> None:
    mail = GOOD.replace("<p>", '<p style="mso-line-height-rule: exactly">')
    page = written(tmp_path, "mail.html", mail)
    assert nu([page])
    assert nu([page], ignore=MAIL_NOISE) == []


def test_html_validate_forbids_inline_style_in_pages_only(tmp_path: Path) -> None:
    page = written(tmp_path, "page.html", GOOD.replace("<p>", '<p style="color: #000">'))
    (found,) = html_validate([page], "page")
    assert found.startswith("page.html:4:")
    assert "no-inline-style" in found
    assert html_validate([page], "mail") == []


def test_axe_sees_a_picture_without_words_and_faint_text(page: Page) -> None:
    page.set_content(GOOD)
    assert audit(page) == []
    page.set_content(BAD)
    found = serious_findings(audit(page))
    assert {finding.rule for finding in found} == {"image-alt", "color-contrast"}


def test_axe_looks_into_frames(page: Page) -> None:
    page.set_content(GOOD.replace("<p>", '<iframe title="f" srcdoc="<img src=a.png>"></iframe><p>'))
    page.frames[1].wait_for_selector("img", state="attached")
    assert "image-alt" in {finding.rule for finding in audit(page)}


def test_axe_follows_the_colour_scheme_of_the_page(page: Page) -> None:
    faint = "<style>@media (prefers-color-scheme: dark) {p {color: #999; background: #fff}}</style>"
    page.set_content(GOOD.replace("</head>", f"{faint}</head>"))
    assert audit(page) == []
    page.emulate_media(color_scheme="dark")
    assert [finding.rule for finding in audit(page)] == ["color-contrast"]


def test_spamassassin_tells_a_plain_note_from_spam() -> None:
    head = (
        "From: A <a@example.org>\r\nTo: <b@example.org>\r\n"
        "Date: Wed, 25 Nov 2026 08:00:00 +0000\r\n"
        "Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n"
    )
    note = f"{head}Subject: Lesson 1 of 22\r\n\r\nThe lesson of today.\r\n".encode()
    spam = (
        b"Subject: CHEAP VIAGRA $$$ FREE MONEY\r\n\r\nCLICK HERE http://1.2.3.4/ 100% FREE!!!\r\n"
    )
    assert spam_score(note) < 1
    assert spam_score(spam) > 3
    assert "MISSING_DATE" in spam_tests(spam)


def test_mjml_compiles_and_complains() -> None:
    html, errors = reference_html(
        "<mjml><mj-body><mj-section><mj-column><mj-text colour='red'>Hi</mj-text>"
        "</mj-column></mj-section></mj-body></mjml>"
    )
    assert "Hi" in html
    assert len(errors) == 1


def test_caniemail_knows_what_a_client_lacks() -> None:
    found = unsupported_features("<style>p {display: grid}</style><p>Hi</p>")
    assert any("grid" in title for titles in found.values() for title in titles)


@pytest.mark.parametrize(
    ("schema", "namespace"),
    [
        (schema12, "http://www.imsproject.org/xsd/imscp_rootv1p1p2"),
        (lambda: schema2004("3rd"), "http://www.imsglobal.org/xsd/imscp_v1p1"),
        (lambda: schema2004("4th"), "http://www.imsglobal.org/xsd/imscp_v1p1"),
    ],
)
def test_a_schema_knows_manifests_of_its_edition(schema, namespace) -> None:  # type: ignore[no-untyped-def] # a lambda and a function of two shapes
    def manifest(*names: str) -> etree._Element:
        root = etree.Element(f"{{{namespace}}}manifest", identifier="m")
        for name in names:
            etree.SubElement(root, f"{{{namespace}}}{name}")
        return root

    assert schema().validate(manifest("organizations", "resources")), schema().error_log
    assert not schema().validate(manifest("organisations", "resources"))


def test_an_lms_lies_ready_for_the_browser() -> None:
    assert (package("scorm-again") / "dist" / "scorm12.min.js").is_file()
    assert (package("scorm-again") / "dist" / "scorm2004.min.js").is_file()
