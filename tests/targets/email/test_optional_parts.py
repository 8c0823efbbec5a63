"""Templates say which parts of an email are optional; a fault is a problem with its place."""

from pathlib import Path

import pytest

from coursewright.sequence.filling import fill, settle
from coursewright.sequence.reader import read_message
from coursewright.sequence.records import MessageTexts
from coursewright.target import Options, Rendered
from targets.email.sample_emails import artifact, small_mails, text_of

ROW = "<mj-section><mj-column><mj-text>{}</mj-text></mj-column></mj-section>"
LINKS = ("next", "pause", "preferences", "leave", "unsubscribe")


def without_service(files: dict[str, str]) -> None:
    files["course.yaml"] = files["course.yaml"].replace(", service:", ", help:")


def own(tmp_path: Path, template: str, text: str) -> Options:
    path = tmp_path / "brand" / "email" / template
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return Options(templates=(tmp_path / "brand",))


def texts(mails: Rendered, name: str) -> MessageTexts:
    return read_message(artifact(mails, f"messages/home/{name}.json").data)


def test_every_link_is_a_group_with_and_without_a_service() -> None:
    for mails in (small_mails(), small_mails(without_service)):
        message = texts(mails, "01-water")
        for part in (message.html, message.text):
            for name in LINKS:
                shown = fill(settle(part, {f"link.{name}"}), {f"link.{name}": "https://x.example/"})
                assert "https://x.example/" in shown, name


def test_without_a_service_learners_leave_by_email() -> None:
    mails = small_mails(without_service)
    page, text = (text_of(mails, f"home/01-water.{one}") for one in ("html", "txt"))
    for way in ("leave", "unsubscribe"):
        address = f"?subject={way}%20good-tea"
        assert page.count(address) == (1 if way == "leave" else 2)
        assert address in text
    assert "pause" not in text.lower()
    assert text.endswith("whether you open it.\n")


def test_a_row_of_mjml_can_be_optional(tmp_path: Path) -> None:
    row = '{% call optional("link.pause") %}' + ROW.format("PAUSE") + "{% endcall %}REST"
    row = row.replace("REST", ROW.format("REST"))
    options = own(tmp_path, "mails/nudge.mjml.j2", row)
    with_service = text_of(small_mails(options=options), "home/nudge.html")
    without = text_of(small_mails(without_service, options), "home/nudge.html")
    assert "PAUSE" in with_service
    assert "PAUSE" not in without
    assert "REST" in without
    assert "mj-raw" not in with_service


def test_a_link_outside_of_an_optional_part_is_none_without_a_service(tmp_path: Path) -> None:
    row = ROW.format('{% if link("pause") %}PAUSE{% else %}NOTHING{% endif %}')
    options = own(tmp_path, "mails/nudge.mjml.j2", row)
    assert "PAUSE" in text_of(small_mails(options=options), "home/nudge.html")
    assert "NOTHING" in text_of(small_mails(without_service, options), "home/nudge.html")


@pytest.mark.parametrize(
    "html",
    [
        '{% call optional("link.pause") %}<p>a{% endcall %}</p>',
        '<p>a{% call optional("link.pause") %}</p>{% endcall %}',
        '<p>{% call optional("link.pause") %}</p><p>{% endcall %}</p>',
    ],
)
def test_a_part_that_cuts_an_element_is_a_problem_with_its_line(tmp_path: Path, html: str) -> None:
    options = own(tmp_path, "mails/nudge.mjml.j2", "\n" + ROW.format(html))
    problems = small_mails(options=options).problems
    assert {one.code for one in problems} == {"mail-template-broken"}
    assert all("An optional part begins or ends within" in one.message for one in problems)
    assert all("brand/email/mails/nudge.mjml.j2:2" in one.message for one in problems)
    assert all(one.hint for one in problems)


def test_a_part_of_a_text_that_is_cut_off_is_a_problem(tmp_path: Path) -> None:
    part = '{% call optional("link.pause") %}A long line{% endcall %}'
    text = "{% set part %}" + part + "{% endset %}{{ part[:40] }}"
    problems = small_mails(options=own(tmp_path, "mails/nudge.txt.j2", text)).problems
    assert {one.code for one in problems} == {"mail-template-broken"}
    assert all("opened and not closed" in one.message for one in problems)


def test_a_footer_that_knows_no_optional_parts_is_no_email_with_dead_links(tmp_path: Path) -> None:
    row = """{% for group in footer_links %}<p>{% for link in group %}<a href="{{ link.url }}">
    {{ link.words }}</a>{% if not loop.last %} | {% endif %}{% endfor %}</p>{% endfor %}"""
    options = own(tmp_path, "parts/footer.mjml.j2", ROW.format(row))
    assert not small_mails(options=options).problems
    problems = small_mails(without_service, options).problems
    assert {one.code for one in problems} == {"mail-template-broken"}
    assert any("`pause` leads nowhere" in one.message for one in problems)
    assert all('optional("link.' in str(one.hint) for one in problems)
