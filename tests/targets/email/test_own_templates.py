"""An author replaces one template, or one line of the brand, and hears what is wrong with it."""

from pathlib import Path

import pytest

from coursewright.presentation.brand import load_brand
from coursewright.problems import Problem
from coursewright.shipped import shipped
from coursewright.target import Options
from coursewright.targets.email import TARGET
from targets.email.sample_emails import small_course, small_mails, text_of

ROW = "<mj-section><mj-column><mj-text>{}</mj-text></mj-column></mj-section>"


def own(tmp_path: Path, **files: str) -> Options:
    """Return options with a folder of templates: `blocks__scenario__mjml__j2` is a path."""
    for name, text in files.items():
        *folders, stem, kind, ending = name.split("__")
        path = tmp_path.joinpath("my-brand", *folders, f"{stem}.{kind}.{ending}".rstrip("."))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Options(templates=(tmp_path / "my-brand",))


def problems(options: Options) -> list[Problem]:
    return list(TARGET.render(small_course(), options).problems)


def test_one_template_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    row = ROW.format("MINE: {{ prose(block.children) }}")
    options = own(tmp_path, email__blocks__scenario__mjml__j2=row)
    theirs = text_of(small_mails(options=options), "home/01-water.html")
    ours = text_of(small_mails(), "home/01-water.html")
    assert "MINE: <p" in theirs
    assert "MINE" not in ours
    assert theirs.count("<h2") == ours.count("<h2") - 1
    assert text_of(small_mails(options=options), "home/01-water.txt") == text_of(
        small_mails(), "home/01-water.txt"
    )


def test_one_colour_is_replaced_in_both_modes(tmp_path: Path) -> None:
    (tmp_path / "my-brand").mkdir()
    brand = "light: {stage: '#123456'}\ndark: {stage: '#FEDCBA'}\n"
    (tmp_path / "my-brand" / "brand.yaml").write_text(brand)
    html = text_of(
        small_mails(options=Options(templates=(tmp_path / "my-brand",))), "home/01-water.html"
    )
    assert "#123456" in html
    assert "#FEDCBA" in html
    assert load_brand().color("stage") not in html


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n{{ nothing }}", 2, "'nothing' is undefined"),
        ("{% if %}", 1, "Expected an expression"),
        ("\n\n{% include 'blocks/gone.mjml.j2' %}", 3, "there is no template"),
    ],
)
def test_a_broken_template_is_a_problem_with_file_and_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    found = problems(own(tmp_path, email__blocks__scenario__mjml__j2=text))
    assert found
    assert {one.code for one in found} == {"mail-template-broken"}
    assert {(one.span.path, one.span.line) for one in found} == {
        ("my-brand/email/blocks/scenario.mjml.j2", line)
    }
    assert words in found[0].message


def test_broken_mjml_is_a_problem_at_the_block_it_came_from(tmp_path: Path) -> None:
    row = ROW.format('<p style="x">{{ prose(block.children) }}')
    found = problems(own(tmp_path, email__blocks__scenario__mjml__j2=row))
    assert {one.span.path for one in found} == {"1-basics/01-water.md", "1-basics/02-time.md"}
    assert "my-brand/email/blocks/scenario.mjml.j2:1: Not well-formed" in found[0].message
    scenario = next(b for b in small_course().lessons[0].body if b.kind == "scenario")
    assert scenario.span in {one.span for one in found}


def test_the_other_mails_are_made_all_the_same(tmp_path: Path) -> None:
    options = own(tmp_path, email__mails__nudge__mjml__j2="{{ nothing }}")
    mails = small_mails(options=options)
    assert not [one for one in mails.artifacts if "nudge" in one.path]
    assert text_of(mails, "home/welcome.txt")
    assert len(mails.problems) == 2  # one for each track


def test_a_broken_brand_is_a_problem_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "my-brand").mkdir()
    (tmp_path / "my-brand" / "brand.yaml").write_text("light:\n  stage: red\n")
    options = Options(templates=(tmp_path / "my-brand",))
    found = problems(options)
    assert [(one.span.path, one.span.line) for one in found] == [("my-brand/brand.yaml", 2)]
    assert list(TARGET.check(small_course(), options)) == [], "the build reports it for all targets"


@pytest.mark.parametrize(
    ("template", "good", "bad", "told"),
    [
        ("blocks/action", "<mj-text css", "<mj-text colour='x' css", ":3: `mj-text` has no"),
        ("layout", '<mj-body width="600px"', '<mj-body width="wide"', ":15: `width` of `mj-body`"),
        ("parts/rows", "<mj-text>{{ caller", "<mj-text size='1'>{{ caller", ":5: `mj-text` has no"),
    ],
)
def test_broken_mjml_is_told_with_the_line_of_its_template(
    tmp_path: Path, template: str, good: str, bad: str, told: str
) -> None:
    ours = (shipped("templates") / "email" / f"{template}.mjml.j2").read_text("utf-8")
    assert good in ours
    name = f"email__{template.replace('/', '__')}__mjml__j2"
    found = problems(own(tmp_path, **{name: ours.replace(good, bad)}))
    assert {one.code for one in found} == {"mail-template-broken"}
    assert any(f"my-brand/email/{template}.mjml.j2{told}" in one.message for one in found)
