"""One build of a course's emails: what learners on each track are owed, in order."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from coursewright.errors import UsageError

from .delivery_step import DeliveryStep
from .format import DIGEST_DAYS, MessageKind
from .reader import load_json, read_sequence
from .records import CompiledSequence, CourseInfo, Message, TrackInfo
from .sending_schedule import SendingSchedule, sending_schedule

__all__ = ["Release", "judge_release", "load_release"]

_AGAIN = "Build the course again."


@dataclass(frozen=True)
class Release:
    """One build. Made by `load_release`, or from the ledger's copy of it."""

    data: Mapping[str, Any]
    """The parsed JSON of `sequence.json`, as the ledger keeps it."""
    sequence: CompiledSequence
    """The same, typed."""

    @property
    def course(self) -> CourseInfo:
        """Id, version, title, language, direction."""
        return self.sequence.course

    @property
    def slug(self) -> str:
        """The id of the course."""
        return self.sequence.course.id

    @property
    def messages(self) -> tuple[Message, ...]:
        """All emails."""
        return self.sequence.messages

    @cached_property
    def hash(self) -> str:
        """Name this build: the hash of the whole sequence."""
        text = json.dumps(self.data, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def schedules(self) -> Mapping[str, SendingSchedule]:
        """The schedules by id; the first is the default."""
        return {
            schedule.id: schedule for schedule in map(sending_schedule, self.sequence.schedules)
        }

    @cached_property
    def tracks(self) -> Mapping[str, TrackInfo]:
        """The tracks by id."""
        return {track.id: track for track in self.sequence.tracks}

    @cached_property
    def steps(self) -> Mapping[str, tuple[DeliveryStep, ...]]:
        """What each track's learners are owed, in order."""
        return {track: self._steps(track) for track in self.tracks}

    @cached_property
    def digests(self) -> Mapping[str, tuple[DeliveryStep, ...]]:
        """What a learner's sponsor is owed on each track: a digest for each two weeks."""
        kind = MessageKind.SPONSOR_DIGEST
        found: dict[str, list[Message]] = {track: [] for track in self.tracks}
        for message in self.messages:
            if message.kind == kind:
                for track in found if not message.track else (message.track,):
                    found.setdefault(track, []).append(message)
        return {
            track: tuple(
                DeliveryStep(key, kind, DIGEST_DAYS)
                for key in dict.fromkeys(
                    message.key
                    for message in sorted(messages, key=lambda message: (message.day, message.id))
                )
            )
            for track, messages in found.items()
        }

    @cached_property
    def _found(self) -> Mapping[tuple[str, str, str], Message]:
        return {(message.track, message.key, message.edition): message for message in self.messages}

    def message(self, track: str, key: str, edition: str = "digest") -> Message | None:
        """Return the email for a step; of another edition, or for all tracks, if need be."""
        for where in (track, ""):
            for which in (edition, "digest", "full", ""):
                if found := self._found.get((where, key, which)):
                    return found
        return None

    def special(self, kind: str, track: str, edition: str = "digest") -> Message | None:
        """Return the one email of a kind that is not a step: nudge, goodbye, confirm."""
        found = [m for m in self.messages if m.kind == kind and m.track in (track, "")]
        found.sort(key=lambda m: (m.edition != edition, m.track == "", m.id))
        return found[0] if found else None

    def schedule(self, name: str | None) -> SendingSchedule:
        """Return the schedule `name`, or the course's default if it has none of that name."""
        return self.schedules.get(name or "") or next(iter(self.schedules.values()))

    def _steps(self, track: str) -> tuple[DeliveryStep, ...]:
        around: dict[MessageKind, list[DeliveryStep]] = {
            MessageKind.WELCOME: [],
            MessageKind.COMPLETION: [],
            MessageKind.RECALL: [],
        }
        seen = set()
        for message in self.messages:
            if message.kind in around and message.track in (track, "") and message.key not in seen:
                seen.add(message.key)
                around[message.kind].append(DeliveryStep(message.key, message.kind, message.day))
        lessons = []
        for index, slug in enumerate(self.tracks[track].lessons):
            lesson = self.message(track, slug)
            if lesson is None:
                msg = f"track {track} names the lesson {slug[:80]!r}, which has no message"
                raise UsageError(msg, hint=_AGAIN)
            lessons.append(DeliveryStep(lesson.key, MessageKind.LESSON, lesson.day, index))
        after = around[MessageKind.COMPLETION] + around[MessageKind.RECALL]
        after.sort(key=lambda step: (step.day, step.kind))
        return (*around[MessageKind.WELCOME][:1], *lessons, *after)


def load_release(path: Path) -> Release:
    """Read a `sequence.json` and judge it whole.

    Raises:
        SurroundingsError: there is no such file.
        UsageError: it is not what the email target writes.
    """
    return judge_release(load_json(path))


def judge_release(data: Any) -> Release:
    """Return the release that parsed JSON holds.

    Raises:
        UsageError: it does not fit the format, or makes no sense.
    """
    release = Release(data, read_sequence(data))
    if not (release.schedules and release.steps):  # both are judged as they are made
        msg = "sequence.json has no schedule or no track"
        raise UsageError(msg, hint=_AGAIN)
    return release
