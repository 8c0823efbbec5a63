"""The look: readable in both modes, changed line by line, and nothing in it can leave its place."""

from pathlib import Path

import pytest

from coursewright.errors import TemplateFileError
from coursewright.presentation.brand import COLORS, Mode, contrast, load_brand

TEXTS = ("ink", "soft", "stage", "one", "two", "three", "wrap", "ok", "no")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", TEXTS)
def test_every_text_colour_of_ours_is_at_least_six_to_one(name: str, mode: Mode) -> None:
    brand = load_brand()
    for ground in ("paper", "card"):
        assert contrast(brand.color(name, mode), brand.color(ground, mode)) >= 6
    if name not in {"ink", "soft"}:
        assert contrast(brand.color("on", mode), brand.color(name, mode)) >= 6


def test_an_author_changes_one_line(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text('light:\n  one: "#112233"\nlogo: {width: 90}\n')
    brand, ours = load_brand([tmp_path]), load_brand()
    assert brand.color("one") == "#112233"
    assert brand.logo.width == 90
    rest = [name for name in COLORS if name != "one"]
    assert [brand.color(name) for name in rest] == [ours.color(name) for name in rest]
    assert brand.dark == ours.dark


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("light:\n  one: red\n", 2, "not a color"),
        ("light:\n  one: '#11223'\n", 2, "not a color"),
        ("light:\n  onee: '#112233'\n", 2, "there is no `onee`"),
        ("\nfont:\n  text: serif\n", 2, "there is no `font`"),
        ("fonts:\n  text: 'serif; } body { display: none'\n", 2, "not a list of fonts"),
        ('fonts:\n  text: "Georgia, \'Open"\n', 2, "not a list of fonts"),
        ("logo:\n  src: 'javascript:alert(1)'\n", 2, "https"),
        ("logo:\n  width: 9999\n", 2, "1 to 600"),
        ("- a\n", 1, "list of `name: value`"),
        ("light: [a]\n", 1, "list of `name: value`"),
        ("light: {one: !!python/object:os.system x}\n", 1, "not a color"),
        ("a: [\n", 2, "cannot be read"),
    ],
)
def test_a_wrong_brand_file_is_refused_with_its_place(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    (tmp_path / "brand.yaml").write_text(text)
    with pytest.raises(TemplateFileError, match=words) as caught:
        load_brand([tmp_path])
    assert caught.value.line == line
    assert caught.value.path == f"{tmp_path.name}/brand.yaml"
