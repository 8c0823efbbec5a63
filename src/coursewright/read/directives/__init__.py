"""The directives of the course format: a small file for each family, one table of all."""

from . import (
    branches,
    container_blocks,
    media_blocks,
    panels,
    quizzes,
    recalls,
    reference_blocks,
    spec,
)
from .spec import Attribute, Built, Filled, Spec

__all__ = ["CODES", "SPECS", "Attribute", "Built", "Filled", "Spec"]

SPECS: dict[str, Spec] = {
    row.name: row
    for family in (
        container_blocks,
        panels,
        quizzes,
        branches,
        reference_blocks,
        media_blocks,
        recalls,
    )
    for row in family.SPECS
}
CODES = (*spec.CODES, *quizzes.CODES, *branches.CODES, *media_blocks.CODES)
