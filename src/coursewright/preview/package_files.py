"""The packages as an LMS would unzip them, held in memory, for one standard and one LMS."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from coursewright.model import Course, Package
from coursewright.packages.package_ids import packages_of
from coursewright.packages.presets import PRESETS
from coursewright.registry import load

from .live_course import LiveCourse, Made

__all__ = ["STANDARDS", "PackageFiles", "Unzipped"]

STANDARDS = (
    ("scorm12", "SCORM 1.2"),
    ("scorm2004-3", "SCORM 2004 3rd edition"),
    ("scorm2004-4", "SCORM 2004 4th edition"),
)


@dataclass(frozen=True, slots=True)
class Unzipped:
    """The files of a package, and what its report says."""

    files: Mapping[str, bytes]
    report: Mapping[str, Any]
    version: str
    """Another one whenever a file is another one."""


class PackageFiles:
    """Makes packages when they are looked at."""

    def __init__(self, shop: LiveCourse) -> None:
        self._shop = shop

    def packages(self) -> tuple[Package, ...]:
        """Return the packages that the course makes."""
        course = self._shop.state.course
        return packages_of(course) if course else ()

    def package(self, standard: str, preset: str, name: str) -> Made:
        """Return an `Unzipped` package; a value of None where there is none of that name."""
        known = any(one.id == name for one in self.packages())
        if not known or standard not in dict(STANDARDS) or preset not in PRESETS:
            return Made(None)
        key = ("package", standard, preset, name)
        return self._shop.make(key, lambda course: self._unzipped(course, *key[1:]))

    def _unzipped(self, course: Course, standard: str, preset: str, name: str) -> Unzipped:
        wanted = tuple(one for one in packages_of(course) if one.id == name)
        alone = replace(course, settings=replace(course.settings, packages=wanted))
        options = replace(self._shop.options, settings={"lms": preset})
        made = load(standard).render(alone, options)
        files = {artifact.path.partition("/")[2]: artifact.data for artifact in made.artifacts}
        every = hashlib.sha256()
        for path, data in sorted(files.items()):
            every.update(hashlib.sha256(path.encode()).digest() + hashlib.sha256(data).digest())
        return Unzipped(files, made.report["packages"][name], every.hexdigest()[:24])
