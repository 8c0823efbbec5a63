"""What would break the site: two things that want one address."""

from collections.abc import Iterable, Iterator

from coursewright.markup.addresses import (
    address_part,
    aid_address,
    answer_address,
    asset_address,
    lesson_address,
    track_address,
)
from coursewright.model import Choice, Course, walk
from coursewright.problems import Code, Problem, Severity
from coursewright.source import Span
from coursewright.target import Options

__all__ = ["CODES", "check"]

ADDRESS_TAKEN = Code(
    "site-address-taken",
    Severity.ERROR,
    "Two things of the course would have the same address on the site.",
    "One page would replace the other, and links in emails would lead to the wrong one.",
)
CODES = (ADDRESS_TAKEN,)

RESERVED = ("a", "glossary", "job-aids", "media", "sources")
"""Folders of the site's own."""


def check(course: Course, options: Options) -> Iterable[Problem]:
    """Yield a problem for each address that two ids share."""
    taken: dict[str, str] = {}
    for track in course.settings.tracks:
        if address_part(track.id) in RESERVED:
            yield ADDRESS_TAKEN.at(
                track.span,
                f"The track `{track.id}` has the name of a folder that the site needs.",
                hint=f"Choose an id other than {', '.join(RESERVED)}.",
            )
    for address, name, span in _addresses(course):
        if taken.setdefault(address, name) != name:
            yield ADDRESS_TAKEN.at(
                span,
                f"{name} and {taken[address]} would have the same address `{address}`",
                hint="Ids that differ only in case have the same address: rename one.",
            )


def _addresses(course: Course) -> Iterator[tuple[str, str, Span]]:
    """Yield every address with the name of what lies there and its place."""
    for track in course.settings.tracks:
        yield track_address(track.id), f"the track `{track.id}`", track.span
        for lesson in course.lessons_of(track.id):
            yield lesson_address(track.id, lesson.id), f"the lesson `{lesson.id}`", lesson.span
    for aid in course.job_aids.values():
        yield aid_address(aid.slug), f"the job aid `{aid.id}`", aid.span
    for path in course.assets:
        yield asset_address(path), f"the file `{path}`", Span.whole(path)
    for block in walk(block for lesson in course.lessons for block in lesson.body):
        if isinstance(block, Choice):
            for option in block.options:
                name = f"the answer `{option.key}` of `{block.id}`"
                yield answer_address(block.id, option.key), name, option.span
