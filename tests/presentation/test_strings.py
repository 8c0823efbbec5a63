"""The catalogue of words: languages fall back, authors override, catalogues agree."""

from pathlib import Path
from string import Formatter

import pytest
import yaml

from coursewright import markup
from coursewright.errors import UsageError
from coursewright.presentation.strings import strings
from coursewright.shipped import shipped

CATALOGUES = sorted(shipped("templates").glob("strings/*.yaml"))


def _slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_a_region_falls_back_to_its_language_and_then_to_english() -> None:
    assert strings("de-AT")["player.next"] == "Weiter"
    assert strings("xx")["player.next"] == "Next"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_knows_no_key_that_english_lacks_and_keeps_its_slots(path: Path) -> None:
    english = strings("en")
    for key, text in yaml.safe_load(path.read_text("utf-8")).items():
        assert key in english, key
        assert _slots(text) == _slots(english[key]), key


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


@pytest.mark.parametrize("text", ["player.next: yes\n", "- a\n", "a: [\n", "a: !!python/none x\n"])
def test_a_catalogue_that_is_no_flat_list_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings" / "en.yaml").write_text(text, "utf-8")
    with pytest.raises(UsageError):
        strings("en", [tmp_path])


# Whose last word is put together where they are used.
_MADE_UP = ("lesson.note", "lesson.caution", "lesson.evidence")


def test_no_words_for_learners_lie_unused() -> None:
    templates = [*shipped("templates").rglob("*.j2"), *shipped("player").rglob("*.js")]
    modules = [*Path(markup.__file__).parent.rglob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in templates + modules)
    ours = (key for key in strings("en") if key.startswith(("lesson.", "player.", "site.")))
    assert [key for key in ours if key not in text and key not in _MADE_UP] == []
