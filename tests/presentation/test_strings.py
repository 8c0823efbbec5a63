"""The catalogue of words: languages fall back, authors override, catalogues agree."""

import re
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
FILES = sorted(shipped("templates").glob("**/strings/*.yaml"))


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
    wanted = Locale.parse(path.stem).plural_form.tags - {"zero"} | {"other"}
    for key, text in yaml.safe_load(path.read_text("utf-8")).items():
        for field in _FIELD.finditer(text):
            if field["forms"]:
                forms = set(re.findall(r"([a-z]+) \{", field["forms"]))
                assert forms - {"zero"} == wanted, key


@pytest.mark.parametrize("language", ["ar", "de"])
def test_what_learners_see_is_translated(language: str) -> None:
    keys = yaml.safe_load(
        (shipped("templates") / "strings" / f"{language}.yaml").read_text("utf-8")
    )
    missing = [
        key
        for key in strings("en")
        if key.startswith(("lesson.", "player.", "site.")) and key not in keys
    ]
    assert missing == []


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
    assert found["pt-BR"][other] == found["en"][other]


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
