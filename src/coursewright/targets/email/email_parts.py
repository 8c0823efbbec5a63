"""The rows of a mail: which template shows a block, with what beside the block itself."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from coursewright.markup.addresses import aid_address, answer_address
from coursewright.markup.media import host_of, length_of, transcript_text
from coursewright.model import (
    Action,
    Assessment,
    Audio,
    Block,
    Branch,
    Choice,
    CoachCard,
    Download,
    Embed,
    Gaps,
    Heading,
    Likert,
    Match,
    Matrix,
    Number,
    OpenText,
    Order,
    Pool,
    Readiness,
    ReadinessCheck,
    Recall,
    Survey,
    Text,
    Video,
    text_of,
)
from coursewright.model.roles import Asked
from coursewright.source import Span

from .answer_key import Answer, mixed, quiz_answer, recall_answer
from .clean_text import clean
from .mail_view import MailView
from .rows import is_prose

__all__ = ["EmailPart", "case_piece", "lesson_pieces"]

_LONGEST_MAILTO = 1_400  # characters; longer ones some clients cut


@dataclass(frozen=True, slots=True)
class EmailPart:
    """One row of a mail."""

    template: str
    """`blocks/scenario`, without the endings of its two forms."""
    span: Span
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Gathered:
    """What the pieces of one mail leave to be said at its end."""

    answers: list[Answer] = field(default_factory=list)
    questions: int = 0


def lesson_pieces(blocks: Iterable[Block], view: MailView, span: Span) -> tuple[EmailPart, ...]:
    """Return the rows of a lesson's email: its blocks, then answers, terms and sources.

    Terms and sources are those used until then: their templates take them from the view.
    """
    gathered = _Gathered()
    out = [piece for run in _runs(blocks) for piece in _pieces(run, view, gathered)]
    if view.page():
        out.append(EmailPart("blocks/whole-lesson", span, {"url": view.page()}))
    if gathered.answers:
        out.append(EmailPart("blocks/answers", span, {"answers": gathered.answers}))
    out += [EmailPart("blocks/terms", span), EmailPart("blocks/sources", span)]
    return tuple(out)


def case_piece(block: Choice, view: MailView, title: str) -> tuple[EmailPart, list[Answer]]:
    """Return the row that asks a question outside its lesson, and its answer below."""
    gathered = _Gathered()
    values = _choice(block, view, gathered) | {"block": block, "title": title}
    answers = [replace(one, title=title) for one in gathered.answers]
    return EmailPart(f"blocks/{block.kind}", block.span, values), answers


def _runs(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield prose in runs, a new one at each idea, and every other block on its own."""
    run: list[Block] = []
    for block in blocks:
        opens = isinstance(block, Heading) and block.level <= 2
        if run and (opens or not is_prose(block)):
            yield run
            run = []
        if is_prose(block):
            run.append(block)
        else:
            yield [block]
    if run:
        yield run


def _pieces(run: list[Block], view: MailView, gathered: _Gathered) -> Iterator[EmailPart]:
    first = run[0]
    if is_prose(first):
        yield EmailPart("blocks/prose", first.span, {"blocks": tuple(run)})
        return
    if isinstance(first, Asked):
        gathered.questions += 1
    make = _VALUES.get(first.kind)
    values = make(first, view, gathered) if make else {}
    if values is not None:
        yield EmailPart(f"blocks/{first.kind}", first.span, {"block": first} | values)


_Values = Callable[[Any, MailView, _Gathered], dict[str, Any] | None]


def _recall(block: Recall, view: MailView, gathered: _Gathered) -> dict[str, Any] | None:
    del block
    wanted = view.lesson.front.recall.get(view.track.id, ()) if view.lesson else ()
    items = [view.course.recall[key] for key in wanted if key in view.course.recall]
    label = view.say("lesson.recall")
    for number, item in enumerate(items, 1):
        title = view.say("mail.answer.nth", label=label, n=number)
        gathered.answers.append(recall_answer(item, title))
    return {"questions": items} if items else None


def _title(view: MailView, gathered: _Gathered) -> str:
    return view.say("mail.question", n=gathered.questions)


def _choice(block: Choice, view: MailView, gathered: _Gathered) -> dict[str, Any]:
    title = _title(view, gathered)
    if view.web is None:
        gathered.answers.append(quiz_answer(block, title, view.letter))
    options = [
        {
            "letter": view.letter(index),
            "text": option.text,
            "url": view.web and view.web + answer_address(block.id, option.key),
        }
        for index, option in enumerate(block.options)
    ]
    how = "lesson.question.many" if block.type == "multiple" else "lesson.question.one"
    return {"title": title, "options": options, "how": view.say(how), "url": view.page()}


def _order(block: Order, view: MailView, gathered: _Gathered) -> dict[str, Any]:
    title = _title(view, gathered)
    gathered.answers.append(quiz_answer(block, title, view.letter))
    steps = mixed(block.steps, block.id, (step.key for step in block.steps))
    return {"title": title, "steps": steps, "url": view.page()}


def _match(block: Match, view: MailView, gathered: _Gathered) -> dict[str, Any]:
    title = _title(view, gathered)
    gathered.answers.append(quiz_answer(block, title, view.letter))
    targets = mixed(block.targets, block.id, (target.key for target in block.targets))
    options = [{"letter": view.letter(n), "text": target.text} for n, target in enumerate(targets)]
    return {"title": title, "targets": options, "url": view.page()}


def _matrix(block: Matrix, view: MailView, gathered: _Gathered) -> dict[str, Any]:
    title = _title(view, gathered)
    gathered.answers.append(quiz_answer(block, title, view.letter))
    columns = [
        {"letter": view.letter(n), "text": column.text} for n, column in enumerate(block.columns)
    ]
    how = "lesson.question.matrix.many" if block.several else "lesson.question.matrix"
    return {"title": title, "columns": columns, "how": view.say(how), "url": view.page()}


def _gaps(block: Gaps, view: MailView, gathered: _Gathered) -> dict[str, Any]:
    title = _title(view, gathered)
    gathered.answers.append(quiz_answer(block, title, view.letter))
    line = list(block.pieces[0])
    for n, (gap, after) in enumerate(zip(block.gaps, block.pieces[1:], strict=True), 1):
        line += [Text(f"____ ({n})", gap.span), *after]
    lists = [
        (n, mixed(gap.accepts, block.id, gap.accepts))
        for n, gap in enumerate(block.gaps, 1)
        if gap.chosen
    ]
    return {"title": title, "line": tuple(line), "lists": lists, "url": view.page()}


def _number(block: Number, view: MailView, gathered: _Gathered) -> dict[str, Any]:
    title = _title(view, gathered)
    language = view.course.settings.language
    gathered.answers.append(quiz_answer(block, title, view.letter, language))
    return {"title": title, "url": view.page()}


def _open_text(block: OpenText, view: MailView, gathered: _Gathered) -> dict[str, Any]:
    title = _title(view, gathered)
    gathered.answers.append(quiz_answer(block, title, view.letter))
    return {"title": title, "url": view.page()}


def _branch(block: Branch, view: MailView, gathered: _Gathered) -> dict[str, Any] | None:
    if not block.nodes:
        return None
    title = _title(view, gathered)
    if block.nodes[0].choices:
        gathered.answers.append(quiz_answer(block, title, view.letter))
    choices = [
        {"letter": view.letter(n), "text": choice.text}
        for n, choice in enumerate(block.nodes[0].choices)
    ]
    return {"title": title, "node": block.nodes[0], "choices": choices, "url": view.page()}


def _activity(
    block: Likert | Readiness | Assessment, view: MailView, gathered: _Gathered
) -> dict[str, Any]:
    """Return the link to what works on a page only: the page, or else the course in the LMS."""
    del gathered
    course = view.course
    named: Survey | ReadinessCheck | Pool | None
    if isinstance(block, Likert):
        named = course.surveys.get(block.survey)
    elif isinstance(block, Readiness):
        named = course.readiness.get(block.check)
    else:
        named = course.pools.get(block.pool)
    kind = "assessment" if isinstance(block, Assessment) else "activity"
    limited = isinstance(named, Pool) and named.attempts is not None
    return {
        "kind": kind,
        "note": f"mail.{kind}.note{'.limited' if limited else ''}",
        "title": named.title if named else view.lesson.title if view.lesson else "",
        "url": view.page() or course.settings.links.lms,
    }


def _action(block: Action, view: MailView, gathered: _Gathered) -> dict[str, Any]:
    """Return where the action goes into a calendar: at the service, or on the lesson's page.

    Only the service knows the learner's zone and day when somebody asks; see decision 10.
    """
    del block, gathered
    page = view.page()
    return {"calendar": view.slot("link.calendar", "url", page) if page and view.service else page}


def _coach(block: CoachCard, view: MailView, gathered: _Gathered) -> dict[str, Any]:
    del gathered
    subject = view.say("mail.coach.subject", course=view.course.settings.title)
    body = "\r\n".join([*text_of(block.children).split("\n"), view.page() or ""]).strip()
    address = f"mailto:?subject={quote(clean(subject))}&body={quote(clean(body))}"
    return {"forward": address if len(address) <= _LONGEST_MAILTO else None}


def _download(block: Download, view: MailView, gathered: _Gathered) -> dict[str, Any] | None:
    del gathered
    aid = view.course.job_aids.get(block.ref)
    if aid is None:
        return None
    title = aid.title.strip() or aid.slug
    return {
        "aid": aid,
        "title": title,
        "url": view.kit.web and view.kit.web + aid_address(aid.slug),
    }


def _video(block: Video, view: MailView, gathered: _Gathered) -> dict[str, Any]:
    del gathered
    return {
        "url": view.page() or view.asset(block.src),
        "poster": view.asset(block.poster) if block.poster else None,
        **_heard(block, view),
    }


def _audio(block: Audio, view: MailView, gathered: _Gathered) -> dict[str, Any]:
    del gathered
    return {"url": view.page() or view.asset(block.src), **_heard(block, view)}


def _embed(block: Embed, view: MailView, gathered: _Gathered) -> dict[str, Any]:
    """Return the link to a page of another host, which it names: an email loads nothing of it."""
    del gathered
    return {"url": block.href, "host": host_of(block.href), **_heard(block, view)}


def _heard(block: Video | Audio | Embed, view: MailView) -> dict[str, Any]:
    """Return the length of a recording and where its transcript is; in full, its words."""
    asset = view.course.assets.get(block.transcript or "")
    return {
        "length": length_of(block.seconds, view.say),
        "transcript": view.asset(block.transcript) if block.transcript else None,
        "spoken": transcript_text(asset) if view.full else None,
    }


_VALUES: dict[str, _Values] = {
    "recall": _recall,
    "choice": _choice,
    "order": _order,
    "match": _match,
    "matrix": _matrix,
    "gaps": _gaps,
    "number": _number,
    "open-text": _open_text,
    "branch": _branch,
    "likert": _activity,
    "readiness": _activity,
    "assessment": _activity,
    "action": _action,
    "coach-card": _coach,
    "download": _download,
    "video": _video,
    "audio": _audio,
    "embed": _embed,
}
