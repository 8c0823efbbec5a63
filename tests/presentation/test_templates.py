"""The author's templates come first, everything is escaped, and a fault has file and line."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from coursewright.errors import TemplateFileError
from coursewright.presentation.templates import Templates


def room(tmp_path: Path, **files: str) -> Templates:
    folder = tmp_path / "templates" / "mail"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, "utf-8")
    return Templates("mail", [tmp_path / "templates"])


@pytest.mark.parametrize("ending", ["html", "mjml", "xml", "svg", "css"])
def test_everything_but_plain_text_is_escaped(tmp_path: Path, ending: str) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / f"a.{ending}.j2").write_text("{{ name }}")
    (tmp_path / "mail" / "a.txt.j2").write_text("{{ name }}")
    templates = Templates("mail", [tmp_path])
    assert templates.render(f"a.{ending}.j2", name="<&'\">") == "&lt;&amp;&#39;&#34;&gt;"
    assert templates.render("a.txt.j2", name="<&'\">") == "<&'\">"


def test_the_first_folder_that_has_a_template_wins(tmp_path: Path) -> None:
    for name, text in (("one", "1"), ("two", "2")):
        (tmp_path / name / "mail").mkdir(parents=True)
        (tmp_path / name / "mail" / "a.txt.j2").write_text(text)
    (tmp_path / "two" / "mail" / "b.txt.j2").write_text("only two")
    templates = Templates("mail", [tmp_path / "one", tmp_path / "two"])
    assert templates.render("a.txt.j2") == "1"
    assert templates.render("b.txt.j2") == "only two"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("fine\n{{ nothing }}\n", 2, "'nothing' is undefined"),
        ("\n\n{% if %}\n", 3, "Expected"),
        ("{# one #}\n{{ 1 + 'a' }}", 2, "unsupported operand"),
        ("\n{% include 'gone.txt.j2' %}", 2, "there is no template `gone.txt.j2`"),
        ("\n{{ ''.__class__.__mro__ }}", 2, "unsafe"),
        ("\n{{ 1 / 0 }}", 2, "division by zero"),
        ("{% include 'a.txt.j2' %}", 1, "recursion"),
    ],
)
def test_a_fault_in_a_template_has_file_and_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    templates = room(tmp_path, a__txt__j2=text)
    with pytest.raises(TemplateFileError, match=words) as caught:
        templates.render("a.txt.j2")
    assert caught.value.path == "templates/mail/a.txt.j2"
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{caught.value.path}:{line}:1: ")


def test_a_fault_in_an_included_template_is_placed_there(tmp_path: Path) -> None:
    templates = room(tmp_path, a__txt__j2="{% include 'b.txt.j2' %}", b__txt__j2="\n{{ gone }}")
    with pytest.raises(TemplateFileError) as caught:
        templates.render("a.txt.j2")
    assert (Path(caught.value.path).name, caught.value.line) == ("b.txt.j2", 2)


def test_a_missing_template_offers_near_names(tmp_path: Path) -> None:
    templates = room(tmp_path, welcome__txt__j2="x")
    with pytest.raises(TemplateFileError) as caught:
        templates.render("welcom.txt.j2")
    assert caught.value.hint == "Did you mean `welcome.txt.j2`?"


def test_a_fault_of_our_own_function_is_not_blamed_on_the_template(tmp_path: Path) -> None:
    def broken() -> str:
        raise ZeroDivisionError

    templates = room(tmp_path, a__txt__j2="{{ broken() }}")
    with pytest.raises(ZeroDivisionError):
        templates.render("a.txt.j2", broken=broken)


def test_a_template_is_compiled_once_and_anew_when_its_text_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "mine" / "room"
    room.mkdir(parents=True)
    compiled: list[str] = []
    real = Environment.compile

    def seen(self: Environment, source: str, *args: Any, **how: Any) -> Any:
        compiled.append(source)
        return real(self, source, *args, **how)

    monkeypatch.setattr(Environment, "compile", seen)
    for text in ("{{ a }}!", "{{ a }}!", "{{ a }}?", "{{ a }}!"):
        (room / "x.txt.j2").write_text(text, "utf-8")
        templates = Templates("room", [tmp_path / "mine"])
        assert templates.render("x.txt.j2", a=1) == text.replace("{{ a }}", "1")
    assert compiled == ["{{ a }}!", "{{ a }}?", "{{ a }}!"]
