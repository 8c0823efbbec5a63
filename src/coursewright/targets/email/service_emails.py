"""The mails around the lessons: sign-up, welcome, nudge, sponsor, completion, recall, goodbye."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from coursewright.model import CoachCard, Track, for_track, walk
from coursewright.sequence.format import DIGEST_DAYS, MessageKind

from .answer_key import recall_answer
from .email_builder import EmailPlan
from .email_parts import EmailPart, case_piece
from .header_footer import WAYS, frame_of
from .mail_pictures import picture, shown_file
from .mail_view import EmailContext, MailView
from .placeholder_tokens import PlaceholderTokens
from .recall_cases import asked_case

__all__ = ["service_plans"]

_WAYS: dict[MessageKind, tuple[str, ...]] = {
    MessageKind.CONFIRM: (),
    MessageKind.GOODBYE: (),
    MessageKind.COMPLETION: ("leave", "unsubscribe"),
}
"""What the foot of a mail offers, where it is not all that a learner under way can do."""


def service_plans(kit: EmailContext) -> Iterator[EmailPlan]:
    """Yield the plans of the mails that are no lesson, for each track."""
    for track in kit.course.settings.tracks:
        if not kit.course.lessons_of(track.id):
            continue
        last = max(one.front.day.get(track.id, 0) for one in kit.course.lessons_of(track.id))
        count = len(kit.course.lessons_of(track.id))
        recalls = [one for one in kit.course.settings.recall_mails if one.items.get(track.id)]
        if kit.service:  # without it there is nothing that could take the answer
            yield _plain(kit, track, MessageKind.CONFIRM)
        yield _plain(
            kit, track, MessageKind.WELCOME, count=count, days=last, cover=_cover(kit, track)
        )
        yield from _sponsor(kit, track, last)
        yield _plain(kit, track, MessageKind.NUDGE)
        yield _plain(kit, track, MessageKind.COMPLETION, count=count, goes_on=bool(recalls))
        yield from _recalls(kit, track)
        yield _plain(kit, track, MessageKind.GOODBYE)


def _view(kit: EmailContext, track: Track) -> MailView:
    return MailView(kit, track, None, PlaceholderTokens(kit.mark))


def _cover(kit: EmailContext, track: Track) -> Markup | None:
    """Return the picture of the course, where a mail can show it."""
    cover, view = kit.course.settings.cover, _view(kit, track)
    asset = shown_file(cover.src, view) if cover else None
    if cover is None or asset is None or view.asset(asset.path) is None:
        return None
    return picture(cover.image, view)


def _plain(kit: EmailContext, track: Track, kind: MessageKind, **values: Any) -> EmailPlan:
    view = _view(kit, track)
    say = view.say
    span = kit.course.settings.span
    return EmailPlan(
        id=f"{track.id}/{kind}",
        kind=kind,
        path=f"{track.id}/{kind}",
        view=view,
        pieces=(EmailPart(f"mails/{kind}", span, values),),
        frame=frame_of(
            view,
            title=say(f"mail.{kind}.title"),
            subject=say(f"mail.{kind}.subject"),
            preheader=say(f"mail.{kind}.preheader"),
            why=say("mail.confirm.why") if kind == MessageKind.CONFIRM else None,
            ways=_WAYS.get(kind, WAYS),
        ),
        span=span,
        day=0,
    )


def _recalls(kit: EmailContext, track: Track) -> Iterator[EmailPlan]:
    course = kit.course
    for mail in course.settings.recall_mails:
        items = [course.recall[one] for one in mail.items.get(track.id, ()) if one in course.recall]
        if not items:
            continue
        view = _view(kit, track)
        say = view.say
        label = say("lesson.recall")
        answers = [
            recall_answer(item, say("mail.answer.nth", label=label, n=n))
            for n, item in enumerate(items, 1)
        ]
        name = f"recall-{mail.offset}"
        cases = []
        for case in filter(None, [asked_case(course, track.id, mail)]):
            piece, found = case_piece(case, view, say("mail.recall.case"))
            cases.append(piece)
            answers += found
        yield EmailPlan(
            id=f"{track.id}/{name}",
            kind=MessageKind.RECALL,
            path=f"{track.id}/{name}",
            view=view,
            pieces=(
                EmailPart("mails/recall", mail.span, {"questions": items, "offset": mail.offset}),
                *cases,
                EmailPart("mails/recall-plan", mail.span),
                EmailPart("blocks/answers", mail.span, {"answers": answers}),
                EmailPart("blocks/terms", mail.span),
            ),
            frame=frame_of(
                view,
                title=say("mail.recall.title"),
                subject=mail.subject or say("mail.recall.subject"),
                preheader=mail.preheader or say("mail.recall.preheader"),
                ways=_WAYS[MessageKind.COMPLETION],
            ),
            span=mail.span,
            day=mail.offset,
        )


def _sponsor(kit: EmailContext, track: Track, last: int) -> Iterator[EmailPlan]:
    """Yield what the person who leads a learner gets: every two weeks the cards of that time."""
    number = 0
    for start in range(0, last + 1, DIGEST_DAYS):
        view = _view(kit, track)
        cards = _cards(view, start)
        if not cards:
            continue
        number += 1
        name = f"sponsor-{number:02d}"
        someone = view.slot("learner.first_name", "text", view.say("mail.someone"))
        span = kit.course.settings.span
        yield EmailPlan(
            id=f"{track.id}/{name}",
            kind=MessageKind.SPONSOR_DIGEST,
            path=f"{track.id}/{name}",
            view=view,
            pieces=(
                EmailPart("mails/sponsor-digest", span, {"cards": cards}),
                EmailPart("blocks/terms", span),
            ),
            frame=frame_of(
                view,
                title=view.say("mail.sponsor.title"),
                subject=view.say("mail.sponsor.subject", name=someone),
                preheader=view.say("mail.sponsor.preheader"),
                why=view.say("mail.sponsor.why"),
                ways=("leave", "unsubscribe"),
                leave="mail.sponsor.leave",
            ),
            span=span,
            day=start + DIGEST_DAYS,
            number=number,
        )


def _cards(view: MailView, start: int) -> list[dict[str, Any]]:
    track = view.track.id
    cards = []
    for lesson in view.lessons:
        if not start <= lesson.front.day.get(track, 0) < start + DIGEST_DAYS:
            continue
        blocks = walk(for_track(lesson.body, track))
        found = [block for block in blocks if isinstance(block, CoachCard)]
        cards += [
            {
                "title": lesson.title.strip() or lesson.id,
                "url": view.page(lesson.id),
                "blocks": card.children,
            }
            for card in found
        ]
    return cards
