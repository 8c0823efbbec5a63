"""`coursewright status` ends doubts that there are, and says so of others."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.parametrize("option", ["--sent", "--resend"])
def test_a_doubt_that_there_is_not_is_refused(
    option: str, run: Callable[..., Any], tmp_path: Path
) -> None:
    told = run("status", "--database", f"sqlite:///{tmp_path / 'ledger.db'}", option, "17")
    assert told.code == 2
    assert "no email of enrollment 17 is in doubt" in told.err
