"""One email, from its plan to the files: composed, compiled, finished, split into segments."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coursewright.errors import TemplateFileError
from coursewright.model import Sender
from coursewright.output import Artifact
from coursewright.problems import Problem
from coursewright.sequence.filling import dead_links, fill, filled, settle
from coursewright.sequence.format import FORMAT, MessageKind
from coursewright.sequence.placeholders import Placeholder, placeholders_of
from coursewright.sequence.records import AppointmentInfo, Message, MessageTexts
from coursewright.sequence.writer import write_message
from coursewright.source import Span

from .compose import compose
from .email_parts import EmailPart
from .html_finish import finish, prose_style
from .mail_lint import lint
from .mail_mime import SAMPLE_NAME, eml
from .mail_view import MailView, web_base
from .mjml_compile import BAD_MJML, compile_mjml
from .placeholder_tokens import UnpairedMarkerError

__all__ = ["BuiltEmail", "EmailPlan", "compile_texts", "make_mail", "sample_links"]

_NO_SENDER = Sender(name="Course", address="course@example.invalid")
_LINKS = (
    *("next", "pause", "preferences", "leave", "unsubscribe"),
    *("confirm", "certificate", "calendar"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailPlan:
    """What an email is, before it is compiled."""

    id: str
    kind: MessageKind
    path: str
    """Its files below `email/`, without their endings: `aspire/01-welcome-and-baseline`."""
    view: MailView
    pieces: tuple[EmailPart, ...]
    frame: Mapping[str, Any]
    """What the layout shows: see `header_footer.frame_of`."""
    span: Span
    day: int = 0
    """Days after the start; of what follows the course, after the last lesson."""
    number: int = 0
    """Of a lesson: which of the track it is, from 1. Of a digest: the same."""
    edition: str = ""
    """Of a lesson: `digest` or `full`."""
    appointment: AppointmentInfo | None = None
    was: tuple[str, ...] = ()
    """Of a lesson: ids that it had before."""
    """Of a lesson with an action: its calendar entry."""


@dataclass(frozen=True, slots=True)
class BuiltEmail:
    """An email that is done, or the reasons why it is not."""

    message: Message | None
    artifacts: tuple[Artifact, ...] = ()
    problems: tuple[Problem, ...] = ()
    size: int = 0
    """Bytes of the HTML part with the sample learner."""


def make_mail(plan: EmailPlan) -> BuiltEmail:
    """Return the email of a plan. A broken template is a problem, like any other fault."""
    texts = compile_texts(plan)
    if not isinstance(texts, MessageTexts):
        return BuiltEmail(None, problems=texts)
    links = sample_links(plan.view.course.settings.links.service)
    dead = dict.fromkeys(
        name for part in (texts.html, texts.text) for name in dead_links(part, links)
    )
    if dead:
        return BuiltEmail(None, problems=tuple(_dead(plan, name) for name in dead))
    return _files(plan, texts, links)


def compile_texts(plan: EmailPlan) -> MessageTexts | tuple[Problem, ...]:
    """Return the texts of a plan, or why there are none."""
    view = plan.view
    try:
        composed = compose(plan.pieces, view, plan.frame)
        compiled = compile_mjml(composed, prose_style(view), plan.span)
        if not isinstance(compiled, str):
            return compiled
        split = view.tokens.split
        return MessageTexts(
            format=FORMAT,
            subject=split(str(plan.frame["subject"]), html=False),
            preheader=split(str(plan.frame["preheader"]), html=False),
            html=split(finish(compiled, view), html=True),
            text=split(composed.text, html=False),
        )
    except TemplateFileError as error:
        place = Span(error.path, error.line, error.column, error.line, error.column + 1)
        return (BAD_MJML.at(place, error.reason, hint=error.hint),)
    except UnpairedMarkerError as error:
        hint = "Print the content of `{% call optional(...) %}` once, unchanged."
        return (BAD_MJML.at(plan.span, f"In the email `{plan.id}` {error}.", hint=hint),)


def sample_links(service: str | None) -> dict[str, str]:
    """Return the addresses that links have for a sample learner; none without a service."""
    base = web_base(service)
    return {f"link.{name}": f"{base}{name}/sample" for name in _LINKS} if base else {}


def _dead(plan: EmailPlan, name: str) -> Problem:
    page = name.removeprefix("link.")
    message = f"In the email `{plan.id}` the link `{page}` leads nowhere without `links.service`."
    hint = f'In your template, put it in `{{% call optional("{name}") %}}`; see docs/email.md.'
    return BAD_MJML.at(plan.span, message, hint=hint)


def _files(plan: EmailPlan, texts: MessageTexts, links: Mapping[str, str]) -> BuiltEmail:
    settings = plan.view.course.settings
    values = {
        **links,
        "learner.first_name": SAMPLE_NAME.partition(" ")[0],
        "learner.name": SAMPLE_NAME,
    }
    subject, preheader, html, text = (
        settle(one, links) for one in (texts.subject, texts.preheader, texts.html, texts.text)
    )
    shown = {
        "subject": fill(subject, values),
        "preheader": fill(preheader, values),
        "html": fill(html, values),
        "text": fill(text, values),
    }
    on_list = plan.kind != MessageKind.CONFIRM
    email = eml(
        sender=settings.sender or _NO_SENDER,
        language=settings.language,
        subject=shown["subject"],
        text=filled(text, values),
        html=filled(html, values),
        unsubscribe=links.get("link.unsubscribe") if on_list else None,
    )
    files = (
        write_message(f"messages/{plan.path}.json", texts),
        Artifact(f"{plan.path}.html", shown["html"].encode("utf-8")),
        Artifact(f"{plan.path}.txt", shown["text"].encode("utf-8")),
        Artifact(f"{plan.path}.eml", email),
    )
    problems = tuple(lint(plan, shown))
    return BuiltEmail(_message(plan, texts, files), files, problems, len(files[1].data))


def _message(plan: EmailPlan, texts: MessageTexts, files: tuple[Artifact, ...]) -> Message:
    view = plan.view
    lesson = view.lesson if plan.kind == MessageKind.LESSON else None
    return Message(
        id=plan.id,
        kind=plan.kind,
        track=view.track.id,
        edition=plan.edition,
        lesson=lesson.id if lesson else "",
        day=plan.day,
        number=plan.number,
        count=len(view.lessons) if lesson else 0,
        subject=texts.subject,
        preheader=texts.preheader,
        hash=files[0].sha256,
        file=files[0].path,
        html=files[1].path,
        text=files[2].path,
        eml=files[3].path,
        placeholders=_placeholders(texts),
        appointment=plan.appointment,
        was=plan.was,
    )


def _placeholders(texts: MessageTexts) -> tuple[Placeholder, ...]:
    """Return every placeholder of an email, once for each context."""
    found = {
        (one.name, one.context): one
        for part in (texts.subject, texts.preheader, texts.html, texts.text)
        for one in placeholders_of(part)
    }
    return tuple(one for _, one in sorted(found.items()))
