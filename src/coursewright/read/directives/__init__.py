"""The directives of the course format: a small file for each family, one table of all."""

from . import branches, quizzes, recalls, spec
from . import container_blocks as plain
from . import media_blocks as showings
from . import reference_blocks as pointers
from .spec import Attribute, Built, Filled, Spec

__all__ = ["CODES", "SPECS", "Attribute", "Built", "Filled", "Spec"]

SPECS: dict[str, Spec] = {
    one.name: one
    for family in (plain, quizzes, branches, pointers, showings, recalls)
    for one in family.SPECS
}
CODES = (*spec.CODES, *quizzes.CODES, *branches.CODES)
