"""The pictures that `course.yaml` names: the cover, and those of modules."""

from collections.abc import Mapping
from dataclasses import replace

from coursewright.model import Picture, Settings
from coursewright.source import Span

from .hrefs import local_path
from .reading import Reading

__all__ = ["take_pictures"]


def take_pictures(
    settings: Settings, fields: Mapping[str, Span], reading: Reading
) -> tuple[Settings, tuple[tuple[str, Span], ...]]:
    """Return the settings with paths as the course has them, and the files that they show.

    Args:
        settings: what `course.yaml` says.
        fields: where its fields stand.
        reading: takes the problems; a picture with a path that may not be is left out.
    """
    files: list[tuple[str, Span]] = []

    def taken(picture: Picture | None, name: str) -> Picture | None:
        if picture is None:
            return None
        place = fields.get(f"{name}.src", picture.span)
        path = local_path(reading, picture.src, place)
        if path is None:
            return None
        files.append((path, place))
        return replace(picture, src=path)

    modules = tuple(
        replace(module, figure=taken(module.figure, f"modules.{at}.figure"))
        for at, module in enumerate(settings.modules)
    )
    return replace(settings, cover=taken(settings.cover, "cover"), modules=modules), tuple(files)
