"""Values for fields that could not be read, from the rest of the course.

The fault is reported. With a value in its place, the rules find the other faults in the same run.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from coursewright.model import Lesson, Module, Settings, Track

from .lesson_order import nfc

__all__ = ["filled_lessons", "filled_settings"]


def filled_settings(
    settings: Settings, lessons: Iterable[Lesson], lost: Collection[str]
) -> Settings:
    """Return the settings with the modules and tracks that the lessons name, if theirs are lost."""
    lessons = list(lessons)
    if "course.yaml#modules" in lost:
        folders = {lesson.path.rpartition("/")[0]: lesson.front.module for lesson in lessons}
        given = {module.folder.strip("/") for module in settings.modules}
        more = (
            Module(id=name or folder, folder=folder, title=folder, span=settings.span)
            for folder, name in sorted(folders.items())
            if folder not in given
        )
        settings = replace(settings, modules=(*settings.modules, *more))
    if "course.yaml#tracks" in lost:
        known = {track.id for track in settings.tracks}
        named = {name for lesson in lessons for name in lesson.front.tracks} - known
        fresh = (
            Track(id=name, label=name, choose=name, span=settings.span) for name in sorted(named)
        )
        settings = replace(settings, tracks=(*settings.tracks, *fresh))
    return settings


def filled_lessons(
    settings: Settings, lessons: Iterable[Lesson], lost: Collection[str]
) -> list[Lesson]:
    """Return the lessons; one that lost its module is in that of its folder, and so on."""
    folders = {nfc(module.folder.strip("/")): module.id for module in settings.modules}
    everyone = tuple(track.id for track in settings.tracks)
    out = []
    for lesson in lessons:
        front = lesson.front
        if f"{lesson.path}#module" in lost:
            front = replace(front, module=folders.get(lesson.path.rpartition("/")[0], ""))
        if f"{lesson.path}#tracks" in lost:
            front = replace(front, tracks=front.tracks or everyone)
        out.append(lesson if front is lesson.front else replace(lesson, front=front))
    return out
