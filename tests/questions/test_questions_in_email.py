"""An email prints each question, and gives its answer at the end; the site does so on its page."""

from decimal import Decimal

import pytest

from coursewright.model import Number
from coursewright.presentation.numbers import number_text
from coursewright.source import Span
from coursewright.target import Options
from coursewright.targets.site import TARGET as SITE
from questions.question_course import EXAMPLES, question_course
from targets.email.sample_emails import small_mails, text_of

_LESSON = "1-basics/01-water.md"


def _mails(files: dict[str, str]) -> None:
    asked = "\n".join(text for text in EXAMPLES if not text.startswith("---"))
    files[_LESSON] = files[_LESSON].replace(":::action", f"{asked}\n:::action", 1)


def test_each_type_is_printed_with_its_answer_at_the_end() -> None:
    made = small_mails(_mails, Options(settings={"edition": "full"}))
    text = text_of(made, "home/full/01-water.txt")
    questions, answers = text.split("\nANSWERS\n")
    for line in (
        "in each row.\n\nA) 2 minutes\nB) 4 minutes\nC) 8 minutes\n\nTea\n- Green",
        "For one cup, take ____ (1) grams of ____ (2) tea",
        "(2) bagged · powdered · loose",
        "How hot is the water for green tea?\n\n____ °C",
        "[Image: A kettle cut open",
        "B) The lid",
    ):
        assert line in questions
    for line in (
        "Green: 2 minutes\n",
        "Black: Milk · Lemon · Sugar\n",
        "1. two / 2\n  2. loose\n  3. four / 4\n",
        "80 °C (±5 °C)\n",
        "Yes. Lime leaves the water where it is hottest.",
    ):
        assert line in answers
        assert line not in questions
    html = text_of(made, "home/full/01-water.html")
    for words in ("____ (1) grams", "80 °C (±5 °C)", "Milk · Lemon · Sugar"):
        assert words in html


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "-2.5 °C (±0.25 °C)"),
        ("de", "-2,5 °C (±0,25 °C)"),
        ("fr", "-2,5 °C (±0,25 °C)"),
    ],
)
def test_a_number_is_written_as_its_language_writes_it(language: str, shown: str) -> None:
    quiz = Number(
        id="q",
        prompt=(),
        answer=Decimal("-2.50"),
        tolerance=Decimal("0.25"),
        unit="°C",
        right=(),
        wrong=(),
        objective=None,
        span=Span("a.md"),
    )
    assert number_text(quiz, language).replace("\N{MINUS SIGN}", "-") == shown


def test_the_site_shows_each_type_with_its_answer_folded() -> None:
    made = SITE.render(question_course(), Options())
    pages = {one.path: one.data.decode() for one in made.artifacts if one.path.endswith(".html")}
    page = next(text for path, text in pages.items() if path.endswith("/tea/index.html"))
    for words in ("____ (1)", "<li>two / 2</li>", "80 °C (±5 °C)", '<th scope="row">Black</th>'):
        assert words in page
    test = next(text for path, text in pages.items() if path.endswith("/test/index.html"))
    assert 'data-minutes="20"' in test
    assert '"weight":2' in test.replace(" ", "")
