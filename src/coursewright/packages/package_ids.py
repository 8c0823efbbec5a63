"""Which packages a course makes, and where each is named."""

from coursewright.model import Course, Package
from coursewright.source import Span

__all__ = ["packages_of", "place_of"]


def packages_of(course: Course) -> tuple[Package, ...]:
    """Return the course's packages; a course that names none is one package with all its tracks."""
    settings = course.settings
    if settings.packages:
        return settings.packages
    tracks = tuple(track.id for track in settings.tracks)
    whole = Package(
        id=course.id,
        title=settings.title,
        tracks=tracks,
        description=settings.description,
        span=settings.span,
    )
    return (whole,)


def place_of(course: Course, package: Package, field: str) -> Span:
    """Return where a field of a package stands in `course.yaml`, or else the package."""
    for number, one in enumerate(course.settings.packages):
        if one is package:
            return course.fields.get(f"packages.{number}.{field}", package.span)
    return package.span
