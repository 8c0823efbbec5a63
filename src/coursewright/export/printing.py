"""From a compiled mail to one in a product's own tags."""

from collections.abc import Iterable
from html import escape

from coursewright.sequence.omissions import Gap, Segment, leave_out
from coursewright.sequence.tracks import TrackEmails

from .mailer import Grammar, Mailer, MailerEmail, MailerTrack

__all__ = ["print_road", "print_text"]


def print_road(road: TrackEmails, dialect: Mailer) -> MailerTrack:
    """Return all mails of a track in the tags of a product."""
    letters = []
    for number, (step, delay) in enumerate(road.spaced(), 1):
        mail = step.mail
        name = f"{number:02d}-{mail.key.replace('/', '-')}"
        letters.append(
            MailerEmail(
                number=number,
                name=name,
                id=mail.id,
                kind=mail.kind,
                key=mail.key,
                day=step.day,
                delay=delay,
                subject=print_text(mail.subject, dialect, html=False),
                preheader=print_text(mail.preheader, dialect, html=False),
                html=print_text(mail.html, dialect, html=True),
                text=print_text(mail.text, dialect, html=False),
            )
        )
    return MailerTrack(road, tuple(letters))


def print_text(segments: Iterable[Segment], dialect: Mailer, *, html: bool) -> str:
    """Return one text: the author's words guarded, each gap as a tag, dead links left out."""
    whole = leave_out(segments, lambda gap: _is_dead(gap, dialect), html=html)
    text = "".join(
        dialect.grammar.literal(one, html) if isinstance(one, str) else _tag(one, dialect, html)
        for one in whole
    )
    return dialect.grammar.whole(text) if html else text


def _is_dead(gap: Gap, dialect: Mailer) -> bool:
    known = gap.name in dialect.links or gap.name in dialect.fields
    return gap.name.startswith("link.") and not known and not gap.fallback


def _tag(gap: Gap, dialect: Mailer, html: bool) -> str:
    if gap.name in dialect.links:
        return dialect.links[gap.name]
    if gap.name in dialect.fields:
        context = gap.context if html else "text"
        return dialect.grammar.value(dialect.fields[gap.name], context, gap.fallback)
    return _fallback(gap, dialect.grammar, html)


def _fallback(gap: Gap, grammar: Grammar, html: bool) -> str:
    return grammar.literal(escape(gap.fallback) if html else gap.fallback, html)
