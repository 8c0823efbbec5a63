"""The pages around the lessons: first page, tracks, job aids, glossary, sources."""

from itertools import groupby

from coursewright.markup.addresses import aid_address, track_address
from coursewright.markup.lessonhtml import aid_html
from coursewright.model import FactRef, Lesson, Module, inlines

from .lesson_pages import script_data
from .site_frame import Site

__all__ = ["add_aids", "add_first", "add_glossary", "add_sources", "add_tracks"]


def add_first(site: Site) -> None:
    """Add the first page: what the course is, and its tracks to choose from."""
    view = site.view("")
    tracks = [
        (track, len(site.course.lessons_of(track.id)), f"{track_address(track.id)}index.html")
        for track in site.course.settings.tracks
    ]
    site.add("", "first.html.j2", view, tracks=tracks)


def add_tracks(site: Site) -> None:
    """Add the contents of each track, by module."""
    for track in site.course.settings.tracks:
        address = track_address(track.id)
        view = site.view(address, track.id)
        lessons = site.course.lessons_of(track.id)
        groups: list[tuple[Module, list[Lesson]]] = [
            (module, list(run)) for module, run in groupby(lessons, key=site.course.module_of)
        ]
        site.add(address, "track.html.j2", view, track=track, groups=groups)


def add_aids(site: Site, words: list[str]) -> None:
    """Add the job aids, and the list of them."""
    aids = sorted(site.course.job_aids.values(), key=lambda aid: aid.path)
    for aid in aids:
        address = aid_address(aid.slug)
        view = site.view(address, *aid.tracks)
        body = aid_html(aid, view)
        track = view.tracks[0]
        data = script_data(site, view, track, words)
        site.add(address, "aid.html.j2", view, aid=aid, body=body, data=data)
    if aids:
        site.add("job-aids/", "aids.html.j2", site.view("job-aids/"), aids=aids)


def add_glossary(site: Site) -> None:
    """Add the glossary, by the alphabet of the words themselves."""
    terms = sorted(site.course.glossary, key=lambda term: term.term.casefold())
    if terms:
        site.add("glossary/", "glossary.html.j2", site.view("glossary/"), terms=terms)


def add_sources(site: Site) -> None:
    """Add the figures with what could be checked, and all sources.

    What has no figure to show goes under the lessons that use it.
    """
    course = site.course
    if course.references or course.facts:
        used = [
            (lesson, {inline.key for inline in inlines(lesson.body) if isinstance(inline, FactRef)})
            for lesson in course.lessons
        ]
        facts = [
            (fact, [lesson for lesson, keys in used if fact.id in keys])
            for fact in course.facts.values()
        ]
        references = sorted(course.references.values(), key=lambda one: one.cite.casefold())
        view = site.view("sources/")
        site.add("sources/", "sources.html.j2", view, facts=facts, references=references)
