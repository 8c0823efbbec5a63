"""The emails of each track on their days, for programs that send a course themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from coursewright.errors import UsageError
from coursewright.problems import near

from .format import MessageKind
from .reader import load_message, read_message
from .records import Message, MessageTexts, ScheduleInfo
from .release import Release, load_release

__all__ = ["CompiledEmail", "DatedEmail", "TrackEmails", "read_tracks"]

_STEPS = (
    MessageKind.WELCOME,
    MessageKind.LESSON,
    MessageKind.RECALL,
    MessageKind.COMPLETION,
)
"""What every learner gets, in this order on one day. The rest depends on what they do."""


@dataclass(frozen=True, slots=True)
class CompiledEmail:
    """One compiled email with its texts."""

    message: Message
    texts: MessageTexts


@dataclass(frozen=True, slots=True)
class DatedEmail:
    """An email on its day."""

    email: CompiledEmail
    day: int
    """Days after the start."""


@dataclass(frozen=True, slots=True)
class TrackEmails:
    """The emails of one track, in order."""

    track: str
    label: str
    release: Release
    schedule: ScheduleInfo
    """The chosen schedule: days, weekdays, hour and zone."""
    steps: tuple[DatedEmail, ...]

    @property
    def title(self) -> str:
        """The name of the course and the track."""
        return f"{self.release.course.title}: {self.label}"

    def spaced(self) -> Iterator[tuple[DatedEmail, int]]:
        """Yield each email with its delay in days after the one before; at most one a day.

        A mailer counts from the email before. What follows the welcome may come on the same day,
        with a delay of 0, so that the welcome does not shift the course.
        """
        days: list[int] = []
        for number, step in enumerate(self.steps):
            apart = int(number > 1 or not self._starts_with_welcome)
            days.append(max(step.day, days[-1] + apart if days else 0))
        yield from zip(self.steps, [*days[:1], *(b - a for a, b in pairwise(days))], strict=True)

    @property
    def _starts_with_welcome(self) -> bool:
        return self.steps[0].email.message.kind == MessageKind.WELCOME


def read_tracks(
    folder: Path, *, track: str = "", edition: str = "digest", schedule: str = ""
) -> tuple[TrackEmails, ...]:
    """Return the emails of one track, or of each, from a folder that the email target wrote.

    Raises:
        SurroundingsError: there is no such folder.
        UsageError: it holds something else, or there is no such track, edition or schedule.
    """
    release = load_release(folder / "sequence.json")
    if track and track not in release.tracks:
        msg = f"the course has no track {track!r}"
        hint = near(track, release.tracks) or f"Its tracks: {', '.join(release.tracks)}."
        raise UsageError(msg, hint=hint)
    chosen = _schedule(release, schedule)
    return tuple(
        TrackEmails(
            entry.id,
            entry.label,
            release,
            chosen,
            tuple(_steps(folder, release, entry.id, edition, chosen)),
        )
        for entry in release.tracks.values()
        if track in ("", entry.id)
    )


def _schedule(release: Release, wanted: str) -> ScheduleInfo:
    """Return the schedule of this name; the first by default."""
    known = {schedule.id: schedule for schedule in release.sequence.schedules}
    if not wanted:
        return release.sequence.schedules[0]
    if wanted not in known:
        msg = f"the course has no schedule {wanted!r}"
        raise UsageError(msg, hint=near(wanted, known) or f"Its schedules: {', '.join(known)}.")
    return known[wanted]


def _steps(
    folder: Path, release: Release, track: str, edition: str, schedule: ScheduleInfo
) -> Iterator[DatedEmail]:
    calendar = release.schedule(schedule.id)
    own = [message for message in release.messages if message.track in (track, "")]
    lessons = _lessons(own, edition)
    dated = [(calendar.offset(n, message.day), message) for n, message in enumerate(lessons)]
    last = max((day for day, _ in dated), default=0)
    for message in own:
        if message.kind in _STEPS and message.kind != MessageKind.LESSON:
            start = 0 if message.kind == MessageKind.WELCOME else last + 1
            dated.append((start + message.day, message))
    dated.sort(key=lambda pair: (pair[0], _STEPS.index(pair[1].kind), pair[1].number))
    for day, message in dated:
        texts = read_message(load_message(folder, message))
        yield DatedEmail(CompiledEmail(message, texts), day)


def _lessons(messages: list[Message], edition: str) -> list[Message]:
    lessons = [message for message in messages if message.kind == MessageKind.LESSON]
    chosen = [lesson for lesson in lessons if lesson.edition == edition]
    if lessons and not chosen:
        found = ", ".join(sorted({lesson.edition for lesson in lessons}))
        msg = f"the emails were not built in the edition {edition!r}"
        raise UsageError(msg, hint=f"There is: {found}.")
    return sorted(chosen, key=lambda message: message.number)
