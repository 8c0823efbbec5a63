"""A page for each option of each question: a mail links to it, and one click is an answer."""

from collections.abc import Iterator

from coursewright.markup.addresses import answer_address, lesson_address
from coursewright.markup.blockhtml import blocks_html
from coursewright.markup.phrasing import phrase
from coursewright.model import Choice, Course, Lesson, Option, walk

from .site_frame import Site

__all__ = ["add_answers"]


def add_answers(site: Site) -> None:
    """Add the answers of the questions in lessons; those of assessments are given with a score."""
    for lesson, quiz in _questions(site.course):
        if site.options.only and lesson.id not in site.options.only:
            continue
        for option in quiz.options:
            _add(site, lesson, quiz, option)


def _questions(course: Course) -> Iterator[tuple[Lesson, Choice]]:
    for lesson in course.lessons:
        for block in walk(lesson.body):
            if isinstance(block, Choice):
                yield lesson, block


def _add(site: Site, lesson: Lesson, quiz: Choice, option: Option) -> None:
    address = answer_address(quiz.id, option.key)
    tracks = [
        track
        for track in site.course.settings.tracks
        if track.id in lesson.front.tracks and (not quiz.tracks or track.id in quiz.tracks)
    ]
    view = site.view(address, *(track.id for track in tracks))
    view.lesson = lesson
    others = [
        (phrase(other.text, view), other.correct, blocks_html(other.feedback, view))
        for other in quiz.options
        if other.key != option.key
    ]
    site.add(
        address,
        "answer.html.j2",
        view,
        listed=False,
        quiz=quiz,
        option=option,
        lesson=lesson,
        module=site.course.module_of(lesson),
        prompt=blocks_html(quiz.prompt, view),
        chosen=phrase(option.text, view),
        feedback=blocks_html(option.feedback, view),
        others=others,
        back=[
            (track, f"../../../{lesson_address(track.id, lesson.id)}index.html") for track in tracks
        ],
    )
