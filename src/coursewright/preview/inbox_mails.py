"""Every message of a track in order, and one of them as a given person gets it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.model import Course, Lesson, fill_line, known_values
from coursewright.presentation.brand import load_brand
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates
from coursewright.sequence.placeholders import Segment, Slot, fill, filled, mark_of
from coursewright.targets.email.email_builder import EmailPlan, make_mail
from coursewright.targets.email.lesson_emails import lesson_plans
from coursewright.targets.email.mail_editions import EDITIONS
from coursewright.targets.email.mail_mime import eml
from coursewright.targets.email.mail_view import EmailContext, web_base
from coursewright.targets.email.service_emails import service_plans

from .live_course import LiveCourse, Made
from .sample_learners import Learner

__all__ = ["CLIP", "Inbox", "InboxEntry", "ShownEmail"]

CLIP = 102_000
"""Bytes of HTML after which Gmail cuts a mail."""
_BEFORE = ("confirm", "welcome")
_SAMPLE_TO = "To: Alex Rivera <alex.rivera@example.org>"


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """A line of the inbox."""

    id: str
    kind: str
    subject: str
    preheader: str
    when: str
    """When it comes, in words: `day 12`."""
    lesson: str
    """The id of its lesson; empty for all others."""
    day: int = 0
    """Days after the start; of what follows the course, after the last lesson."""


@dataclass(frozen=True, slots=True)
class ShownEmail:
    """A mail as one person gets it."""

    subject: str
    preheader: str
    html: str
    text: str
    eml: str

    @property
    def size(self) -> int:
        """Bytes of the HTML."""
        return len(self.html.encode("utf-8"))


class Inbox:
    """Makes mails when they are looked at, one at a time."""

    def __init__(self, shop: LiveCourse) -> None:
        self._shop = shop
        self._templates = Templates("email", shop.options.templates)

    def entries(self, track: str) -> Made:
        """Return the messages of a track, in the order in which they come."""
        return self._shop.make(("entries", track), lambda c: tuple(self._entries(c, track)))

    def letter(self, mail: str, learner: Learner) -> Made:
        """Return a mail for a learner; None where there is no such mail."""
        made = self._shop.make(("mail", mail), lambda course: self._make(course, mail))
        if made.value is None:
            return made
        return Made(_filled(self._shop, made.value, learner), made.fault)

    def _kit(self, course: Course) -> EmailContext:
        folders = self._shop.options.templates
        language = course.settings.language
        return EmailContext(
            course=course,
            words=self._shop.dress(("words", language), lambda: strings(language, folders)),
            brand=self._shop.dress("brand", lambda: load_brand(folders)),
            templates=self._templates,
            mark=str(self._shop.make("mark", mark_of).value),
        )

    def _entries(self, course: Course, track: str) -> Iterator[InboxEntry]:
        around = [one for one in service_plans(self._kit(course)) if one.view.track.id == track]
        yield from (_service(one) for one in around if one.kind in _BEFORE)
        for lesson in course.lessons_of(track):
            front = lesson.front
            yield InboxEntry(
                id=f"{track}/{lesson.id}",
                kind="lesson",
                subject=_shown(front.subject, course, track, lesson) or front.title,
                preheader=_shown(front.preheader, course, track, lesson),
                when=f"day {front.day.get(track, 0)}",
                lesson=lesson.id,
                day=front.day.get(track, 0),
            )
        yield from (_service(one) for one in around if one.kind not in _BEFORE)

    def _make(self, course: Course, mail: str) -> Mapping[str, tuple[Segment, ...]] | None:
        plan = self._plan(course, mail)
        if plan is None:
            return None
        made = make_mail(plan)
        if made.entry is None:
            told = "; ".join(f"{one.span}: {one.message}" for one in made.problems)
            raise ValueError(told or "the mail cannot be made")
        files = {one.path: one.data for one in made.artifacts}
        texts = json.loads(files[str(made.entry["file"])])
        return {name: _segments(value) for name, value in texts.items()}

    def _plan(self, course: Course, mail: str) -> EmailPlan | None:
        kit = self._kit(course)
        track, _, rest = mail.partition("/")
        lesson, _, edition = rest.partition("/")
        if any(one.id == lesson for one in course.lessons_of(track)):
            editions = tuple(one for one in EDITIONS if one == (edition or "digest"))
            plans = lesson_plans(kit, frozenset({lesson}), editions)
        else:
            plans = service_plans(kit)
        return next((plan for plan in plans if plan.id == mail), None)


def _shown(text: str, course: Course, track: str, lesson: Lesson) -> str:
    """Return a subject or preheader as a learner gets it who gave no name."""
    values = known_values(course, track, lesson)
    return fill_line(text, values.get)


def _service(plan: EmailPlan) -> InboxEntry:
    split = plan.view.slots.split

    def words(name: str) -> str:
        return fill(split(str(plan.frame[name]), html=False), {})

    offset = plan.entry.get("offset", 0)
    when = {
        "confirm": "on sign-up",
        "welcome": "once confirmed",
        "nudge": "when idle",
        "goodbye": "on leaving",
        "sponsor-digest": f"day {offset}, to the leader",
        "completion": "after the last lesson",
    }.get(plan.kind, f"{offset} days after")
    return InboxEntry(plan.id, plan.kind, words("subject"), words("preheader"), when, "", offset)


def _segments(value: Any) -> tuple[Segment, ...]:
    return tuple(
        one if isinstance(one, str) else Slot(one["slot"], one["context"], one["fallback"])
        for one in value
    )


def _filled(
    shop: LiveCourse, texts: Mapping[str, tuple[Segment, ...]], learner: Learner
) -> ShownEmail | None:
    course = shop.state.course
    if course is None:
        return None
    settings = course.settings
    base = web_base(settings.links.service)
    names = ("next", "pause", "preferences", "leave", "unsubscribe", "confirm", "certificate")
    values = {f"link.{name}": f"{base}{name}/sample" if base else "" for name in names}
    values |= {"learner.name": learner.name, "learner.first_name": learner.first_name}
    shown = {name: fill(segments, values) for name, segments in texts.items()}
    raw = b""
    if settings.sender is not None:
        unsubscribe = values["link.unsubscribe"] or None
        raw = eml(
            sender=settings.sender,
            language=settings.language,
            subject=shown["subject"],
            text=filled(texts["text"], values),
            html=filled(texts["html"], values),
            unsubscribe=unsubscribe,
        )
    written = raw.decode().replace(_SAMPLE_TO, learner.to_line, 1).replace("\r\n", "\n")
    return ShownEmail(shown["subject"], shown["preheader"], shown["html"], shown["text"], written)
