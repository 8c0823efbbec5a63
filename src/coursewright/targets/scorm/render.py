"""The files of each package in memory: page, player, pictures, manifest."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from coursewright.model import Course, Embed, Package, walk
from coursewright.output import Artifact
from coursewright.packages.answer_key import answer_key
from coursewright.packages.course_data import course_data
from coursewright.packages.package_ids import packages_of
from coursewright.packages.player_page import package_page
from coursewright.packages.presets import Preset, preset_of
from coursewright.packages.state_budget import longest_state
from coursewright.target import Options, Rendered

from .editions import Edition
from .manifest import manifest

__all__ = ["MANIFEST", "render"]

MANIFEST = "imsmanifest.xml"


def render(course: Course, options: Options, edition: Edition) -> Rendered:
    """Return the files of all packages, each below a folder of its package's name; keys beside.

    `options.only` is not asked: a package is one page; its menu, roads and state need the whole.
    """
    preset = preset_of(str(options.settings.get("lms", "generic")))
    artifacts: list[Artifact] = []
    report: dict[str, Any] = {"edition": edition.title, "lms": preset.name, "packages": {}}
    for package in packages_of(course):
        data = course_data(course, package, preset, prompts=edition.prompts)
        files = tuple(_files(course, package, edition, options, data))
        artifacts += [Artifact(f"{package.id}/{file.path}", file.data) for file in files]
        artifacts += answer_key(course, package, options)  # for teachers: never inside the zip
        own = _report(package, edition, preset, data, files)
        report["packages"][package.id] = own | {"embeds": _embeds(course, package)}
    return Rendered(tuple(artifacts), report=report)


def _files(
    course: Course, package: Package, edition: Edition, options: Options, data: dict[str, Any]
) -> Iterator[Artifact]:
    standard = f'export {{ createLms }} from "./{edition.adapter}";\n'
    files = package_page(course, package.tracks, data, options, replaced={"standard.js": standard})
    yield Artifact(MANIFEST, manifest(course, package, edition, [file.path for file in files]))
    yield from files


def _embeds(course: Course, package: Package) -> list[str]:
    """Return the hosts that a package loads from, once a learner has agreed."""
    blocks = walk(block for lesson in course.lessons_of(*package.tracks) for block in lesson.body)
    frames = (urlsplit(block.frame) for block in blocks if isinstance(block, Embed))
    return sorted({f"{frame.scheme}://{frame.netloc}" for frame in frames})


def _report(
    package: Package,
    edition: Edition,
    preset: Preset,
    data: dict[str, Any],
    files: tuple[Artifact, ...],
) -> dict[str, Any]:
    return {
        "title": package.title,
        "tracks": list(package.tracks),
        "lessons": len(data["lessons"]),
        "questions": len(data["items"]),
        "files": len(files),
        "bytes": sum(len(file.data) for file in files),
        "suspend_data": {"longest": longest_state(data), "limit": edition.suspend_limit},
        "why_this_lms": preset.reason,
    }
