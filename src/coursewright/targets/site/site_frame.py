"""The site in the making: its pages so far, and what every page needs."""

from dataclasses import dataclass, field
from typing import Any

from coursewright.markup.addresses import (
    aid_address,
    answer_address,
    asset_address,
    lesson_address,
)
from coursewright.markup.blockhtml import template_names
from coursewright.markup.data_block import json_block
from coursewright.markup.view import View
from coursewright.model import Course
from coursewright.output import Artifact
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates
from coursewright.target import Options

__all__ = ["Site", "SitePlaces"]


@dataclass(slots=True)
class SitePlaces:
    """Where things lie, seen from one page. Links name `index.html`: no server is needed."""

    course: Course
    up: str
    """What leads from the page to the root: `../../`."""
    tracks: tuple[str, ...]
    """Whose pages are linked: the page's own track first."""
    assets: set[str]

    def page(self, address: str) -> str:
        """Return the link to a page of the site."""
        return f"{self.up}{address}index.html"

    def lesson(self, id: str) -> str | None:  # noqa: A002 -- the field's name
        """Return the link to a lesson, on the page's own track where that has it."""
        for track in (*self.tracks, *(track.id for track in self.course.settings.tracks)):
            if any(lesson.id == id for lesson in self.course.lessons_of(track)):
                return self.page(lesson_address(track, id))
        return None

    def asset(self, path: str) -> str | None:
        """Return the link to a file of the course, which is then part of the site."""
        if path not in self.course.assets:
            return None
        self.assets.add(path)
        twin = f"{path.rpartition('.')[0]}.png"
        if path.endswith(".svg") and twin in self.course.assets:
            self.assets.add(twin)  # the mails show it in place of the SVG
        return self.up + asset_address(path)

    def aid(self, id: str) -> str | None:  # noqa: A002
        """Return the link to a job aid."""
        aid = self.course.job_aids.get(id)
        return self.page(aid_address(aid.slug)) if aid else None

    def answer(self, item: str, option: str) -> str | None:
        """Return the link to the page that answers an option."""
        return self.page(answer_address(item, option))


@dataclass(slots=True)
class Site:
    """The pages so far."""

    course: Course
    options: Options
    pages: dict[str, bytes] = field(default_factory=dict)
    assets: set[str] = field(default_factory=set)
    listed: list[str] = field(default_factory=list)
    """Addresses for the sitemap."""
    words: Any = None
    lesson_templates: Any = None
    site_templates: Any = None

    def __post_init__(self) -> None:
        folders = self.options.templates
        self.words = strings(self.course.settings.language, folders)
        self.lesson_templates = Templates("lesson", folders)
        self.site_templates = Templates("site", folders)

    def view(self, address: str, *tracks: str) -> View:
        """Return what a page at `address` is made with."""
        its = tracks or tuple(track.id for track in self.course.settings.tracks)
        places = SitePlaces(self.course, "../" * address.count("/"), its, self.assets)
        return View(self.course, self.words, self.lesson_templates, "site", places, its)

    def add(
        self,
        address: str,
        template: str,
        view: View,
        *,
        canonical: str | None = None,
        listed: bool = True,
        data: Any = None,
        **names: Any,
    ) -> None:
        """Render a page and keep it.

        Args:
            address: where it lies, with a slash at its end; empty for the first page.
            template: its template in `site/`.
            view: what it is made with.
            canonical: the address that search engines should name instead of this one.
            listed: whether the sitemap names it.
            data: the data for scripts on the page.
            names: what the template is given beside.
        """
        base = self.course.settings.links.web
        html = self.site_templates.render(
            template,
            **template_names(view),
            up="../" * address.count("/"),
            canonical=f"{base.rstrip('/')}/{canonical or address}" if base else None,
            data=None if data is None else json_block(data),
            **names,
        )
        self.pages[f"{address}index.html"] = html.encode()
        if listed and canonical in (None, address):
            self.listed.append(address)

    def artifacts(self) -> tuple[Artifact, ...]:
        """Return the pages and the files that they show."""
        files = {asset_address(path): self.course.assets[path].data for path in self.assets}
        return tuple(Artifact(path, data) for path, data in sorted((self.pages | files).items()))
