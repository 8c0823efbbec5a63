"""The site in memory: first page, tracks, lessons, answers, job aids, glossary, sources."""

from coursewright.markup.look import style_sheet
from coursewright.model import Course
from coursewright.output import Artifact
from coursewright.target import Options, Rendered

from .answer_pages import add_answers
from .lesson_pages import add_lessons
from .side_pages import add_aids, add_first, add_glossary, add_sources, add_tracks
from .site_frame import Site
from .site_script import site_script
from .sitemap import sitemap

__all__ = ["render"]


def render(course: Course, options: Options) -> Rendered:
    """Return the pages of a course and every file that they show."""
    site = Site(course, options)
    script, words = site_script(course)
    add_first(site)
    add_tracks(site)
    add_lessons(site, words)
    add_answers(site)
    add_aids(site, words)
    add_glossary(site)
    add_sources(site)
    files = [
        *site.artifacts(),
        Artifact("style.css", style_sheet(options).encode()),
        Artifact("site.js", script.encode()),
    ]
    if course.settings.links.web:
        files.append(Artifact("sitemap.xml", sitemap(course.settings.links.web, site.listed)))
    pages = sum(1 for file in files if file.path.endswith(".html"))
    report = {"pages": pages, "bytes": sum(len(file.data) for file in files)}
    return Rendered(tuple(files), report=report)
