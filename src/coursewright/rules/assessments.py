"""Assessments: enough items for each track, drawn from every cell."""

from collections.abc import Iterator

from coursewright.model import Assessment, Course, OpenText, Pool
from coursewright.problems import Code, Problem, Severity, near

from .course_texts import texts

__all__ = ["CODES", "RULES"]

UNKNOWN_POOL = Code(
    "unknown-pool",
    Severity.ERROR,
    "An assessment draws from a pool that does not exist.",
    "There is nothing to ask, and nobody can pass.",
)
TOO_FEW_ITEMS = Code(
    "too-few-assessment-items",
    Severity.WARNING,
    "An assessment has fewer cells for a track than `limits.assessment_items` (15).",
    "With few items, luck decides who passes.",
    strict=Severity.ERROR,
)
ITEM_WITHOUT_CELL = Code(
    "item-without-cell",
    Severity.WARNING,
    "An item of a pool has no cell.",
    "Each attempt draws one item from every cell, so this one is never drawn.",
    strict=Severity.ERROR,
)
UNSCORED_ITEM = Code(
    "unscored-item",
    Severity.ERROR,
    "An item of a pool asks for a written answer.",
    "Nobody scores it, so the assessment cannot count it.",
    adjustable=True,
)
CODES = (UNKNOWN_POOL, TOO_FEW_ITEMS, ITEM_WITHOUT_CELL, UNSCORED_ITEM)


def drawn(course: Course) -> Iterator[Problem]:
    """Find assessments whose pool is missing, or too small for a track that takes them."""
    fewest = course.settings.limits.assessment_items
    for text in texts(course):
        for block in text.walked:
            if not isinstance(block, Assessment):
                continue
            pool = course.pools.get(block.pool)
            if pool is None:
                hint = near(block.pool, course.pools) or "Write it as pools/NAME.md."
                message = f"There is no pool `{block.pool}`."
                yield UNKNOWN_POOL.at(block.span, message, hint=hint)
                continue
            for track in text.tracks:
                count = len(_cells(pool, track))
                if count < fewest:
                    message = (
                        f"The track `{track}` draws {count} from `{pool.id}`; it needs {fewest}."
                    )
                    hint = "Add cells, or set `limits: {assessment_items: ...}` in course.yaml."
                    yield TOO_FEW_ITEMS.at(block.span, message, hint=hint)


def items(course: Course) -> Iterator[Problem]:
    """Find items that can never be drawn or never be scored."""
    for pool in course.pools.values():
        for item in pool.items:
            if isinstance(item, OpenText):
                message = f"`{item.id}` asks for a written answer."
                hint = "Move it to a lesson, or give it options."
                yield UNSCORED_ITEM.at(item.span, message, hint=hint)
            if not item.cell:
                hint = 'Add cell="C1"; items of a cell are interchangeable.'
                yield ITEM_WITHOUT_CELL.at(item.span, f"`{item.id}` has no cell.", hint=hint)


def _cells(pool: Pool, track: str) -> set[str]:
    return {
        item.cell for item in pool.items if item.cell and (not item.tracks or track in item.tracks)
    }


RULES = (drawn, items)
