"""Placeholders in subjects and preheaders that cannot be filled are named with their place."""

import pytest

from read.course_in_memory import COURSE, FRONT, read, told


@pytest.mark.parametrize(
    ("subject", "problems"),
    [
        ("Plain {braces}", []),
        ('{{ learner.first_name | "there" }}: {{lesson.number}} of {{ course.title }}', []),
        ('{{ learner.frist_name | "x" }}', ["placeholder-unknown 5:10"]),
        ("{{ learner.first_name }}", ["placeholder-without-fallback 5:10"]),
        ("{{ track.label", ["sign-malformed 5:10"]),
        ("{{fact F1}}", ["sign-malformed 5:10"]),
        ("{{ 1 + 1 }}", ["sign-malformed 5:10"]),
        ("{{}}", ["sign-malformed 5:10"]),
    ],
)
def test_a_subject_that_cannot_be_filled_is_named(subject: str, problems: list[str]) -> None:
    front = FRONT.replace("tracks:", f"subject: '{subject}'\ntracks:")
    assert told(read("Text.\n", front=front).problems) == problems


def test_other_lines_of_the_course_are_checked_too() -> None:
    recall = "recall_mails:\n  - offset: 7\n    subject: '{{ x.y }}'\n    preheader: '{{ z }}'\n"
    found = told(read("Text.\n", {"course.yaml": COURSE + recall}).problems)
    assert found == ["placeholder-unknown 11:14", "placeholder-unknown 12:16"]
