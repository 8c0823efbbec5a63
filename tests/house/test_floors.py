"""The floors of ARCHITECTURE.md hold; the contracts stand in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

from house.checkout import ROOT


def test_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
