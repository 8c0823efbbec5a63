"""The catalogue of words: languages fall back, authors override, catalogues agree."""

import re
import unicodedata
from pathlib import Path
from typing import get_args

import pytest
import yaml
from babel import Locale

from coursewright import markup
from coursewright.errors import TemplateFileError
from coursewright.model.blocks import CalloutTone
from coursewright.presentation.strings import strings
from coursewright.shipped import shipped

_FIELD = re.compile(r"\{(?P<name>\w+)(?:, plural, (?P<forms>(?:[a-z]+ \{[^{}]*\} ?)+))?\}")
_FORMS = re.compile(r"\{\w+, plural, ((?:[a-z]+ \{[^{}]*\} ?)+)\}")
FILES = sorted(shipped("templates").glob("**/strings/*.yaml"))
LANGUAGES = sorted(path.stem for path in (shipped("templates") / "strings").glob("??.yaml"))


def _room(path: Path) -> str:
    return "" if path.parents[1] == shipped("templates") else path.parents[1].name


def _slots(text: str) -> set[str]:
    assert "{" not in _FIELD.sub("", text), text
    return {field["name"] for field in _FIELD.finditer(text)}


def test_a_region_falls_back_to_its_language_and_then_to_english() -> None:
    assert strings("de-AT")["player.next"] == "Weiter"
    assert strings("xx")["player.next"] == "Next"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{_room(path)}-{path.stem}")
def test_a_catalogue_knows_no_key_that_english_lacks_and_keeps_its_slots(path: Path) -> None:
    english = strings("en", room=_room(path))
    for key, text in yaml.safe_load(path.read_text("utf-8")).items():
        assert key in english, key
        assert _slots(text) == _slots(english[key]), key


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{_room(path)}-{path.stem}")
def test_a_plural_has_every_form_of_its_language(path: Path) -> None:
    wanted = Locale.parse(path.stem, sep="-").plural_form.tags - {"zero"} | {"other"}
    for key, text in yaml.safe_load(path.read_text("utf-8")).items():
        for field in _FIELD.finditer(text):
            if field["forms"]:
                forms = set(re.findall(r"([a-z]+) \{", field["forms"]))
                assert forms - {"zero"} == wanted, key


@pytest.mark.parametrize("room", ["", "service"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_string(language: str, room: str) -> None:
    file = shipped("templates") / room / "strings" / f"{language}.yaml"
    assert list(yaml.safe_load(file.read_text("utf-8"))) == list(strings("en", room=room))


def test_the_languages_that_are_promised_have_strings() -> None:
    promised = "ar de en es fr he hi it ja nl pl pt zh"
    assert set(promised.split()) <= set(LANGUAGES)


# Words that are the same in both languages.
_SHARED = {
    *("Situation", "Question", "Question {n}", "Conseil", "Important", "Transcription", "Sources"),
    *("Notes", "Note {n}", "Source", "Version {version}", "Transcript", "Checklist", "Tip", "Info"),
    *("Correct", "Online: {title}", "Version", "No", "Glossary", "Home", "Letter"),
    *("{text}.", "{n} min", "{label}, {n}", "{score}% ({right} of {count})"),
    " ".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{_room(path)}-{path.stem}")
def test_no_string_is_left_in_english(path: Path) -> None:
    if path.stem == "en":
        return
    english = strings("en", room=_room(path))
    own = yaml.safe_load(path.read_text("utf-8"))
    same = {text for key, text in own.items() if text == english[key]}
    assert same - _SHARED == set()


_SCRIPTS = {
    "ar": "ARABIC",
    "he": "HEBREW",
    "hi": "DEVANAGARI",
    "ja": "HIRAGANA|KATAKANA|CJK",
    "zh": "CJK",
}
_NAMES = re.compile(
    r"\{\w+[^}]*\}|SCORM 1\.2|LMS|PDF|IP|JavaScript|YouTube|Vimeo|Google|Cookie|\b[A-Z]\b"
)


@pytest.mark.parametrize("room", ["", "service"])
@pytest.mark.parametrize("language", _SCRIPTS)
def test_a_language_is_written_in_its_script(language: str, room: str) -> None:
    for key, text in strings(language, room=room).items():
        forms = _FORMS.sub(lambda found: " ".join(re.findall(r"\{([^{}]*)\}", found[1])), text)
        shown = _NAMES.sub("", forms)
        names = [unicodedata.name(char) for char in shown if char.isalpha()]
        foreign = [name for name in names if not re.match(_SCRIPTS[language], name)]
        assert foreign == [], key


@pytest.mark.parametrize(
    ("language", "opening"),
    [
        ("de", "„"), ("es", "«"), ("fr", "«\u00a0"), ("he", "”"), ("hi", "“"), ("it", "«"),
        ("ja", "「"), ("nl", "\u2018"), ("pl", "„"), ("pt", "“"), ("zh", "“"), ("ar", "«"),
    ],
)  # fmt: skip
def test_a_title_has_the_quotation_marks_of_the_language(language: str, opening: str) -> None:
    for key in ("player.search.none", "mail.goodbye.text"):
        text = strings(language)[key]
        assert re.search(f"{opening}{{(query|course)}}", text), key
        assert '"' not in text


def test_polish_has_no_past_tense_that_knows_the_gender_of_the_learner() -> None:
    texts = [*strings("pl").values(), *strings("pl", room="service").values()]
    assert [text for text in texts if re.search(r"\w+(łeś|łaś|łbyś|łabyś)\b", text)] == []


def test_a_catalogue_of_the_author_comes_first(tmp_path: Path) -> None:
    folder = tmp_path / "strings"
    folder.mkdir()
    (folder / "en.yaml").write_text("player.next: Onward\n", "utf-8")
    assert strings("en", [tmp_path])["player.next"] == "Onward"
    assert strings("en", [tmp_path])["player.previous"] == "Previous"


@pytest.mark.parametrize("room", ["", "service"])
def test_a_region_of_the_author_is_taken_before_its_language_and_english(
    tmp_path: Path, room: str
) -> None:
    key = "unknown-title" if room else "player.next"
    folder = tmp_path / room / "strings"
    folder.mkdir(parents=True)
    (folder / "pt.yaml").write_text(f"{key}: lisboa\nmine: pt\n", "utf-8")
    (folder / "pt-br.yaml").write_text(f"{key}: brasil\n", "utf-8")
    found = {tag: strings(tag, [tmp_path], room) for tag in ("pt-BR", "pt-br", "pt", "pt-AO", "en")}
    assert found["pt-BR"] == found["pt-br"]
    assert [found[tag][key] for tag in ("pt-BR", "pt", "pt-AO")] == ["brasil", "lisboa", "lisboa"]
    assert found["pt-BR"]["mine"] == "pt"
    other = "slow-title" if room else "player.previous"
    assert found["pt-BR"][other] == strings("pt", room=room)[other] != found["en"][other]


def test_a_language_tag_is_no_path(tmp_path: Path) -> None:
    (tmp_path / "strings").mkdir()
    (tmp_path / "secret.yaml").write_text("player.next: leaked\n", "utf-8")
    assert strings("../secret", [tmp_path])["player.next"] == "Next"


def test_merge_keys_and_aliases_multiply_nothing(tmp_path: Path) -> None:
    (tmp_path / "strings").mkdir()
    bomb = "a0: &a0 {x: y}\n" + "".join(
        f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 40)
    )
    (tmp_path / "strings" / "en.yaml").write_text(bomb, "utf-8")
    with pytest.raises(TemplateFileError, match=r"strings/en\.yaml:1:"):
        strings("en", [tmp_path])


@pytest.mark.parametrize(
    "text", ["[" * 5000, "player.next: yes\n", "- a\n", "a: [\n", "a: !!python/none x\n"]
)
def test_a_catalogue_that_is_no_flat_list_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings" / "en.yaml").write_text(text, "utf-8")
    with pytest.raises(TemplateFileError):
        strings("en", [tmp_path])


# Whose last word is put together where they are used.
_MADE_UP = tuple(f"lesson.{tone}" for tone in get_args(CalloutTone))


def test_no_words_for_learners_lie_unused() -> None:
    templates = [*shipped("templates").rglob("*.j2"), *shipped("player").rglob("*.js")]
    modules = [*Path(markup.__file__).parent.rglob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in templates + modules)
    ours = (key for key in strings("en") if key.startswith(("lesson.", "player.", "site.")))
    assert [key for key in ours if key not in text and key not in _MADE_UP] == []
