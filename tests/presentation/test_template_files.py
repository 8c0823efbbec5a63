"""Files of a template folder are read where they lie: a link is refused, and so is a huge file."""

from pathlib import Path

import pytest

from coursewright.errors import TemplateFileError
from coursewright.presentation.brand import load_brand
from coursewright.presentation.strings import strings
from coursewright.presentation.template_files import read_template_file
from coursewright.presentation.templates import Templates


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of templates, with a secret beside it."""
    (tmp_path / "secret").write_text("one: secret\n", "utf-8")
    (tmp_path / "mine" / "mail").mkdir(parents=True)
    return tmp_path / "mine"


def test_a_template_that_is_a_link_is_refused_by_name(folder: Path) -> None:
    (folder / "mail" / "a.txt.j2").symlink_to(folder.parent / "secret")
    with pytest.raises(TemplateFileError, match="symbolic link") as caught:
        Templates("mail", [folder]).render("a.txt.j2")
    assert caught.value.path == "mine/mail/a.txt.j2"


def test_a_link_within_the_folder_is_refused_as_well(folder: Path) -> None:
    (folder / "mail" / "b.txt.j2").write_text("b", "utf-8")
    (folder / "mail" / "a.txt.j2").symlink_to(folder / "mail" / "b.txt.j2")
    with pytest.raises(TemplateFileError, match=r"mine/mail/a\.txt\.j2"):
        Templates("mail", [folder]).render("a.txt.j2")


def test_a_room_that_is_a_link_is_refused(folder: Path) -> None:
    (folder.parent / "away").mkdir()
    (folder.parent / "away" / "a.txt.j2").write_text("away", "utf-8")
    (folder / "site").symlink_to(folder.parent / "away")
    with pytest.raises(TemplateFileError, match="`site` is a symbolic link"):
        Templates("site", [folder]).render("a.txt.j2")


def test_an_included_link_is_refused(folder: Path) -> None:
    (folder / "mail" / "a.txt.j2").write_text("{% include 'b.txt.j2' %}", "utf-8")
    (folder / "mail" / "b.txt.j2").symlink_to(folder.parent / "secret")
    with pytest.raises(TemplateFileError, match=r"mine/mail/b\.txt\.j2"):
        Templates("mail", [folder]).render("a.txt.j2")


def test_a_template_that_becomes_a_link_is_refused(folder: Path) -> None:
    path = folder / "mail" / "a.txt.j2"
    path.write_text("plain", "utf-8")
    templates = Templates("mail", [folder])
    assert templates.render("a.txt.j2") == "plain"
    path.unlink()
    path.symlink_to(folder.parent / "secret")
    with pytest.raises(TemplateFileError, match="symbolic link"):
        templates.render("a.txt.j2")


def test_the_folder_itself_may_be_a_link(folder: Path) -> None:
    (folder / "mail" / "a.txt.j2").write_text("plain", "utf-8")
    (folder.parent / "named").symlink_to(folder)
    assert Templates("mail", [folder.parent / "named"]).render("a.txt.j2") == "plain"


def test_brand_and_strings_are_held_to_the_same(folder: Path) -> None:
    (folder / "brand.yaml").symlink_to(folder.parent / "secret")
    with pytest.raises(TemplateFileError, match=r"mine/brand\.yaml.*symbolic link"):
        load_brand([folder])
    (folder / "strings").symlink_to(folder.parent)
    with pytest.raises(TemplateFileError, match="`strings` is a symbolic link"):
        strings("en", [folder])


@pytest.mark.parametrize("name", ["../secret", "mail/../../secret", "/etc/hostname", "mail//a"])
def test_no_name_leads_out(folder: Path, name: str) -> None:
    with pytest.raises(TemplateFileError, match="leads out of its folder"):
        read_template_file(folder, name)


def test_a_file_too_large_is_refused(folder: Path) -> None:
    (folder / "mail" / "a.txt.j2").write_bytes(b"x" * 1_000_001)
    with pytest.raises(TemplateFileError, match="larger than 1,000 kB"):
        Templates("mail", [folder]).render("a.txt.j2")


def test_a_file_that_is_not_utf_8_is_refused(folder: Path) -> None:
    (folder / "mail" / "a.txt.j2").write_bytes(b"\xff")
    with pytest.raises(TemplateFileError, match="cannot be read"):
        Templates("mail", [folder]).render("a.txt.j2")
