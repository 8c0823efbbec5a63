"""Text from another language says so in HTML, and nowhere else."""

import pickle
from pathlib import Path

import pytest

from coursewright.presentation.fallback_text import FallbackText, isolated
from coursewright.presentation.messages import format_message
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates

_NEXT = '<span lang="en" dir="ltr">Next</span>'


def _page(folder: Path, text: str, name: str = "page.html.j2") -> str:
    (folder / "site").mkdir(exist_ok=True)
    (folder / "site" / name).write_text(text, "utf-8")
    return Templates("site", [folder]).render(name, t=FallbackText("Next", "en"))


def test_only_a_language_without_its_own_string_has_fallback_text() -> None:
    assert isinstance(strings("sv")["player.next"], FallbackText)
    for language in ("en", "en-GB", "de", "de-AT", "pt-BR"):
        assert not isinstance(strings(language)["player.next"], FallbackText)


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("<b>{{ t }}</b>", f"<b>{_NEXT}</b>"),
        ('<b title="{{ t }}">{{ t }}</b>', f'<b title="Next">{_NEXT}</b>'),
        ("<title>{{ t }}</title>", "<title>Next</title>"),
        ("<option>{{ t }}</option>", "<option>Next</option>"),
        ('<script>let a = "{{ t }}"</script>{{ t }}', f'<script>let a = "Next"</script>{_NEXT}'),
        ("<!-- {{ t }} -->", "<!-- Next -->"),
        ("<mj-title>{{ t }}</mj-title>", "<mj-title>Next</mj-title>"),
    ],
)
def test_a_page_marks_fallback_text_where_an_element_can(
    tmp_path: Path, template: str, html: str
) -> None:
    assert _page(tmp_path, template) == html


def test_plain_text_shows_fallback_text_as_it_is(tmp_path: Path) -> None:
    assert _page(tmp_path, "{{ t }}", "page.txt.j2") == "Next"


def test_fallback_text_is_escaped_with_its_values() -> None:
    text = FallbackText("No results for {query}", "en")
    shown = format_message(text, "sv", {"query": "<b>"})
    assert isinstance(shown, FallbackText)
    assert shown.__html__() == "No results for &lt;b&gt;"


def test_fallback_text_has_the_plural_forms_and_digits_of_its_own_language() -> None:
    text = FallbackText("{n, plural, one {# day} other {# days}}", "en")
    assert format_message(text, "fa", {"n": 3}) == "3 days"
    assert format_message(str(text), "fa", {"n": 3}) == "۳ days"


def test_a_script_gets_fallback_text_isolated() -> None:
    assert isolated(FallbackText("Done.", "en")) == "\u2066Done.\u2069"
    assert isolated("Done.") == "Done."


def test_fallback_text_survives_another_process() -> None:
    again = pickle.loads(pickle.dumps(FallbackText("Next", "en")))  # noqa: S301 -- our own
    assert (again, again.language) == ("Next", "en")
