"""One sample mail to an address of one's own: no ledger row, no learner."""

from coursewright.delivery.ledger.claims import Job
from coursewright.delivery.ledger.releases import Published
from coursewright.delivery.planning.course_plan import track_of
from coursewright.delivery.rosters.roster import address_key
from coursewright.errors import UsageError
from coursewright.sequence.format import MessageKind

from .replies import Reply
from .transport import SmtpLink
from .worker import SendWorker

__all__ = ["send_sample"]


def send_sample(
    sender: SendWorker,
    published: Published,
    to: str,
    track: str,
    lesson: str,
    *,
    edition: str = "digest",
) -> Reply:
    """Send a lesson, by default the first, as it would reach a learner; return the last word.

    `lesson` may also be the key of another message, such as `welcome:welcome`.

    Raises:
        UsageError: no such address, track or lesson.
    """
    release = published.release
    track = track_of(release, track or next(iter(release.tracks)))
    key = lesson or next(
        step.key for step in release.steps[track] if step.kind == MessageKind.LESSON
    )
    message = release.message(track, key, edition)
    if message is None:
        msg = f"track {track} has no lesson {key[:80]!r}"
        raise UsageError(msg, hint=f"It has {', '.join(release.tracks[track].lessons)}.")
    try:
        address, _, domain = address_key(to)
    except ValueError as error:
        msg = f"not an address: {to[:80]!r}"
        raise UsageError(msg, hint=str(error)) from error
    now = int(sender.clock.now())
    job = Job(
        id=0,
        lesson_id=published.numbers[message.key],
        gen=now,  # another Message-ID each time: two samples are two mails
        published=published,
        message=message,
        track=track,
        address=address,
        name="",
        domain=domain,
        attrs={},
        date=now,
        hash=message.hash,
        who=sender.setup.who,
        tries=0,
        lease_end=0.0,
    )
    link = SmtpLink(sender.setup.server)
    try:
        return link.send(
            sender.setup.return_path or sender.mailroom.return_path(job),
            sender.mailroom.address(job),
            sender.mailroom.compose(job),
            lambda: True,
        )
    finally:
        link.quit()
