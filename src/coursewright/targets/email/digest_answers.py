"""What the short email leaves out, and what is asked although it left out the answer."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from coursewright.model import (
    Action,
    Block,
    Course,
    FactRef,
    Heading,
    Lesson,
    Link,
    Quiz,
    RecallItem,
    for_track,
    inlines,
    plain,
    text_of,
    walk,
)
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span

from .mail_editions import edition_of, sections_left_out
from .recall_cases import asked_case

__all__ = ["ANSWER_CODES", "check_answers"]

LEAVES_OUT = Code(
    "digest-leaves-out",
    Severity.NOTE,
    "The short email leaves out sections of a lesson in which the author has marked none.",
    "Most learners read only the email; nobody decided that it can do without these sections.",
)
WITHOUT_ANSWER = Code(
    "digest-without-answer",
    Severity.WARNING,
    "A recall item, question or action needs a section that the short email leaves out.",
    "Learners who read only the emails are asked for something they were never taught.",
)
ANSWER_CODES = (LEAVES_OUT, WITHOUT_ANSWER)

_ASKING = Action | Quiz
_WORD = re.compile(r"\w{4,}")
_STEM = 6  # letters by which words count as the same: decide, decided, deciding
_FEWEST = 5  # words of an answer, for their share to mean anything
_KNOWN = 0.6  # of the words of an answer, those that the whole lesson has at least
_LOST = 0.4  # of the words of an answer, those that the short email lacks of these


@dataclass(frozen=True)
class _Edition:
    """The short email of a lesson on one track, against the whole lesson."""

    course: Course
    lesson: Lesson
    track: str

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return edition_of(self.course, self.lesson, self.track, "digest")

    @cached_property
    def left_out(self) -> tuple[Heading, ...]:
        return sections_left_out(self.course, self.lesson, self.track)

    @cached_property
    def words(self) -> frozenset[str]:
        return _words(self.blocks, self.course)

    @cached_property
    def all_words(self) -> frozenset[str]:
        return _words(edition_of(self.course, self.lesson, self.track, "full"), self.course)

    def shows(self, section: str) -> bool:
        """Tell whether the email shows all of a section that is not in `more`."""
        if section in self._hidden:
            return False
        shown = (*walk(self.blocks), *for_track(self.lesson.body, self.track))
        return any(isinstance(one, Heading) and one.id == section for one in shown)

    @cached_property
    def _hidden(self) -> frozenset[str]:
        """The headings of the sections that are left out, and the smaller ones below them."""
        cut = {one.id for one in self.left_out}
        hidden: set[str] = set()
        opening = ""
        for block in for_track(self.lesson.body, self.track):
            if isinstance(block, Heading):
                opening = block.id if block.level <= 2 else opening
                hidden |= {block.id} if opening in cut else set()
        return frozenset(hidden)

    def loses(self, item: RecallItem) -> bool:
        """Tell whether the words of an answer are in the lesson and largely not in the email."""
        wanted = _words(item.answer, self.course) - _words(item.question, self.course)
        if len(wanted) < _FEWEST:
            return False
        known, said = (len(wanted & words) for words in (self.all_words, self.words))
        return known >= _KNOWN * len(wanted) and known - said >= _LOST * len(wanted)


_Editions = Mapping[tuple[str, str], _Edition]


def check_answers(course: Course) -> Iterator[Problem]:
    """Yield sections that nobody decided to leave out, and what is asked without an answer."""
    editions = {
        (lesson.id, track): _Edition(course, lesson, track)
        for lesson in course.lessons
        for track in lesson.front.tracks
    }
    for lesson in course.lessons:
        yield from _sections(lesson, editions)
        yield from _asked_in(lesson, editions)
    yield from _recalled(course, editions)
    yield from _cases(course, editions)


def _sections(lesson: Lesson, editions: _Editions) -> Iterator[Problem]:
    if any(isinstance(one, Heading) and one.digest for one in walk(lesson.body)):
        return
    cut: dict[str, Heading] = {}
    for track in lesson.front.tracks:
        edition = editions[lesson.id, track]
        linked = set(_linked(edition))
        cut |= {one.id: one for one in edition.left_out if one.id not in linked}
    if cut:
        first = next(iter(cut.values()))
        names = ", ".join(f"“{plain(one.children).strip()}”" for one in cut.values())
        message = f"The short email of `{lesson.id}` leaves out {names}."
        hint = "Mark each section that it must carry: `## A heading {digest}`."
        yield LEAVES_OUT.at(first.span, message, hint=hint)


def _linked(edition: _Edition) -> Iterator[str]:
    """Yield the headings of its lesson that the email links to."""
    for piece in inlines(edition.blocks):
        if isinstance(piece, Link):
            name, _, heading = piece.href.partition("#")
            if heading and name in ("", f"lesson:{edition.lesson.id}"):
                yield heading


def _asked_in(lesson: Lesson, editions: _Editions) -> Iterator[Problem]:
    """Yield the questions and actions of an email whose section it does not carry."""
    found: dict[Span, tuple[str, list[str]]] = {}
    for track in lesson.front.tracks:
        edition = editions[lesson.id, track]
        for block in walk(edition.blocks):
            if isinstance(block, _ASKING) and block.section and not edition.shows(block.section):
                found.setdefault(block.span, (block.section, []))[1].append(track)
    for span, (section, tracks) in found.items():
        yield _lacks(span, section, lesson, tracks)


def _recalled(course: Course, editions: _Editions) -> Iterator[Problem]:
    """Yield the recall items whose answer no email of their lesson gave."""
    suppliers = {name: lesson for lesson in course.lessons for name in lesson.front.supplies}
    asked = _recalls(course)
    for item in course.recall.values():
        lesson = suppliers.get(item.id)
        if lesson is None:
            continue
        lacking = [
            track
            for track in lesson.front.tracks
            if (item.id, track) in asked and _unanswered(item, editions[lesson.id, track])
        ]
        if lacking:
            yield _lacks(item.span, item.section, lesson, lacking)


def _unanswered(item: RecallItem, edition: _Edition) -> bool:
    return not edition.shows(item.section) if item.section else edition.loses(item)


def _recalls(course: Course) -> set[tuple[str, str]]:
    """Return which items are asked on which track, in lessons and after the course."""
    asked = [lesson.front.recall for lesson in course.lessons]
    asked += [mail.items for mail in course.settings.recall_mails]
    return {(item, track) for one in asked for track, items in one.items() for item in items}


def _cases(course: Course, editions: _Editions) -> Iterator[Problem]:
    """Yield the questions of recall emails that need a section which no email carried."""
    for mail in course.settings.recall_mails:
        for track in mail.question:
            case = asked_case(course, track, mail)
            if case is None or not case.section:
                continue
            for lesson in course.lessons_of(track):
                held = any(block is case for block in walk(lesson.body))
                if held and not editions[lesson.id, track].shows(case.section):
                    yield _lacks(case.span, case.section, lesson, [track])


def _lacks(span: Span, section: str | None, lesson: Lesson, tracks: Iterable[str]) -> Problem:
    where = f"the section `{section}`" if section else "most words of this answer"
    names = ", ".join(f"`{track}`" for track in tracks)
    message = f"The short email of `{lesson.id}` leaves out {where} on {names}."
    hint = "Mark the section that gives the answer `{digest}`, or ask what the email tells."
    if not section:
        hint += " If it does tell it, name its heading here: `section`."
    return WITHOUT_ANSWER.at(span, message, hint=hint)


def _words(blocks: Iterable[Block], course: Course) -> frozenset[str]:
    blocks = tuple(blocks)
    facts = (piece.key for piece in inlines(blocks) if isinstance(piece, FactRef))
    said = " ".join(course.facts[key].say for key in facts if key in course.facts)
    found = _WORD.findall(f"{text_of(blocks)} {said}".casefold())
    return frozenset(word[:_STEM] for word in found)
