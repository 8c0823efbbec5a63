"""Fields of interface strings: values, plural forms and digits, in Python and in the player."""

import json
import subprocess
from pathlib import Path

import pytest

from coursewright.presentation.messages import format_message, latin_digits
from coursewright.presentation.strings import strings
from coursewright.shipped import shipped

DAYS = "{n, plural, one {# day} other {# days}}"
ARABIC = strings("ar")["mail.minutes"]
SAMPLES = [
    ("Lesson {n} of {count}", "en", {"n": 2, "count": 12}, "Lesson 2 of 12"),
    (DAYS, "en", {"n": 1}, "1 day"),
    (DAYS, "en", {"n": 0}, "0 days"),
    (DAYS, "de-AT", {"n": 1}, "1 day"),
    (DAYS, "xx-nowhere", {"n": 1200}, "1,200 days"),
    (f"{DAYS}, {{name}}", "en", {"n": 3, "name": "{n}"}, "3 days, {n}"),
    ("{n, plural, one {# day}}", "en", {"n": 3}, "3"),
    ("{n, plural, many}", "en", {"n": 3}, "{n, plural, many}"),
    (DAYS, "en", {}, DAYS),
    (ARABIC, "ar", {"n": 1}, "نحو دقيقة واحدة للقراءة"),
    (ARABIC, "ar", {"n": 2}, "نحو دقيقتين للقراءة"),
    (ARABIC, "ar", {"n": 5}, "نحو 5 دقائق للقراءة"),
    (ARABIC, "ar", {"n": 45}, "نحو 45 دقيقة للقراءة"),
    (ARABIC, "ar-EG", {"n": 45}, "نحو ٤٥ دقيقة للقراءة"),
]


@pytest.mark.parametrize(("text", "language", "values", "shown"), SAMPLES)
def test_a_number_takes_the_form_and_the_digits_of_the_language(
    text: str, language: str, values: dict[str, object], shown: str
) -> None:
    assert format_message(text, language, values) == shown


@pytest.mark.parametrize("told", [False, True], ids=["by the browser", "as the page says"])
def test_the_player_fills_fields_as_the_build_does(tmp_path: Path, *, told: bool) -> None:
    latin = {language: told and latin_digits(language) for _, language, *_ in SAMPLES}
    module = (shipped("player") / "shell" / "words.js").as_uri()
    script = tmp_path / "show.mjs"
    script.write_text(
        f"import {{ setWords, t }} from {json.dumps(module)};\n"
        f"const shown = {json.dumps(SAMPLES)}.map(([text, language, values]) => {{\n"
        f"  setWords({{ text }}, language, {json.dumps(latin)}[language]);\n"
        '  return t("text", values);\n'
        "});\n"
        "console.log(JSON.stringify(shown));\n",
        "utf-8",
    )
    run = subprocess.run(["node", script], capture_output=True, check=True)
    assert json.loads(run.stdout) == [shown for *_, shown in SAMPLES]


def test_a_tag_that_is_not_well_formed_counts_as_english() -> None:
    assert format_message(DAYS, "not_a tag", {"n": 1}) == "1 day"
