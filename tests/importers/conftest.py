"""Every import is checked as `coursewright check` does: no errors, and the words are there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coursewright.importers import Imported, import_course
from coursewright.problems import Severity

__all__ = ["Take"]

Take = Callable[[Path], Imported]


@pytest.fixture
def take() -> Take:
    """Import a path; fail if the result has an error."""

    def imported(path: Path) -> Imported:
        made = import_course(path)
        errors = [one for one in made.problems if one.severity is Severity.ERROR]
        assert errors == []
        return made

    return imported
