"""Emails for Mautic survive its input filters: what comes back is what was compiled."""

from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from coursewright.export.exporting import printed
from coursewright.export.mailers.mautic import mautic_email, mautic_html, mautic_text
from coursewright.output import write_folder
from coursewright.read import read_course
from coursewright.target import Options
from coursewright.targets.email import TARGET
from judges.mautic_input import mautic_html_input, mautic_string_input

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.mark.parametrize("example", ["safe-food-en", "safe-food-ar"])
def test_a_compiled_course_comes_back_equal(tmp_path: Path, example: str) -> None:
    course = read_course(EXAMPLES / example).course
    assert course is not None
    write_folder(tmp_path / "email", TARGET.write(TARGET.render(course, Options())))
    for track in printed(tmp_path / "email", "mautic"):
        for email in track.emails:
            fields = mautic_email(track, email, email.name)
            html = mautic_html_input(fields["customHtml"])
            assert plain(html) == plain(email.html)
            assert mautic_string_input(fields["plainText"]) == email.text.replace("<", "\uff1c")
            assert mautic_string_input(fields["subject"]) == email.subject
            assert fields["template"] == "mautic_code_mode"
            assert mautic_html(html) == fields["customHtml"]  # so a push sees no difference


def plain(html: str) -> str:
    """Return HTML without what is written differently but read the same."""
    return unescape(html).replace("<!-- -->", "<!-->").replace("<!-- \u00b7 -->", "").strip()


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://e.example/A%C2%A0B?q=100%25">100% of it</a>',
        "<p>plain ASCII</p>",
        "<p>ن 🦉 é</p>",
        "<!--[if mso]><p>a</p><![endif]--><!--[if !mso]><!--><p>b</p><!--<![endif]-->",
        "<o:p>&nbsp;&amp;</o:p>",
    ],
)
def test_html_comes_back_equal(html: str) -> None:
    assert plain(mautic_html_input(mautic_html(html))) == plain(html)


def test_without_our_changes_it_would_not() -> None:
    link = '<a href="https://e.example/A%2FB">é</a>'
    assert mautic_html_input(link) != link
    with pytest.raises((AssertionError, UnicodeEncodeError)):
        mautic_html_input("<p>ن</p>")


@pytest.mark.parametrize("text", ["3 < 4 & 5 > 2", "&lt; &amp;amp; \"q\" 'r'", "a <b> c"])
def test_text_keeps_all_but_one_character(text: str) -> None:
    assert mautic_string_input(mautic_text(text)) == text.replace("<", "\uff1c")


@pytest.mark.parametrize("length", [50, 180, 188, 250])
def test_a_long_subject_is_cut_outside_of_tokens(mails: Path, length: int) -> None:
    (track, _) = printed(mails, "mautic")
    subject = "x" * length + " {contactfield=firstname|there} and more of it"
    email = replace(track.emails[0], subject=subject)
    cut = mautic_email(track, email, "n")["subject"]
    assert len(cut) <= 190
    assert cut.count("{") == cut.count("}")
    assert cut == subject if length == 50 else cut.endswith("…")


@pytest.mark.parametrize("word", ["true", "date", "time", "datetime", "label"])
def test_a_fallback_is_never_one_of_mautics_formats(word: str) -> None:
    from coursewright.export.grammars.mautic_tokens import MAUTIC

    assert MAUTIC.value("firstname", "text", word) == f"{{contactfield=firstname|{word}\u2060}}"
