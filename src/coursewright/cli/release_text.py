"""The difference between two releases as people read it: in a terminal, or on a pull request."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from .printers.visible import visible

if TYPE_CHECKING:
    from coursewright.delivery.ledger.release_impact import ChangeReach, Move, ReleaseImpact
    from coursewright.delivery.planning.release_changes import Change, ChangeKind

__all__ = ["change_line", "impact_markdown", "impact_text"]


_SENTENCES: "dict[ChangeKind, str]" = {
    "course-renamed": "Course {key} renamed to {detail}",
    "text-changed": "Text of {key} changed{where}",
    "lesson-inserted": "Lesson {key} inserted{where}, {detail}",
    "lesson-removed": "Lesson {key} removed{where}",
    "lesson-renamed": "Lesson {key} renamed to {detail}",
    "lessons-reordered": "Lessons reordered{where}: {detail}",
    "days-changed": "Lesson {key}{where}: {detail}",
    "schedule-changed": "Schedule {key} changed: {detail}",
    "schedule-added": "Schedule {key} added",
    "schedule-removed": "Schedule {key} removed; its learners follow the first schedule",
    "track-added": "Track {track} added",
    "track-removed": "Track {track} removed",
    "message-added": "Email {key} added{where}",
    "message-removed": "Email {key} removed{where}",
}
_CHOICES = {
    "lesson": "declare `was: [{0}]` in the lesson that replaces it, or --retire {0}",
    "track": "--move-track {0}=OTHER, or --end-track {0}",
    "course": "--rename-course {0} gives it the new id",
}


def impact_text(impact: "ReleaseImpact") -> str:
    """Return what a release would do, for a terminal."""
    if impact.same:
        return "Nothing has changed since the published release."
    if not impact.before:
        return "\n".join([_unknown(impact), *(f"  {line}" for line in _choices(impact))])
    lines = [f"Changes since the published release of {visible(impact.course)}:"]
    lines += [f"  {line}" for line in _changes(impact)]
    lines += ["", "Next emails:"]
    lines += [f"  {line}" for line in _moves(impact.moves)] or ["  Nobody's next email changes."]
    lines += ["", f"{_learners(impact.under_way)} under way."]
    if impact.undecided:
        lines += ["", "Decide first, because learners are under way on it:"]
        lines += [f"  {line}" for line in _choices(impact)]
    return "\n".join(lines)


def impact_markdown(impact: "ReleaseImpact") -> str:
    """Return the same as Markdown, for a comment on a pull request."""
    if impact.same:
        return "No learner gets anything else than before."
    lines = [f"### Who gets what: `{impact.course}`", ""]
    if not impact.before:
        return "\n".join(
            [*lines, _unknown(impact), "", *(f"- {choice}" for choice in _choices(impact))]
        )
    lines += [f"- {line}" for line in _changes(impact)]
    if impact.moves:
        lines += ["", "**Next emails**", ""]
        lines += [f"- {line}" for line in _moves(impact.moves)]
    lines += ["", f"{_learners(impact.under_way)} under way."]
    if impact.undecided:
        lines += ["", "**Decide first**", ""]
        lines += [f"- {line}" for line in _choices(impact)]
    return "\n".join(lines)


def change_line(change: "Change") -> str:
    """Return one difference as a sentence without numbers."""
    return _SENTENCES[change.kind].format(
        key=visible(change.key),
        track=visible(change.track),
        where=f" on track {visible(change.track)}" if change.track else "",
        detail="as the first lesson" if change.detail == "first" else visible(change.detail),
    )


def _changes(impact: "ReleaseImpact") -> Iterator[str]:
    for reach in impact.changes:
        numbers = _numbers(reach)
        yield f"{change_line(reach.change)}{': ' if numbers else ''}{numbers}"


def _numbers(reach: "ChangeReach") -> str:
    ahead, behind = reach.ahead, reach.behind
    match reach.change.kind:
        case "text-changed" | "message-added" | "message-removed":
            return f"{_learners(ahead)} still to get it, {behind:,} have had it"
        case "lesson-inserted":
            past = f"; {behind:,} are past it and do not (--backfill {reach.change.key})"
            return f"{_learners(ahead)} to get it{past if behind else ''}"
        case "lesson-removed":
            return f"{_learners(ahead)} will not get it, {behind:,} have had it"
        case "days-changed":
            return f"{_learners(ahead)} ahead of it"
        case "schedule-changed" | "track-removed":
            return f"{_learners(ahead)} on it"
        case "lesson-renamed" | "lessons-reordered" | "schedule-added" | "schedule-removed":
            return ""
        case "track-added" | "course-renamed":
            return ""


def _moves(moves: "Sequence[Move]") -> Iterator[str]:
    groups: dict[tuple[str, str, str, int | None], list[Move]] = {}
    for move in moves:
        days = (move.new_on - move.on).days if move.new_on else None
        groups.setdefault((move.track, move.key, move.new_key, days), []).append(move)
    for (track, key, new_key, days), found in groups.items():
        learners = _learners(sum(move.learners for move in found))
        waits = f"{visible(track)}: {learners} waiting for {visible(key)}"
        old = _range([move.on for move in found])
        if days is None:
            yield f"{waits} ({old}) have nothing left and complete the course"
            continue
        new = _range([move.new_on for move in found if move.new_on])
        instead = f" get {visible(new_key)} instead" if new_key != key else " move"
        dates = f"{old} -> {new}" if days else f"on the same day ({old})"
        yield f"{waits}{instead}: {dates}"


def _range(days: list[date]) -> str:
    first, last = min(days).isoformat(), max(days).isoformat()
    return first if first == last else f"{first} to {last}"


def _choices(impact: "ReleaseImpact") -> Iterator[str]:
    for (what, name), learners in impact.undecided.items():
        yield f"{what} {visible(name)} ({_learners(learners)}): {_CHOICES[what].format(name)}"
    if not impact.before:
        yield "none of these: --new-course"


def _unknown(impact: "ReleaseImpact") -> str:
    return (
        f"The ledger has no course {visible(impact.course)}. Decide first which course it is, or "
        "set the id in course.yaml back:"
    )


def _learners(number: int) -> str:
    return f"{number:,} learner{'' if number == 1 else 's'}"
