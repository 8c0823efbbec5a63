"""The lessons as pages, one at a time; whatever else they link to comes from the whole site."""

from collections.abc import Mapping
from dataclasses import replace

from coursewright.markup.addresses import asset_address, lesson_address
from coursewright.markup.look import style_sheet
from coursewright.model import Course
from coursewright.presentation.templates import Templates
from coursewright.registry import load
from coursewright.targets.site.lesson_pages import add_lessons
from coursewright.targets.site.site_frame import Site
from coursewright.targets.site.site_script import site_script

from .asset_versions import asset_versions, with_versions
from .live_course import LiveCourse, Made

__all__ = ["SitePages"]


class SitePages:
    """Makes pages of the site when they are asked for."""

    def __init__(self, shop: LiveCourse) -> None:
        self._shop = shop
        folders = shop.options.templates
        self._templates = Templates("lesson", folders), Templates("site", folders)
        self._script, self._words = site_script()

    def file(self, path: str) -> Made:
        """Return the bytes of a file of the site; a value of None where there is none."""
        path = f"{path}index.html" if not path or path.endswith("/") else path
        if path == "style.css":
            return self._shop.make("style", lambda _: style_sheet(self._shop.options).encode())
        if path == "site.js":
            return Made(self._script.encode())
        course = self._shop.state.course
        which = _lesson_at(course, path) if course else None
        if which is not None:
            made = self._shop.make(("lesson", *which), lambda c: self._lesson(c, which))
            return replace(made, value=(made.value or {}).get(path))
        for asset in course.assets.values() if course and path.startswith("media/") else ():
            if asset_address(asset.path) == path:
                return Made(asset.data)
        made = self._shop.make("site", self._whole)
        return replace(made, value=(made.value or {}).get(path))

    def _lesson(self, course: Course, which: tuple[str, str]) -> Mapping[str, bytes]:
        site = Site(course, replace(self._shop.options, only=frozenset({which[1]})))
        site.lesson_templates, site.site_templates = self._templates
        add_lessons(site, self._words, {which[0]})
        wanted = f"{lesson_address(*which)}index.html"
        return {wanted: self._versioned(site.pages[wanted])}

    def _whole(self, course: Course) -> Mapping[str, bytes]:
        made = load("site").render(course, self._shop.options)
        return {
            one.path: self._versioned(one.data) if one.path.endswith(".html") else one.data
            for one in made.artifacts
        }

    def versions(self) -> Mapping[str, str]:
        """Return the version of each picture and recording of the course."""
        return self._shop.make("versions", asset_versions).value or {}

    def _versioned(self, page: bytes) -> bytes:
        return with_versions(page.decode(), self.versions()).encode()


def _lesson_at(course: Course, path: str) -> tuple[str, str] | None:
    """Return track and lesson of a page, if it is one of a lesson."""
    for track in course.settings.tracks:
        for lesson in course.lessons_of(track.id):
            if f"{lesson_address(track.id, lesson.id)}index.html" == path:
                return track.id, lesson.id
    return None
