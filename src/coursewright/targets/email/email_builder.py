"""One mail, from its plan to the files: composed, compiled, finished, split at its slots."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coursewright.errors import TemplateFileError
from coursewright.model import Sender
from coursewright.output import Artifact
from coursewright.problems import Problem
from coursewright.sequence.placeholders import Segment, fill, filled, plain_json
from coursewright.source import Span

from .compose import compose
from .email_parts import EmailPart
from .html_finish import finish, prose_style
from .mail_lint import lint
from .mail_mime import SAMPLE_NAME, eml
from .mail_view import MailView, web_base
from .mjml_compile import BAD_MJML, compile_mjml

__all__ = ["BuiltEmail", "EmailPlan", "make_mail"]

_NO_SENDER = Sender(name="Course", address="course@example.invalid")


@dataclass(frozen=True, slots=True)
class EmailPlan:
    """What a mail is, before it is made."""

    id: str
    kind: str
    path: str
    """Its files below `email/`, without their endings: `aspire/01-welcome-and-baseline`."""
    view: MailView
    pieces: tuple[EmailPart, ...]
    frame: Mapping[str, Any]
    """What the layout is told: see `frames.frame_of`."""
    span: Span
    entry: Mapping[str, Any] = field(default_factory=dict)
    """What `sequence.json` says of it beside what the mail itself knows."""


@dataclass(frozen=True, slots=True)
class BuiltEmail:
    """A mail that is done, or the reasons why it is not."""

    entry: Mapping[str, Any] | None
    artifacts: tuple[Artifact, ...] = ()
    problems: tuple[Problem, ...] = ()
    size: int = 0
    """Bytes of the HTML part with the sample learner."""


def make_mail(plan: EmailPlan) -> BuiltEmail:
    """Return the mail of a plan. A broken template is a problem, like any other fault."""
    view = plan.view
    try:
        composed = compose(plan.pieces, view, plan.frame)
        compiled = compile_mjml(composed, prose_style(view), plan.span)
        if not isinstance(compiled, str):
            return BuiltEmail(None, problems=compiled)
        html = finish(compiled, view)
    except TemplateFileError as error:
        place = Span(error.path, error.line, error.column, error.line, error.column + 1)
        return BuiltEmail(None, problems=(BAD_MJML.at(place, error.reason, hint=error.hint),))
    split = view.slots.split
    segments = {
        "subject": split(str(plan.frame["subject"]), html=False),
        "preheader": split(str(plan.frame["preheader"]), html=False),
        "html": split(html, html=True),
        "text": split(composed.text, html=False),
    }
    return _files(plan, segments)


def _files(plan: EmailPlan, segments: Mapping[str, tuple[Segment, ...]]) -> BuiltEmail:
    values = _sample(plan.view)
    shown = {name: fill(pieces, values) for name, pieces in segments.items()}
    settings = plan.view.course.settings
    service = web_base(settings.links.service)
    listed = plan.kind != "confirm"
    message = eml(
        sender=settings.sender or _NO_SENDER,
        language=settings.language,
        subject=shown["subject"],
        text=filled(segments["text"], values),
        html=filled(segments["html"], values),
        unsubscribe=values["link.unsubscribe"] if service and listed else None,
    )
    data = _json({name: plain_json(pieces) for name, pieces in segments.items()})
    compiled = Artifact(f"messages/{plan.path}.json", data)
    files = (
        compiled,
        Artifact(f"{plan.path}.html", shown["html"].encode("utf-8")),
        Artifact(f"{plan.path}.txt", shown["text"].encode("utf-8")),
        Artifact(f"{plan.path}.eml", message),
    )
    slots = {
        (slot.name, slot.context): slot
        for pieces in segments.values()
        for slot in pieces
        if not isinstance(slot, str)
    }
    entry = {
        "id": plan.id,
        "kind": plan.kind,
        "track": plan.view.track.id,
        **plan.entry,
        "subject": plain_json(segments["subject"]),
        "preheader": plain_json(segments["preheader"]),
        "hash": compiled.sha256,
        "file": compiled.path,
        "html": files[1].path,
        "text": files[2].path,
        "eml": files[3].path,
        "slots": [
            {"name": slot.name, "context": slot.context, "fallback": slot.fallback}
            for _, slot in sorted(slots.items())
        ],
    }
    problems = tuple(lint(plan, shown))
    return BuiltEmail(entry, files, problems, len(files[1].data))


def _sample(view: MailView) -> dict[str, str]:
    """Return the values of the sample learner."""
    base = web_base(view.course.settings.links.service)
    names = (
        *("next", "pause", "preferences", "leave", "unsubscribe"),
        *("confirm", "certificate", "calendar"),
    )
    links = {f"link.{name}": f"{base}{name}/sample" for name in names} if base else {}
    if not base:
        links = {f"link.{name}": "" for name in names}
    return {
        "learner.first_name": SAMPLE_NAME.partition(" ")[0],
        "learner.name": SAMPLE_NAME,
        **links,
    }


def _json(value: Any) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, sort_keys=True)}\n".encode()
