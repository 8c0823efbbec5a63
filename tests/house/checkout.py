"""The checkout as git sees it: what the tests of the house itself look at."""

import subprocess
from pathlib import Path

__all__ = ["ROOT", "modules", "tracked"]

ROOT = Path(__file__).resolve().parents[2]


def tracked(*folders: str) -> list[Path]:
    """Return the files that git keeps or would keep, as paths from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *folders],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    paths = {Path(name) for name in listed.stdout.split("\0") if name}
    return sorted(path for path in paths if (ROOT / path).is_file())


def modules() -> list[Path]:
    """Return the Python modules of the product, as paths from the root."""
    return [path for path in tracked("src") if path.suffix == ".py"]
