"""What the placeholders of an email are filled with for one learner, links aside."""

from collections.abc import Mapping
from typing import Any

from coursewright.delivery.rosters.person_names import first_name_of
from coursewright.mime.headers import one_line
from coursewright.sequence.filling import fill, settle
from coursewright.sequence.records import Message
from coursewright.sequence.release import Release

__all__ = ["learner_values", "subject_for"]


def learner_values(
    release: Release, track: str, name: str, attrs: Mapping[str, Any], message: Message
) -> dict[str, str]:
    """Return what the placeholders of a learner's email are filled with, links aside.

    The first name is the roster's column `first_name`, else what the name says for certain;
    without one, the author's fallback stands.
    """
    name = one_line(name)
    given = one_line(str(attrs.get("first_name") or ""))
    first = first_name_of(name, given, release.course.language)
    found = release.tracks.get(track)
    return {
        "learner.first_name": first,
        "learner.name": name,
        "track.label": found.label if found else "",
        "course.title": release.course.title,
        "lesson.number": str(message.number or ""),
        "lesson.count": str(message.count or ""),
    }


def subject_for(
    release: Release, track: str, name: str, attrs: Mapping[str, Any], message: Message
) -> str:
    """Return the subject line as a learner gets it, or with the author's fallbacks."""
    return fill(settle(message.subject, ()), learner_values(release, track, name, attrs, message))
