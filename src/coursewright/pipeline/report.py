"""`report.json`: what was built, in plain values; the same bytes on any day and any machine."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from coursewright import __version__
from coursewright.model import Course, Lesson, for_track, words
from coursewright.output import Artifact
from coursewright.problems import Problem
from coursewright.target import Rendered

__all__ = ["FORMAT", "problem_value", "report_bytes", "report_of"]

FORMAT = 1


def report_of(
    course: Course,
    problems: Iterable[Problem],
    artifacts: Mapping[str, tuple[Artifact, ...]],
    rendered: Mapping[str, Rendered],
) -> dict[str, Any]:
    """Return the report of a build: course, lessons, files with size and hash, problems."""
    settings = course.settings
    return {
        "format": FORMAT,
        "tool": {"name": "coursewright", "version": __version__},
        "course": {
            "id": settings.id,
            "title": settings.title,
            "version": settings.version,
            "language": settings.language,
            "tracks": [track.id for track in settings.tracks],
        },
        "lessons": [_lesson(course, lesson) for lesson in course.lessons],
        "targets": {
            name: {"files": _files(artifacts[name]), "report": dict(rendered[name].report)}
            for name in artifacts
        },
        "problems": [problem_value(problem) for problem in problems],
    }


def report_bytes(report: Mapping[str, Any]) -> bytes:
    """Return the report as it lies on disk: sorted, indented, UTF-8."""
    text = json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode("utf-8", "backslashreplace")


def problem_value(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain values, its place relative to the course folder."""
    span = problem.span
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _lesson(course: Course, lesson: Lesson) -> dict[str, Any]:
    front = lesson.front
    minutes = front.minutes
    return {
        "id": lesson.id,
        "title": lesson.title,
        "module": front.module,
        "minutes": {"read": minutes.read, "practice": minutes.practice, "action": minutes.action},
        "words": {
            track.id: words(for_track(lesson.body, track.id))
            for track in course.settings.tracks
            if track.id in front.tracks
        },
    }


def _files(artifacts: Iterable[Artifact]) -> list[dict[str, Any]]:
    return [
        {"path": artifact.path, "size": len(artifact.data), "sha256": artifact.sha256}
        for artifact in sorted(artifacts, key=lambda artifact: artifact.path)
    ]
