"""What the email target wrote, read back as untrusted input: `sequence.json` and its messages.

Bounded in size and number, paths stay inside the folder, hashes must fit. The sender never sees
the course itself, so any program that writes this format can feed it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from coursewright.errors import CoursewrightError, SurroundingsError, UsageError
from coursewright.output import safe_path

from .delivery_step import DeliveryStep
from .sending_schedule import SendingSchedule, read_schedule

__all__ = [
    "FORMAT",
    "Message",
    "Release",
    "Segment",
    "Slot",
    "judge_release",
    "load_mail",
    "load_release",
    "plain",
    "read_segments",
]

FORMAT = 1
_FORTNIGHT = 14
_MAX_SEQUENCE = 32 * 2**20
_MAX_MAIL = 2 * 2**20
_MAX_MESSAGES = 20_000
_KINDS = frozenset(
    {
        "lesson",
        "welcome",
        "recall",
        "nudge",
        "sponsor-digest",
        "completion",
        "goodbye",
        "confirm",
    }
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A gap in a compiled text that is filled for each learner."""

    name: str
    context: str
    """What surrounds it: `html`, `attr`, `url` or `text`."""
    fallback: str


Segment = str | Slot


@dataclass(frozen=True, slots=True)
class Message:
    """One compiled mail of the sequence."""

    id: str
    kind: str
    edition: str
    track: str
    """Empty: for all tracks."""
    key: str
    """The key of the ledger, the same on every track and in every edition."""
    day: int
    """Days after the start; of what follows the course, after the last lesson."""
    number: int
    """Of a lesson: which of the track it is, from 1; else 0."""
    count: int
    """Of a lesson: how many the track has; else 0."""
    subject: str
    hash: str
    file: str
    was: tuple[str, ...] = ()
    """Of a lesson: ids that it had before, as its author declares them."""


@dataclass(frozen=True)
class Release:
    """One build of a course's mails. Made by `load_release`, or from the ledger's copy of it."""

    data: Mapping[str, Any]
    """The whole of `sequence.json`."""

    @property
    def course(self) -> Mapping[str, Any]:
        """Id, version, title, language, dir."""
        course: Mapping[str, Any] = self.data["course"]
        return course

    @property
    def slug(self) -> str:
        """The id of the course."""
        return str(self.course["id"])

    @cached_property
    def hash(self) -> str:
        """Name this build: the hash of the whole sequence."""
        text = json.dumps(self.data, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def rhythms(self) -> Mapping[str, SendingSchedule]:
        """The schedules by id; the first is the default."""
        return {one.id: one for one in map(read_schedule, self.data["schedules"])}

    @cached_property
    def tracks(self) -> Mapping[str, Mapping[str, Any]]:
        """The tracks by id, each with label, choose and lessons."""
        return {str(track["id"]): track for track in self.data["tracks"]}

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """All mails."""
        return tuple(_message(entry) for entry in self.data["messages"])

    @cached_property
    def _found(self) -> Mapping[tuple[str, str, str], Message]:
        return {(one.track, one.key, one.edition): one for one in self.messages}

    def message(self, track: str, key: str, edition: str = "digest") -> Message | None:
        """Return the mail for a step; of another edition, or for all tracks, if need be."""
        for where in (track, ""):
            for which in (edition, "digest", "full", ""):
                if found := self._found.get((where, key, which)):
                    return found
        return None

    def special(self, kind: str, track: str, edition: str = "digest") -> Message | None:
        """Return the one mail of a kind that stands beside the road: nudge, goodbye, confirm."""
        found = [one for one in self.messages if one.kind == kind and one.track in (track, "")]
        found.sort(key=lambda one: (one.edition != edition, one.track == "", one.id))
        return found[0] if found else None

    @cached_property
    def roads(self) -> Mapping[str, tuple[DeliveryStep, ...]]:
        """What each track's learners are owed, in order."""
        return {track: self._road(track) for track in self.tracks}

    @cached_property
    def digests(self) -> Mapping[str, tuple[DeliveryStep, ...]]:
        """What a learner's sponsor is owed on each track: a digest for each two weeks."""
        found: dict[str, list[Message]] = {track: [] for track in self.tracks}
        for one in self.messages:
            if one.kind == "sponsor-digest":
                for track in found if not one.track else (one.track,):
                    found.setdefault(track, []).append(one)
        return {
            track: tuple(
                DeliveryStep(key, "sponsor-digest", _FORTNIGHT)
                for key in dict.fromkeys(m.key for m in sorted(mails, key=lambda m: (m.day, m.id)))
            )
            for track, mails in found.items()
        }

    def rhythm(self, name: str | None) -> SendingSchedule:
        """Return the schedule `name`, or the course's default if it has none of that name."""
        return self.rhythms.get(name or "") or next(iter(self.rhythms.values()))

    def _road(self, track: str) -> tuple[DeliveryStep, ...]:
        around: dict[str, list[DeliveryStep]] = {"welcome": [], "completion": [], "recall": []}
        seen = set()
        for one in self.messages:
            if one.kind in around and one.track in (track, "") and one.key not in seen:
                seen.add(one.key)
                around[one.kind].append(DeliveryStep(one.key, one.kind, one.day))
        lessons = []
        for index, slug in enumerate(self.tracks[track]["lessons"]):
            mail = self.message(track, str(slug))
            if mail is None:
                msg = f"track {track} names the lesson {str(slug)[:80]!r}, which has no message"
                raise UsageError(msg, hint="Build the course again.")
            lessons.append(DeliveryStep(mail.key, "lesson", mail.day, index))
        after = sorted(around["completion"] + around["recall"], key=lambda s: (s.day, s.kind))
        return (*around["welcome"][:1], *lessons, *after)


def load_release(sequence: Path) -> Release:
    """Read a `sequence.json` and judge it whole.

    Raises:
        SurroundingsError: there is no such file.
        UsageError: it is not what the email target writes.
    """
    if not sequence.is_file():
        msg = f"no {sequence}"
        raise SurroundingsError(msg, hint="Run `coursewright build --target email` first.")
    try:
        return judge_release(json.loads(_read(sequence, _MAX_SEQUENCE)))
    except (ValueError, RecursionError) as error:
        msg = f"{sequence} is not JSON: {error}"
        raise UsageError(msg, hint="Build the course again.") from error


def judge_release(data: Any) -> Release:
    """Return the release that parsed JSON holds, or refuse it."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        found = data.get("format") if isinstance(data, dict) else type(data).__name__
        msg = f"sequence.json has format {found!r}; this version reads {FORMAT}"
        raise UsageError(msg, hint="Build the course again with this version.")
    release = Release(data)
    try:
        if len(data["messages"]) > _MAX_MESSAGES:
            msg = f"sequence.json has more than {_MAX_MESSAGES} messages"
            raise UsageError(msg)
        found = len(release.rhythms) and len(release.roads) and release.slug
        str(data["sender"]["address"]), str(release.course["title"])
    except CoursewrightError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = f"sequence.json cannot be read: {error!r}"
        raise UsageError(msg, hint="Build the course again.") from error
    if not found:
        msg = "sequence.json has no course id, no schedule or no track"
        raise UsageError(msg, hint="Build the course again.")
    return release


def load_mail(folder: Path, message: Message) -> bytes:
    """Return the bytes of a message's file, whose hash fits.

    Raises:
        UsageError: the path leaves the folder, the file is too big or is not the one listed.
    """
    path = folder / safe_path(message.file)
    if not path.resolve().is_relative_to(folder.resolve()):
        msg = f"message {message.id}: its file lies outside {folder}"
        raise UsageError(msg)
    data = _read(path, _MAX_MAIL)
    if hashlib.sha256(data).hexdigest() != message.hash:
        msg = f"message {message.id}: {message.file} is not the file that sequence.json lists"
        raise UsageError(msg, hint="Build the course again.")
    return data


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror or error}"
        raise SurroundingsError(msg, hint="Build the course again.") from error
    if len(data) > most:
        msg = f"{path} is bigger than {most} bytes"
        raise UsageError(msg)
    return data


def _message(entry: Mapping[str, Any]) -> Message:
    name, kind = str(entry["id"]), str(entry["kind"])
    if kind not in _KINDS or len(name) > 200:
        msg = f"message {name[:80]!r} has an unknown kind: {kind[:40]!r}"
        raise UsageError(msg)
    track = str(entry.get("track") or "")
    rest = name.removeprefix(f"{track}/") if track else name
    day = entry.get("day") if kind == "lesson" else entry.get("offset")
    return Message(
        id=name,
        kind=kind,
        edition=str(entry.get("edition") or ""),
        track=track,
        key=str(entry["lesson"]) if kind == "lesson" else f"{kind}:{rest}",
        day=int(day or 0),
        number=int(entry.get("number") or 0),
        count=int(entry.get("count") or 0),
        subject=plain(entry.get("subject", "")),
        hash=str(entry["hash"]),
        file=str(entry["file"]),
        was=tuple(str(name) for name in entry.get("was") or ()),
    )


def read_segments(value: Any) -> tuple[Segment, ...]:
    """Return the segments of one text of a message file."""
    pieces = [value] if isinstance(value, str) else value
    return tuple(
        piece
        if isinstance(piece, str)
        else Slot(str(piece["slot"]), str(piece["context"]), str(piece.get("fallback") or ""))
        for piece in pieces
    )


def plain(value: Any) -> str:
    """Return a text with each slot's fallback in its place: for plans and lists."""
    return "".join(one if isinstance(one, str) else one.fallback for one in read_segments(value))
