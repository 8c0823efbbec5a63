"""What clients do with our mails: as the reference makes them, with no feature they lack."""

import json
from base64 import b64encode

import pytest
from playwright.sync_api import Browser

from coursewright.target import Options
from coursewright.targets.email.compose import compose
from coursewright.targets.email.email_builder import EmailPlan
from coursewright.targets.email.html_finish import finish, prose_style
from coursewright.targets.email.mail_features import FEATURES, lacking
from coursewright.targets.email.mjml_compile import mjml_of
from coursewright.targets.email.mjml_rewrite import MjmlDocument
from coursewright.targets.email.mjml_skeletons import compile_skeleton
from coursewright.targets.email.render import kit_of, plans_of
from judges import package, reference_html
from targets.email.sample_emails import real_course, real_mails

DIFFERING = """async pair => {
  const load = data => new Promise(done => {
    const image = new Image();
    image.onload = () => done(image);
    image.src = "data:image/png;base64," + data;
  });
  const pixels = image => {
    const canvas = document.createElement("canvas");
    canvas.width = image.width; canvas.height = image.height;
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  };
  const [one, other] = [await load(pair[0]), await load(pair[1])];
  if (one.width !== other.width || one.height !== other.height) return -1;
  const [a, b] = [pixels(one), pixels(other)];
  let count = 0;
  for (let at = 0; at < a.length; at += 4)
    if (a[at] !== b[at] || a[at + 1] !== b[at + 1] || a[at + 2] !== b[at + 2]) count++;
  return count;
}"""


def plan(name: str) -> EmailPlan:
    kit = kit_of(real_course(), ())
    return next(one for one in plans_of(kit, Options()) if one.id == name)


@pytest.mark.parametrize(
    "name", ["aspire/delegate-the-outcome", "aspire/welcome", "sponsor/sponsor-02"]
)
def test_the_reference_compiler_makes_the_same_picture(browser: Browser, name: str) -> None:
    one = plan(name)
    front = mjml_of(compose(one.pieces, one.view, one.frame), prose_style(one.view), one.span)
    assert isinstance(front, MjmlDocument)
    reference, complaints = reference_html(front.mjml)
    assert complaints == []
    ours = compile_skeleton(front.skeleton, front.fillings)
    for width in (375, 800):
        pictures = []
        for html in (ours, reference):
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.set_content(finish(html, one.view), wait_until="domcontentloaded")
            pictures.append(b64encode(page.screenshot(full_page=True)).decode())
            page.close()
        page = browser.new_page()
        assert page.evaluate(DIFFERING, pictures) == 0
        page.close()


def test_our_mails_use_nothing_of_the_table() -> None:
    for one in real_mails().artifacts:
        if one.path.endswith(".html"):
            assert list(lacking(one.data.decode())) == []


def test_only_dark_mode_may_adorn_a_picture_with_a_filter() -> None:
    dark = "@media (prefers-color-scheme: dark) { p { color: red } img { filter: invert(1); } }"
    assert list(lacking(f"<style>{dark}</style>")) == []
    assert list(lacking(f"<style>{dark} img {{ filter: invert(1) }}</style>")) == ["filter"]
    assert list(lacking(f"<style>{dark.replace('filter', 'position')}</style>")) == ["position"]
    assert list(lacking('<img style="mix-blend-mode: screen">')) == ["mix-blend-mode"]


def declaration(name: str) -> str:
    if name.endswith("()"):
        return f"width: {name[:-1]}1px)"
    return name if ":" in name else f"{name}: x"


@pytest.mark.parametrize("name", FEATURES)
def test_each_feature_of_the_table_is_seen_in_a_style(name: str) -> None:
    assert list(lacking(f'<div style="color: #123456; {declaration(name)}">x</div>')) == [name]
    assert list(lacking(f"<style>p {{ {declaration(name)} }}</style>")) == [name]


def test_each_feature_of_the_table_is_lacking_in_a_great_client() -> None:
    data = json.loads((package("caniemail") / "data" / "caniemail.json").read_text("utf-8"))
    stats = {one["slug"]: one["stats"] for one in data["data"]}
    for name, slug in FEATURES.items():
        lasts = [
            list(versions.values())[-1]
            for family in ("gmail", "outlook", "apple-mail", "yahoo")
            for versions in stats[slug].get(family, {}).values()
        ]
        assert any(last.startswith("n") for last in lasts), name


def test_the_table_is_not_deceived_by_names_that_look_alike() -> None:
    assert (
        list(lacking('<p style="mso-position: x; object-position: y; --float: z">gap: 3</p>')) == []
    )
