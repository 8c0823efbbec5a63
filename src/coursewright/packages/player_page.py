"""The page of a package: the lesson that opens it, and beside it the others and all they show."""

import hashlib
import json
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from markupsafe import Markup

from coursewright.markup.addresses import address_part, asset_address
from coursewright.markup.blockhtml import template_names
from coursewright.markup.conditions import rules_of
from coursewright.markup.data_block import json_block
from coursewright.markup.lessonhtml import aid_html, lesson_html
from coursewright.markup.look import PageOptions, style_sheet
from coursewright.markup.view import View
from coursewright.model import Course, JobAid, Lesson, Module, Readiness, walk
from coursewright.output import Artifact
from coursewright.presentation.fallback_text import isolated
from coursewright.presentation.messages import latin_digits
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates

from .player_bundle import bundle, numbered, player_module, words_used
from .player_parts import left_out

__all__ = ["PackagePlaces", "package_page"]

_BLOCK = re.compile(r'data-block="([a-z]+)"')
_CLASSES = re.compile(r'\bclass="([^"]*)"')
_ELEMENTS = re.compile(r"<[a-z][a-z0-9]*")
_SCRIPT = "player.js"
_AID_SCRIPT = "aid.js"
# A hint to browsers (Chromium 136 and later): nearly every function of the player is called while
# the page opens, so compile all while the file comes in, not each one when the page waits for it.
_EAGER = "//# allFunctionsCalledOnLoad\n"
_LITTLE = 65536
"""Bytes: lessons that are no more than this stand in the page, where they also pack better."""


@dataclass(slots=True)
class PackagePlaces:
    """Where things lie in a package; keeps in mind what was asked for."""

    course: Course
    lessons: frozenset[str]
    up: str = ""
    """What leads from the page to the root: `../` for a job aid."""
    assets: set[str] = field(default_factory=set)
    aids: set[str] = field(default_factory=set)

    def lesson(self, id: str) -> str | None:  # noqa: A002 -- the field's name
        """Return the link to a lesson of this package."""
        return "#cw-main" if id in self.lessons and not self.up else None

    def asset(self, path: str) -> str | None:
        """Return the address of a file, which is then part of the package."""
        if path not in self.course.assets:
            return None
        self.assets.add(path)
        return self.up + asset_address(path)

    def aid(self, id: str) -> str | None:  # noqa: A002
        """Return the address of a job aid, which is then part of the package."""
        aid = self.course.job_aids.get(id)
        if aid is None:
            return None
        self.aids.add(id)
        return f"{self.up}aids/{address_part(aid.slug)}.html"

    def answer(self, item: str, option: str) -> str | None:
        """Return nothing: in a package the answer is given where the question stands."""
        return None


def package_page(
    course: Course,
    tracks: tuple[str, ...],
    data: Mapping[str, Any],
    options: PageOptions,
    *,
    replaced: Mapping[str, str] | None = None,
) -> tuple[Artifact, ...]:
    """Return `index.html` of a package, and every file that it needs.

    Args:
        course: the course.
        tracks: the tracks of the package.
        data: the course data for the session (see player/session.js); `view` is
            added to it, for the frame.
        options: templates of the author.
        replaced: modules of the player by path, given instead of ours: `standard.js`.
    """
    lessons = course.lessons_of(*tracks)
    places = PackagePlaces(course, frozenset(lesson.id for lesson in lessons))
    words = strings(course.settings.language, options.templates)
    templates = Templates("lesson", options.templates)

    def view() -> View:
        return View(course, words, templates, "player", places, tracks)

    bodies = [(lesson.id, lesson_html(lesson, view())) for lesson in lessons]
    aids = _aid_pages(course, places, View(course, words, templates, "player", places, tracks))
    kinds = sorted({kind for _, html in bodies for kind in _BLOCK.findall(html)})
    opening = {lesson.id for track in tracks for lesson in course.lessons_of(track)[:1]}
    rest = _beside(bodies, opening)
    if not rest:
        here = player_module("shell/lessons-here.js")
        replaced = {"shell/lessons.js": here, **(replaced or {})}
    replaced = {**left_out(kinds, "".join(html for _, html in bodies)), **(replaced or {})}
    script = _EAGER + bundle("app.js", {"blocks.js": _blocks(kinds), **replaced})
    keys = [key for key in words_used(script) if key in words]
    script = numbered(script, keys)
    used = [isolated(words[key]) for key in keys]
    shown = {"words": used, "latin": latin_digits(course.settings.language)}
    blob = dict(data) | {"view": shown | {"checks": _checks(lessons, course)}}
    beside = _file_of(rest) if rest else None
    html = templates.render(
        "index.html.j2",
        **template_names(view()),
        lessons=[pair for pair in bodies if pair[0] not in rest],
        rest=beside.path if beside else None,
        tracks=[course.track(track) for track in tracks],
        modules_of=_by_module(course, lessons),
        script=_SCRIPT,
        data=json_block(blob),
    )
    return (
        Artifact("index.html", html.encode()),
        Artifact("style.css", _style(options, [html, *rest.values()], script, aids).encode()),
        Artifact(_SCRIPT, script.encode()),
        *((beside,) if beside else ()),
        *aids,
        *(
            Artifact(asset_address(path), course.assets[path].data)
            for path in sorted(places.assets)
        ),
    )


def _beside(lessons: list[tuple[str, Markup]], opening: Set[str]) -> dict[str, str]:
    """Return the lessons that stand in a file beside the page.

    The page is small then, and the first lesson on the screen sooner: a browser takes in all of
    a page before it shows the first word.
    """
    rest = {name: str(html) for name, html in lessons if name not in opening}
    return rest if sum(len(html.encode()) for html in rest.values()) > _LITTLE else {}


def _file_of(lessons: Mapping[str, str]) -> Artifact:
    """Return lessons as a script: a page that was opened from a folder may fetch nothing else.

    Its name goes by what it holds, so no cache gives the lessons of another version to a page.
    """
    text = f"cwLessons={json.dumps(lessons, ensure_ascii=False, separators=(',', ':'))}\n"
    data = text.encode()
    return Artifact(f"lessons-{hashlib.sha256(data).hexdigest()[:8]}.js", data)


def _style(options: PageOptions, htmls: list[str], script: str, aids: tuple[Artifact, ...]) -> str:
    pages = "\n".join([*htmls, *(aid.data.decode() for aid in aids if aid.path != _AID_SCRIPT)])
    scripts = [script, *(aid.data.decode() for aid in aids if aid.path == _AID_SCRIPT)]
    worn = [*_ELEMENTS.findall(pages), *_CLASSES.findall(pages), *scripts]
    return style_sheet(options, worn_by="\n".join(worn))


def _aid_pages(course: Course, places: PackagePlaces, view: View) -> tuple[Artifact, ...]:
    """Return the job aids that lessons, or other job aids, hand out."""
    done: dict[str, Artifact] = {}
    below = PackagePlaces(course, frozenset(), "../", places.assets, places.aids)
    while missing := sorted(places.aids - done.keys()):
        for name in missing:
            aid = course.job_aids[name]
            done[name] = _aid_page(aid, below, view)
    if done:
        done[_AID_SCRIPT] = Artifact(_AID_SCRIPT, bundle("aid.js").encode())
    return tuple(done.values())


def _aid_page(aid: JobAid, places: PackagePlaces, view: View) -> Artifact:
    own = View(view.course, view.words, view.templates, "player", places, view.tracks)
    html = view.templates.render(
        "aidpage.html.j2", **template_names(own), aid=aid, body=aid_html(aid, own)
    )
    return Artifact(f"aids/{address_part(aid.slug)}.html", html.encode())


def _blocks(kinds: list[str]) -> str:
    """Return the module that names the scripts of the blocks on the page."""
    lines = [f'import {{ start as {kind} }} from "./blocks/{kind}.js";' for kind in kinds]
    return "\n".join([*lines, f"export const blocks = {{{', '.join(kinds)}}};"])


def _by_module(course: Course, lessons: tuple[Lesson, ...]) -> list[tuple[Module, list[Lesson]]]:
    return [(module, list(run)) for module, run in groupby(lessons, key=course.module_of)]


def _checks(lessons: tuple[Lesson, ...], course: Course) -> dict[str, Any]:
    """Return the rules of the readiness checks that the lessons hold."""
    used = {
        block.check
        for lesson in lessons
        for block in walk(lesson.body)
        if isinstance(block, Readiness)
    }
    return {name: rules_of(check) for name, check in course.readiness.items() if name in used}
