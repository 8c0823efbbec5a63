"""The judges that come from npm: where they lie, and how one is run."""

import json
import shutil
import subprocess
from pathlib import Path

__all__ = ["MissingJudgeError", "package", "program", "script"]

_HERE = Path(__file__).parent


class MissingJudgeError(RuntimeError):
    """A judge is not installed. A test that needs it fails; it never passes for want of a judge."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the judge {name} is not installed: run scripts/test")


def package(name: str) -> Path:
    """Return the folder of an npm package, such as `scorm-again` to serve to a browser."""
    folder = _HERE / "node_modules" / name
    if not folder.is_dir():
        raise MissingJudgeError(name)
    return folder


def program(name: str) -> str:
    """Return the path of a program of the system."""
    found = shutil.which(name)
    if found is None:
        raise MissingJudgeError(name)
    return found


def script(name: str, request: object, *, timeout: float = 120) -> object:
    """Run a script of this folder in node: it reads one JSON value and prints one."""
    package("axe-core")  # any package: says "not installed" better than node does
    done = subprocess.run(
        [program("node"), str(_HERE / name)],
        input=json.dumps(request),
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=timeout,
    )
    if done.returncode:
        msg = f"{name} failed:\n{done.stderr}"
        raise RuntimeError(msg)
    return json.loads(done.stdout)
