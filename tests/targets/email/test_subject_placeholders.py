"""Placeholders in subjects and preheaders: filled in the email, the sequence, plans and exports."""

import json
from pathlib import Path

import pytest

from coursewright.delivery.planning.course_plan import plan_cohort
from coursewright.delivery.rosters.roster import Person
from coursewright.export.exporting import export
from coursewright.export.mailers import MAILERS
from coursewright.output import write_folder
from coursewright.sequence.release import load_release
from targets.email.sample_emails import small_mails, text_of

LESSON = "1-basics/01-water.md"
NEW = {
    "subject": '{{ learner.first_name | "there" }}, {{lesson.number}}/{{ lesson.count }}: '
    "{{course.title}}",
    "preheader": "{{ learner.name | 'you' }} on {{ track.label }}",
}


def with_placeholders(files: dict[str, str]) -> None:
    lines = files[LESSON].split("\n")
    names = [line.partition(":")[0] for line in lines]
    files[LESSON] = "\n".join(
        f"{name}: {json.dumps(NEW[name])}" if name in NEW else line
        for name, line in zip(names, lines, strict=True)
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The emails of a course whose first subject has every kind of placeholder."""
    out = tmp_path_factory.mktemp("build") / "email"
    write_folder(out, small_mails(with_placeholders).artifacts)
    return out


def test_a_subject_is_filled_for_the_sample_learner(folder: Path) -> None:
    assert "Subject: Alex, 1/2: Good tea" in (folder / "home/01-water.eml").read_text("utf-8")
    html = (folder / "cafe/01-water.html").read_text("utf-8")
    assert "Alex Rivera on In a café" in html
    assert "{{" not in html


def test_only_what_differs_between_learners_is_left_to_the_sender(folder: Path) -> None:
    index = json.loads((folder / "sequence.json").read_text("utf-8"))
    (lesson,) = (one for one in index["messages"] if one["id"] == "cafe/water")
    assert [one for one in lesson["subject"] if isinstance(one, str)] == [", 1/2: Good tea"]
    assert [one for one in lesson["preheader"] if isinstance(one, str)] == [" on In a café"]
    assert "{{" not in json.dumps([lesson["subject"], lesson["preheader"]])


def test_a_plan_shows_no_braces(folder: Path) -> None:
    from datetime import date

    release = load_release(folder / "sequence.json")
    people = [Person("ada@example.org", "ada@example.org", "example.org", name="Ada L")]
    lines = list(plan_cohort(release, people, start=date(2027, 1, 11), track="home"))
    subjects = [one.subject for one in lines if one.key == "water"]
    assert [one.endswith(", 1/2: Good tea") for one in subjects] == [True]
    assert "{{" not in subjects[0]


@pytest.mark.parametrize("product", MAILERS)
def test_each_mailer_gets_its_own_tag_in_the_subject(folder: Path, product: str) -> None:
    files = {one.path: one.data.decode("utf-8", "replace") for one in export(folder, product)}
    all_text = "\n".join(text for path, text in files.items() if not path.endswith(".html"))
    assert ", 1/2: Good tea" in all_text
    assert "{{ learner.first_name |" not in all_text
    assert "{{lesson.number}}" not in all_text


def test_a_subject_of_the_interface_text_is_filled_too(tmp_path: Path) -> None:
    from coursewright.target import Options

    strings = tmp_path / "strings"
    strings.mkdir()
    (strings / "en.yaml").write_text(
        "mail.welcome.subject: 'Welcome, {{ learner.first_name | \"friend\" }}'\n", "utf-8"
    )
    emails = small_mails(options=Options(templates=(tmp_path,)))
    assert "Subject: Welcome, Alex" in text_of(emails, "home/welcome.eml")
