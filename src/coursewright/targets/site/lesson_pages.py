"""A page for each lesson of each track: what it says, and where to go from there."""

from collections.abc import Collection, Iterable
from typing import Any

from coursewright.markup.addresses import lesson_address, track_address
from coursewright.markup.conditions import rules_of
from coursewright.markup.lessonhtml import lesson_html
from coursewright.markup.view import View
from coursewright.model import Assessment, Checklist, Course, Embed, Lesson, Likert, Readiness, walk
from coursewright.packages.questions import item_of
from coursewright.presentation.fallback_text import isolated
from coursewright.presentation.messages import latin_digits

from .site_frame import Site

__all__ = ["add_lessons", "script_data"]

_ALIVE = (Assessment, Checklist, Embed, Likert, Readiness)


def add_lessons(site: Site, words: list[str], tracks: Collection[str] = ()) -> None:
    """Add the lessons of some tracks, or of all.

    Args:
        site: where they go.
        words: the strings that the script asks for.
        tracks: ids of tracks; all of them if empty.
    """
    course, only = site.course, site.options.only
    for track in course.settings.tracks:
        if tracks and track.id not in tracks:
            continue
        lessons = course.lessons_of(track.id)
        for at, lesson in enumerate(lessons):
            if only and lesson.id not in only:
                continue
            before = lessons[at - 1] if at else None
            after = lessons[at + 1] if at + 1 < len(lessons) else None
            _add(site, track.id, lesson, before, after, words)


def _add(
    site: Site,
    track: str,
    lesson: Lesson,
    before: Lesson | None,
    after: Lesson | None,
    words: list[str],
) -> None:
    course = site.course
    address = lesson_address(track, lesson.id)
    view = site.view(address, track)
    body = lesson_html(lesson, view)
    page = view.places.lesson
    others = [one for one in course.settings.tracks if one.id in lesson.front.tracks]
    alive = any(isinstance(block, _ALIVE) for block in walk(lesson.body))
    site.add(
        address,
        "lesson.html.j2",
        view,
        canonical=lesson_address(others[0].id, lesson.id),
        data=script_data(site, view, track, words) if alive else None,
        lesson=lesson,
        track=course.track(track),
        body=body,
        home="../index.html",
        others=[
            (other, f"../../{lesson_address(other.id, lesson.id)}index.html") for other in others
        ],
        before=(before, page(before.id)) if before else None,
        after=(after, page(after.id)) if after else None,
    )


def script_data(site: Site, view: View, track: str, words: Iterable[str]) -> dict[str, Any]:
    """Return the course data for the script of one page."""
    course = site.course
    up = "../../"
    return {
        "course": {"id": course.id, "title": course.settings.title},
        "track": track,
        "tracks": [
            {"id": one.id, "label": one.label, "href": f"{up}{track_address(one.id)}index.html"}
            for one in course.settings.tracks
        ],
        "lessons": [
            {"id": lesson.id, "title": lesson.title, "href": view.places.lesson(lesson.id)}
            for lesson in course.lessons_of(track)
        ],
        "assessments": _assessments(course, track),
        "items": _scored(course),
        "view": {
            "latin": latin_digits(course.settings.language),
            "words": {key: isolated(site.words[key]) for key in words if key in site.words},
            "checks": {name: rules_of(check) for name, check in course.readiness.items()},
        },
    }


def _scored(course: Course) -> dict[str, Any]:
    """Return the questions whose answers can earn a part; elsewhere right and wrong say it all."""
    pools = [pool for pool in course.pools.values() if pool.scored_in_parts]
    items = {item.id: item_of(item, None) for pool in pools for item in pool.items}
    kept = ("type", "keys", "correct", "weight")
    return {id_: {key: item[key] for key in kept if key in item} for id_, item in items.items()}


def _assessments(course: Course, track: str) -> list[dict[str, Any]]:
    found = []
    for lesson in course.lessons_of(track):
        for block in walk(lesson.body):
            if isinstance(block, Assessment) and block.pool in course.pools:
                pool = course.pools[block.pool]
                cells: dict[str, list[str]] = {}
                for quiz in pool.items:
                    if quiz.kind != "open-text" and (not quiz.tracks or track in quiz.tracks):
                        cells.setdefault(quiz.cell or quiz.id, []).append(quiz.id)
                mastery = pool.mastery or course.settings.mastery
                drawn = [{"cell": cell, "tracks": [], "items": i} for cell, i in cells.items()]
                found.append({"id": block.id, "mastery": mastery, "cells": drawn})
    return found
