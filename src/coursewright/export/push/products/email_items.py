"""Items for the emails of a track: what every mailer with one object for each email has."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from coursewright.export.mailer import MailerEmail, MailerTrack
from coursewright.export.push.names import marker_of, named
from coursewright.export.push.objects import Item, Ref

__all__ = ["email_items", "email_marker", "track_marker"]


def email_items(
    track: MailerTrack,
    limit: int,
    body: Callable[[MailerEmail, str], Mapping[str, Any]],
    *,
    initial: Mapping[str, Any] | None = None,
    parent: Ref | None = None,
) -> Iterator[Item]:
    """Yield an item for each email.

    Args:
        track: the emails.
        limit: the longest name that the mailer takes.
        body: returns the fields of an email, given its name in the mailer.
        initial: fields for the first call only.
        parent: what contains them.
    """
    for email in track.emails:
        marker = email_marker(track, email, limit)
        yield Item(
            key=f"email:{email.id}",
            track=track.source.track,
            label=f"{email.id} ({email.kind})",
            marker=marker,
            body=body(email, named(marker, track.source.title, limit)),
            initial=initial or {},
            parent=parent,
        )


def email_marker(track: MailerTrack, email: MailerEmail, limit: int = 100) -> str:
    """Return the text by which an email is found again."""
    return marker_of(track.source.release.course.id, email.id, limit)


def track_marker(track: MailerTrack, limit: int = 100) -> str:
    """Return the text by which the sequence of a track is found again."""
    return marker_of(track.source.release.course.id, track.source.track, limit)
