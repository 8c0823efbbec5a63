"""Every message of a track in order, and one of them as a given person gets it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from coursewright.model import Course, Lesson, fill_line, known_values
from coursewright.output import Artifact
from coursewright.presentation.brand import load_brand
from coursewright.presentation.strings import strings
from coursewright.presentation.templates import Templates
from coursewright.sequence.filling import fill, filled, settle
from coursewright.sequence.format import MessageKind
from coursewright.sequence.placeholders import fallback_text
from coursewright.sequence.records import Message, MessageTexts
from coursewright.targets.email.email_builder import (
    EmailPlan,
    compile_texts,
    make_mail,
    sample_links,
)
from coursewright.targets.email.lesson_emails import lesson_plans
from coursewright.targets.email.mail_editions import EDITIONS
from coursewright.targets.email.mail_mime import eml
from coursewright.targets.email.mail_view import EmailContext
from coursewright.targets.email.placeholder_tokens import token_mark
from coursewright.targets.email.service_emails import service_plans

from .live_course import FaultyError, LiveCourse, Made
from .sample_learners import Learner

__all__ = ["Inbox", "InboxEntry", "ShownEmail"]

_BEFORE = (MessageKind.CONFIRM, MessageKind.WELCOME)
_SAMPLE_TO = "To: Alex Rivera <alex.rivera@example.org>"


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """A line of the inbox."""

    id: str
    kind: MessageKind
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
        return replace(made, value=_filled(self._shop, made.value, learner))

    def compiled(self, mail: str) -> Made:
        """Return the message of an email and its files as the build has them."""
        return self._shop.make(("compiled", mail), lambda course: self._compile(course, mail))

    def _kit(self, course: Course) -> EmailContext:
        folders = self._shop.options.templates
        language = course.settings.language
        return EmailContext(
            course=course,
            words=self._shop.dress(("words", language), lambda: strings(language, folders)),
            brand=self._shop.dress("brand", lambda: load_brand(folders)),
            templates=self._templates,
            mark=str(self._shop.make("mark", token_mark).value),
        )

    def _entries(self, course: Course, track: str) -> Iterator[InboxEntry]:
        around = [one for one in service_plans(self._kit(course)) if one.view.track.id == track]
        yield from (_service(one) for one in around if one.kind in _BEFORE)
        for lesson in course.lessons_of(track):
            front = lesson.front
            yield InboxEntry(
                id=f"{track}/{lesson.id}",
                kind=MessageKind.LESSON,
                subject=_shown(front.subject, course, track, lesson) or front.title,
                preheader=_shown(front.preheader, course, track, lesson),
                when=f"day {front.day.get(track, 0)}",
                lesson=lesson.id,
                day=front.day.get(track, 0),
            )
        yield from (_service(one) for one in around if one.kind not in _BEFORE)

    def _make(self, course: Course, mail: str) -> MessageTexts | None:
        plan = self._plan(course, mail)
        if plan is None:
            return None
        texts = compile_texts(plan)
        if isinstance(texts, MessageTexts):
            return texts
        raise FaultyError(texts)

    def _compile(self, course: Course, mail: str) -> tuple[Message, tuple[Artifact, ...]] | None:
        plan = self._plan(course, mail)
        if plan is None:
            return None
        made = make_mail(plan)
        if made.message is None:
            raise FaultyError(made.problems)
        return made.message, made.artifacts

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
    def words(name: str) -> str:
        return fallback_text(plan.view.tokens.split(str(plan.frame[name]), html=False))

    when = {
        MessageKind.CONFIRM: "on sign-up",
        MessageKind.WELCOME: "once confirmed",
        MessageKind.NUDGE: "when idle",
        MessageKind.GOODBYE: "on leaving",
        MessageKind.SPONSOR_DIGEST: f"day {plan.day}, to the sponsor",
        MessageKind.COMPLETION: "after the last lesson",
    }.get(plan.kind, f"{plan.day} days after")
    return InboxEntry(plan.id, plan.kind, words("subject"), words("preheader"), when, "", plan.day)


def _filled(shop: LiveCourse, texts: MessageTexts, learner: Learner) -> ShownEmail | None:
    course = shop.state.course
    if course is None:
        return None
    settings = course.settings
    links = sample_links(settings.links.service)
    values = links | {"learner.name": learner.name, "learner.first_name": learner.first_name}
    subject, preheader, html, text = (
        settle(one, links) for one in (texts.subject, texts.preheader, texts.html, texts.text)
    )
    raw = b""
    if settings.sender is not None:
        raw = eml(
            sender=settings.sender,
            language=settings.language,
            subject=fill(subject, values),
            text=filled(text, values),
            html=filled(html, values),
            unsubscribe=links.get("link.unsubscribe"),
        )
    written = raw.decode().replace(_SAMPLE_TO, learner.to_line, 1).replace("\r\n", "\n")
    return ShownEmail(
        fill(subject, values),
        fill(preheader, values),
        fill(html, values),
        fill(text, values),
        written,
    )
