"""The one script of the site: private checks, ticks, the assessment, fields of job aids."""

from collections.abc import Iterable

from coursewright.model import Choice, Course, Pool
from coursewright.packages.player_bundle import bundle, words_used
from coursewright.packages.player_parts import left_out

__all__ = ["site_script"]

# What a page of the site can bring to life; all else is read as it stands.
_KINDS = ("assessment", "checklist", "choice", "embed", "likert", "match", "order", "readiness")
_RARE = ("gaps", "hotspot", "matrix", "number")
_PARTS = (" data-credit", " data-minutes")


def site_script(course: Course | None = None) -> tuple[str, list[str]]:
    """Return the script, and the keys of the strings that it asks for.

    Args:
        course: what its pools do not need is left out; without one, nothing is.
    """
    rare, parts = _needed(course.pools.values()) if course else (_RARE, _PARTS)
    kinds = sorted((*_KINDS, *rare))
    lines = [f'import {{ start as {kind} }} from "./blocks/{kind}.js";' for kind in kinds]
    blocks = "\n".join([*lines, f"export const blocks = {{{', '.join(kinds)}}};"])
    script = bundle("site.js", {**left_out(kinds, "".join(parts)), "blocks.js": blocks})
    return script, words_used(script)


def _needed(pools: Iterable[Pool]) -> tuple[Iterable[str], Iterable[str]]:
    """Return the kinds of questions that are rare, and the attributes of assessments."""
    rare: set[str] = set()
    parts: set[str] = set()
    for pool in pools:
        rare.update(item.kind for item in pool.items if item.kind in _RARE)
        if any(isinstance(item, Choice) and item.hotspot for item in pool.items):
            rare.add("hotspot")
        if pool.scored_in_parts:
            parts.add(" data-credit")
        if pool.minutes:
            parts.add(" data-minutes")
    return rare, parts
