"""What the email target wrote, read back as untrusted input: the mails that an export carries."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from coursewright.errors import SurroundingsError, UsageError
from coursewright.output import safe_path
from coursewright.problems import near

from .omissions import Segment, read_segments

__all__ = ["CompiledEmail", "DatedEmail", "TrackEmails", "read_roads"]

_FORMAT = 1
_MOST = 32 * 2**20
_CARRIED = ("welcome", "lesson", "recall", "completion")
"""What goes out on the road, in this order on one day. The rest hangs on what a learner does."""


@dataclass(frozen=True, slots=True)
class CompiledEmail:
    """One compiled mail."""

    id: str
    kind: str
    key: str
    """What a plan calls it: a lesson's id, or the kind."""
    subject: tuple[Segment, ...]
    preheader: tuple[Segment, ...]
    html: tuple[Segment, ...]
    text: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class DatedEmail:
    """A mail on its day."""

    mail: CompiledEmail
    day: int
    """Days after the start."""


@dataclass(frozen=True, slots=True)
class TrackEmails:
    """The mails of one track, in order."""

    track: str
    label: str
    sequence: Mapping[str, Any]
    """The whole of `sequence.json`."""
    schedule: Mapping[str, Any]
    """The chosen schedule: days, weekdays, hour and zone."""
    steps: tuple[DatedEmail, ...]

    @property
    def title(self) -> str:
        """The name of the course and the track."""
        return f"{self.sequence['course']['title']}: {self.label}"

    def spaced(self) -> Iterator[tuple[DatedEmail, int]]:
        """Yield each mail with its delay in days after the one before; at most one mail a day.

        A mailer counts from the mail before, and refuses a second one without a delay.
        """
        days: list[int] = []
        for step in self.steps:
            days.append(max(step.day, days[-1] + 1 if days else 0))
        yield from zip(self.steps, [*days[:1], *(b - a for a, b in pairwise(days))], strict=True)


def read_roads(
    folder: Path, *, track: str = "", edition: str = "digest", schedule: str = ""
) -> tuple[TrackEmails, ...]:
    """Return the road of one track, or of each, from a folder that the email target wrote.

    Raises:
        SurroundingsError: there is no such folder.
        UsageError: it holds something else, or there is no such track, edition or schedule.
    """
    sequence = _json(folder / "sequence.json")
    try:
        if sequence["format"] != _FORMAT:
            msg = f"sequence.json has format {sequence['format']!r}; this version reads {_FORMAT}"
            raise UsageError(msg, hint="Build the course again with this version.")
        labels = {str(one["id"]): str(one["label"]) for one in sequence["tracks"]}
        if track and track not in labels:
            msg = f"the course has no track {track!r}"
            raise UsageError(msg, hint=near(track, labels) or f"Its tracks: {', '.join(labels)}.")
        rhythm = _schedule(sequence, schedule)
        return tuple(
            TrackEmails(
                one, label, sequence, rhythm, tuple(_steps(folder, sequence, one, edition, rhythm))
            )
            for one, label in labels.items()
            if track in ("", one)
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        msg = f"{folder} cannot be read: {error!r}"
        raise UsageError(msg, hint="Build the course again.") from error


def _schedule(sequence: Mapping[str, Any], wanted: str) -> Mapping[str, Any]:
    """Return the schedule of this name; the first by default."""
    known: dict[str, Mapping[str, Any]] = {
        str(one.get("id") or "standard"): one for one in sequence["schedules"]
    }
    if not wanted:
        first: Mapping[str, Any] = sequence["schedules"][0]
        return first
    if wanted not in known:
        msg = f"the course has no schedule {wanted!r}"
        raise UsageError(msg, hint=near(wanted, known) or f"Its schedules: {', '.join(known)}.")
    return known[wanted]


def _day(index: int, own: int, schedule: Mapping[str, Any]) -> int:
    """Return the day of a lesson, the first is 0: its own, or the one that the schedule gives it.

    After the last day of the list lessons go on in its last step, as in a plan.
    """
    days = [int(one) for one in schedule.get("days") or ()]
    if not days:
        return own
    if index < len(days):
        return days[index]
    step = days[-1] - days[-2] if len(days) > 1 else 1
    return days[-1] + max(step, int(schedule.get("min_gap_days") or 0), 1) * (index - len(days) + 1)


def _steps(
    folder: Path,
    sequence: Mapping[str, Any],
    track: str,
    edition: str,
    schedule: Mapping[str, Any],
) -> Iterator[DatedEmail]:
    own = [one for one in sequence["messages"] if one.get("track") in (track, "", None)]
    lessons = [one for one in own if one["kind"] == "lesson"]
    chosen = [one for one in lessons if one.get("edition") == edition]
    if lessons and not chosen:
        found = ", ".join(sorted({str(one.get("edition")) for one in lessons}))
        msg = f"the mails were not built in the edition {edition!r}"
        raise UsageError(msg, hint=f"There is: {found}.")
    chosen.sort(key=lambda one: int(one.get("number") or 0))
    dated = [(_day(n, int(one["day"]), schedule), one) for n, one in enumerate(chosen)]
    last = max((day for day, _ in dated), default=0)
    for one in own:
        if one["kind"] in _CARRIED and one["kind"] != "lesson":
            start = 0 if one["kind"] == "welcome" else last + 1
            dated.append((start + int(one.get("offset") or 0), one))
    dated.sort(key=lambda d: (d[0], _CARRIED.index(d[1]["kind"]), int(d[1].get("number") or 0)))
    for day, entry in dated:
        yield DatedEmail(_mail(folder, entry, track), day)


def _mail(folder: Path, entry: Mapping[str, Any], track: str) -> CompiledEmail:
    path = folder / safe_path(str(entry["file"]))
    if not path.resolve().is_relative_to(folder.resolve()):
        msg = f"the file of {entry['id']} lies outside {folder}"
        raise UsageError(msg)
    data = _read(path)
    if hashlib.sha256(data).hexdigest() != entry["hash"]:
        msg = f"{path} is not the file that sequence.json lists"
        raise UsageError(msg, hint="Build the course again.")
    value = json.loads(data)
    texts = [read_segments(value[one]) for one in ("subject", "preheader", "html", "text")]
    id_ = str(entry["id"])
    rest = id_.removeprefix(f"{track}/")
    key = str(entry["lesson"]) if entry["kind"] == "lesson" else rest
    return CompiledEmail(id_, str(entry["kind"]), key, *texts)


def _json(path: Path) -> Any:
    if not path.is_file():
        msg = f"no {path}"
        raise SurroundingsError(msg, hint="Run `coursewright build --target email` first.")
    try:
        return json.loads(_read(path))
    except (ValueError, RecursionError) as error:
        msg = f"{path} is not JSON: {error}"
        raise UsageError(msg, hint="Build the course again.") from error


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror or error}"
        raise SurroundingsError(msg, hint="Build the course again.") from error
    if len(data) > _MOST:
        msg = f"{path} is bigger than {_MOST} bytes"
        raise UsageError(msg)
    return data
