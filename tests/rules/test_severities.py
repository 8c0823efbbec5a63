"""Severities: the profile, `rules:` by code and folder, ignore comments, what cannot be lowered."""

from pathlib import Path

import pytest

from coursewright import pipeline, registry
from coursewright.problems import Problem

TEXT = "The tea tastes flat. "


def course(tmp_path: Path, settings: str = "", body: str = TEXT) -> Path:
    folder = tmp_path / "course"
    (folder / "1-a").mkdir(parents=True)
    (folder / "2-b").mkdir()
    (folder / "course.yaml").write_text(
        'id: tea\ntitle: Tea\nversion: "1.0"\nlanguage: en\n'
        "tracks:\n  - {id: all, label: All, choose: Everybody}\n"
        "modules:\n  - {id: A, folder: 1-a, title: A}\n  - {id: B, folder: 2-b, title: B}\n"
        f"{settings}"
    )
    for module, name in (("A", "1-a/01-one"), ("B", "2-b/01-two")):
        (folder / f"{name}.md").write_text(
            f"---\nid: {name[7:]}\nmodule: {module}\ntitle: Tea\ntracks: [all]\n---\n{body}\n"
        )
    return folder


def found(folder: Path, *targets: str) -> list[str]:
    """Return the problems of a course as `path severity code`, without the note on emails."""
    chosen = registry.pick(targets) if targets else None
    problems = pipeline.check(folder, chosen).problems
    return [shown(one) for one in problems if one.code != "email-not-built"]


def shown(problem: Problem) -> str:
    return f"{problem.span.path} {problem.severity} {problem.code}"


def test_a_course_for_an_lms_needs_no_day_subject_preheader_or_action(tmp_path: Path) -> None:
    folder = course(tmp_path, "limits: {words_min: 0}\n")
    assert found(folder) == []
    assert found(folder, "scorm12", "site") == []
    built = pipeline.build(folder, registry.pick(["scorm12"]))
    assert list(built.artifacts) == ["scorm12"]


def test_the_email_target_asks_for_them(tmp_path: Path) -> None:
    codes = {line.split()[2] for line in found(course(tmp_path), "email")}
    assert codes >= {"day-missing", "subject-missing", "preheader-missing", "action-missing"}


def test_the_profile_strict_asks_for_everything_and_more_severely(tmp_path: Path) -> None:
    folder = course(tmp_path, "rules: {profile: strict}\n")
    lines = found(folder, "scorm12")
    assert "1-a/01-one.md error action-missing" in lines
    assert "1-a/01-one.md error subject-missing" in lines
    assert "1-a/01-one.md warning lesson-too-short" in lines


@pytest.mark.parametrize("level", ["error", "warning", "note"])
def test_a_course_sets_the_severity_of_a_code(tmp_path: Path, level: str) -> None:
    folder = course(tmp_path, f"rules: {{lesson-too-short: {level}}}\n")
    assert found(folder) == [
        f"1-a/01-one.md {level} lesson-too-short",
        f"2-b/01-two.md {level} lesson-too-short",
    ]


def test_off_leaves_a_code_out(tmp_path: Path) -> None:
    assert found(course(tmp_path, "rules: {lesson-too-short: off}\n")) == []


def test_a_folder_has_severities_of_its_own(tmp_path: Path) -> None:
    folder = course(
        tmp_path, "rules:\n  lesson-too-short: error\n  2-b/: {lesson-too-short: off}\n"
    )
    assert found(folder) == ["1-a/01-one.md error lesson-too-short"]


def test_an_error_that_makes_output_wrong_stays_one(tmp_path: Path) -> None:
    folder = course(tmp_path, "rules: {unknown-fact: off, lesson-too-short: off}\n", "{{fact F}}")
    assert found(folder) == [
        "1-a/01-one.md error unknown-fact",
        "2-b/01-two.md error unknown-fact",
        "course.yaml error rule-locked",
    ]


def test_a_comment_ignores_a_problem_with_a_reason(tmp_path: Path) -> None:
    folder = course(tmp_path)
    lesson = folder / "1-a" / "01-one.md"
    reason = "title: Tea # coursewright-ignore lesson-too-short: a page of greeting"
    lesson.write_text(lesson.read_text().replace("title: Tea", reason))
    assert found(folder) == ["2-b/01-two.md note lesson-too-short"]


def test_a_comment_without_a_reason_ignores_nothing(tmp_path: Path) -> None:
    folder = course(tmp_path)
    lesson = folder / "1-a" / "01-one.md"
    text = lesson.read_text().replace(
        "title: Tea", "title: Tea # coursewright-ignore lesson-too-short"
    )
    lesson.write_text(text)
    assert found(folder) == [
        "1-a/01-one.md note lesson-too-short",
        "1-a/01-one.md warning ignore-malformed",
        "2-b/01-two.md note lesson-too-short",
    ]


def test_a_comment_that_ignores_nothing_is_reported(tmp_path: Path) -> None:
    folder = course(tmp_path, "rules: {lesson-too-short: off}\n")
    lesson = folder / "1-a" / "01-one.md"
    text = lesson.read_text().replace(
        "title: Tea", "title: Tea # coursewright-ignore empty-heading: x"
    )
    lesson.write_text(text)
    assert found(folder) == ["1-a/01-one.md warning ignore-unused"]


def test_a_comment_in_a_block_of_code_is_text(tmp_path: Path) -> None:
    body = "```html\n<!-- coursewright-ignore empty-heading: x -->\n```"
    assert found(course(tmp_path, "rules: {lesson-too-short: off}\n", body)) == []


def test_the_targets_of_a_course_are_built_by_default(tmp_path: Path) -> None:
    folder = course(tmp_path, "limits: {words_min: 0}\ntargets: [site]\n")
    assert list(pipeline.build(folder, None).artifacts) == ["site"]
