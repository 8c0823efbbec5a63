"""Open edX's XBlock as a process of its own, with packages in it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from judges.node import MissingJudgeError

__all__ = ["open_edx"]

_HERE = Path(__file__).parent / "lms"


@contextmanager
def open_edx(packages: dict[str, bytes], folder: Path) -> Iterator[str]:
    """Serve packages in the XBlock; give the address of the server.

    Args:
        packages: zips by the name that each has in addresses.
        folder: where the LMS keeps what it keeps.
    """
    python = _HERE.parents[2] / ".venv" / "lms" / "bin" / "python"
    if not python.exists():
        raise MissingJudgeError("openedx-scorm-xblock")
    zips = folder / "zips"
    zips.mkdir()
    for name, data in packages.items():
        (zips / f"{name}.zip").write_bytes(data)
    with subprocess.Popen(
        [str(python), str(_HERE / "open_edx.py"), str(zips)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=sys.stderr,
        encoding="utf-8",
    ) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()
