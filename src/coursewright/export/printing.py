"""From compiled emails to emails in a product's own tags."""

from collections.abc import Iterable

from coursewright.errors import UsageError
from coursewright.sequence.placeholders import (
    NO_TRACKING,
    FlatSegment,
    Placeholder,
    Segment,
    escape_value,
    resolve,
)
from coursewright.sequence.tracks import CompiledEmail, TrackEmails

from .mailer import Mailer, MailerEmail, MailerTrack

__all__ = ["print_text", "print_track"]

_UNSUBSCRIBE = "link.unsubscribe"


def print_track(track: TrackEmails, mailer: Mailer) -> MailerTrack:
    """Return all emails of a track in the tags of a product.

    Raises:
        UsageError: an email would have no working way to unsubscribe, or a dead link.
    """
    emails = []
    for number, (step, delay) in enumerate(track.spaced(), 1):
        message, texts = step.email.message, step.email.texts
        _judge(step.email, mailer)
        emails.append(
            MailerEmail(
                number=number,
                name=f"{number:02d}-{message.name.replace('/', '-')}",
                id=message.id,
                kind=message.kind,
                key=message.name,
                day=step.day,
                delay=delay,
                subject=print_text(texts.subject, mailer, html=False),
                preheader=print_text(texts.preheader, mailer, html=False),
                html=print_text(texts.html, mailer, html=True),
                text=_ended(print_text(texts.text, mailer, html=False)),
            )
        )
    return MailerTrack(track, tuple(emails), tuple(mailer.warnings(track)))


def print_text(segments: Iterable[Segment], mailer: Mailer, *, html: bool) -> str:
    """Return one text: the author's words guarded, placeholders as tags, groups settled."""
    text = "".join(
        mailer.grammar.literal(piece, html) if isinstance(piece, str) else _tag(piece, mailer)
        for piece in _kept(segments, mailer)
    )
    return mailer.grammar.whole(text) if html else text


def _kept(segments: Iterable[Segment], mailer: Mailer) -> tuple[FlatSegment, ...]:
    """Return the text without what the product has no answer to."""
    return resolve(segments, lambda name, fallback: _answers(mailer, name, fallback))


def _answers(mailer: Mailer, name: str, fallback: str) -> bool:
    if name == NO_TRACKING:
        return not mailer.tracks_opens
    if name in mailer.links or name in mailer.fields:
        return True
    if name.startswith("link.") and fallback.startswith("mailto:"):
        return mailer.unsubscribes_by_email  # someone must read that mailbox, and act
    return bool(fallback)


def _judge(email: CompiledEmail, mailer: Mailer) -> None:
    """Refuse an email that nobody could unsubscribe from, or with a link that leads nowhere."""
    for name, part in (("HTML", email.texts.html), ("text", email.texts.text)):
        kept = [p for p in _kept(part, mailer) if isinstance(p, Placeholder)]
        if not any(p.name == _UNSUBSCRIBE for p in kept):
            msg = (
                f"{email.message.id}: the {name} part has no unsubscribe link for {mailer.product}"
            )
            hint = "Print `footer_links` in your parts/footer.mjml.j2 and parts/footer.txt.j2."
            raise UsageError(msg, hint=hint)
        for placeholder in kept:
            if placeholder.name.startswith("link.") and not _answers(
                mailer, placeholder.name, placeholder.fallback
            ):
                msg = f"{email.message.id}: {mailer.product} has no page for `{placeholder.name}`"
                page = placeholder.name.removeprefix("link.")
                hint = f'In your template put it into `{{% call optional("link.{page}") %}}`.'
                raise UsageError(msg, hint=hint)


def _ended(text: str) -> str:
    """Return the text with one line end: the group at its end may be gone."""
    return text.rstrip("\n") + "\n"


def _tag(placeholder: Placeholder, mailer: Mailer) -> str:
    if placeholder.name in mailer.links:
        return mailer.links[placeholder.name]
    if placeholder.name in mailer.fields:
        field = mailer.fields[placeholder.name]
        return mailer.grammar.value(field, placeholder.context, placeholder.fallback)
    words = escape_value(placeholder.fallback, placeholder.context)
    return mailer.grammar.literal(words, placeholder.context != "text")
