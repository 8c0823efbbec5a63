"""A course in each language with interface text builds emails and packages without a problem."""

import re
from pathlib import Path

import pytest

from coursewright import pipeline, registry
from coursewright.presentation.string_faults import shipped_languages
from scenes.scene import BASE

_ENGLISH = re.compile(r'<span lang="en" dir="ltr">([^<]*)</span>')


def _course(folder: Path, language: str) -> Path:
    for path in BASE.rglob("*"):
        if path.is_file():
            copy = folder / path.relative_to(BASE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    file = folder / "course.yaml"
    text = file.read_text("utf-8")
    assert "language: en" in text
    file.write_text(text.replace("language: en", f"language: {language}"), "utf-8")
    return folder


@pytest.mark.parametrize("language", [*shipped_languages(), "pt-BR", "de-AT"])
def test_a_language_with_interface_text_builds_without_a_problem(
    tmp_path: Path, language: str
) -> None:
    course = _course(tmp_path / "course", language)
    built = pipeline.build(course, registry.pick(("email", "scorm12")))
    assert built.problems == ()
    assert built.artifacts["email"]
    assert built.artifacts["scorm12"]
    pages = [one.data for one in built.artifacts["email"] if one.path.endswith(".html")]
    assert not any(_ENGLISH.search(page.decode()) for page in pages)


@pytest.mark.parametrize("language", ["sv", "fa"])
def test_a_language_without_interface_text_is_reported_and_says_that_it_speaks_english(
    tmp_path: Path, language: str
) -> None:
    course = _course(tmp_path / "course", language)
    built = pipeline.build(course, registry.pick(("email", "scorm12", "site")))
    (problem,) = built.problems
    assert problem.code == "interface-text-missing"
    files = [one for name in built.artifacts for one in built.artifacts[name]]
    pages = [one.data.decode() for one in files if one.path.endswith(".html")]
    assert pages
    assert any(_ENGLISH.search(page) for page in pages)
    assert not any("&lt;span lang" in page for page in pages)
    texts = [one.data.decode() for one in files if one.path.endswith((".txt", ".json"))]
    assert not any("\ufdd0" in text or "\ufdd2" in text for text in (*pages, *texts))
