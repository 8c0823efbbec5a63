"""Files of interface text to fill in keep what is there and lack nothing."""

import json
import re
from pathlib import Path

import pytest
import yaml

from coursewright.presentation.string_faults import missing_strings, string_faults
from coursewright.presentation.strings import strings
from coursewright.presentation.translation_file import translation_file

_COMMENTED = re.compile(r"^# (?P<key>[\w.-]+):(?P<text>.*)$", re.MULTILINE)


def _put(folder: Path, text: str, name: str = "strings/sv.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("room", ["", "service"])
def test_a_new_file_has_a_line_for_each_key_and_changes_nothing(tmp_path: Path, room: str) -> None:
    file = translation_file("sv", tmp_path, room)
    english = strings("en", room=room)
    assert yaml.safe_load(file.text) is None
    assert {found["key"] for found in _COMMENTED.finditer(file.text)} >= english.keys()
    assert all(f"\n# {text}\n" in file.text for text in english.values())
    assert (file.added, file.translated, file.of) == (len(english), 0, len(english))


def test_a_filled_file_leaves_nothing_missing_and_has_no_fault(tmp_path: Path) -> None:
    for room, keys in missing_strings("sv").items():
        file = translation_file("sv", tmp_path, room)
        lines = [json.dumps({key: strings("en", room=room)[key]})[1:-1] for key in keys]
        _put(tmp_path, "\n".join([file.text, *lines, ""]), file.name)
        assert len(keys) == file.of
    assert list(string_faults([tmp_path])) == []
    assert missing_strings("sv", [tmp_path]) == {"": [], "service": []}


def test_our_translation_is_offered_to_change(tmp_path: Path) -> None:
    text = translation_file("de", tmp_path, "").text
    assert '\n# Next\n# player.next: "Weiter"\n' in text


def test_what_the_author_wrote_stays_and_only_lacking_keys_are_added(tmp_path: Path) -> None:
    mine = "# Mine.\nplayer.next: Nästa # !\n# player.previous:\n"
    _put(tmp_path, mine)
    file = translation_file("sv", tmp_path, "")
    assert file.text.startswith(mine)
    assert (file.added, file.translated) == (file.of - 2, 1)
    _put(tmp_path, file.text)
    again = translation_file("sv", tmp_path, "")
    assert (again.text, again.added) == (file.text, 0)


def test_the_plural_forms_of_the_language_are_named_with_numbers(tmp_path: Path) -> None:
    text = translation_file("cs", tmp_path, "").text
    assert "# Plural form few: 2, 3, 4\n" in text
    assert "#   the forms: {n, plural, one {# ...} few {# ...} many {# ...} other {# ...}}" in text


@pytest.mark.parametrize(
    ("line", "kind", "message"),
    [
        ("player.nexx: Nästa", "key", "there is no interface text `player.nexx`"),
        ('player.lesson: "{n} {count}"', "field", "`player.lesson` has no field `{title}`"),
        ('site.day: "{n} {m}"', "field", "`site.day` has an unknown field `{m}`"),
        (
            'lesson.video.seconds: "{n, plural, other {#}}"',
            "plural",
            "`lesson.video.seconds` lacks plural forms of `{n}`: `one`",
        ),
        ("- a", "file", "is not a list of `key: text`"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, line: str, kind: str, message: str) -> None:
    _put(tmp_path, f"{'' if kind == 'file' else 'player.next: Nästa'}\n{line}\n")
    (fault,) = string_faults([tmp_path])
    assert (fault.kind, fault.error.reason) == (kind, message)
    assert fault.error.path == f"{tmp_path.name}/strings/sv.yaml"
    assert kind == "file" or fault.error.line == 2


def test_a_key_that_a_template_of_the_author_uses_is_known(tmp_path: Path) -> None:
    _put(tmp_path, "my.words: Hej\n")
    _put(tmp_path, '{{ t("my.words") }}', "site/first.html.j2")
    assert list(string_faults([tmp_path])) == []
