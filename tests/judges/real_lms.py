"""Real LMSs, each as a process of its own, with packages in them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from judges.node import MissingJudgeError

__all__ = ["OPEN_EDX", "WAGTAIL", "RealLms", "real_lms"]

OPEN_EDX = "open_edx"
WAGTAIL = "wagtail_site"
_HERE = Path(__file__).parent / "lms"


@dataclass(frozen=True, slots=True)
class RealLms:
    """A running LMS."""

    name: str
    """`OPEN_EDX` or `WAGTAIL`."""
    address: str
    """Without the last slash."""
    folder: Path
    """Where it keeps its files and its database."""
    commands: IO[str]
    answers: IO[str]

    def update(self, name: str, package: bytes) -> None:
        """Replace the package of a course by a newer one, as the LMS does."""
        (self.folder / "zips" / f"{name}.zip").write_bytes(package)
        self.commands.write(f"{name}\n")
        self.commands.flush()
        assert self.answers.readline() == "updated\n"


@contextmanager
def real_lms(name: str, packages: dict[str, bytes], folder: Path) -> Iterator[RealLms]:
    """Serve packages in a real LMS.

    Args:
        name: `OPEN_EDX` or `WAGTAIL`.
        packages: zips by the name that each has in addresses.
        folder: where the LMS keeps what it keeps.
    """
    python = _HERE.parents[2] / ".venv" / "lms" / "bin" / "python"
    if not python.exists():
        raise MissingJudgeError(name)
    (folder / "zips").mkdir()
    for key, data in packages.items():
        (folder / "zips" / f"{key}.zip").write_bytes(data)
    with subprocess.Popen(
        [str(python), str(_HERE / "serve.py"), name, str(folder / "zips")],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=sys.stderr,
        encoding="utf-8",
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            address = f"http://127.0.0.1:{int(server.stdout.readline())}"
            yield RealLms(name, address, folder, server.stdin, server.stdout)
        finally:
            server.terminate()
