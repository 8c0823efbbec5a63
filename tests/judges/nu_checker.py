"""The W3C's checker of HTML, "Nu": what is not valid in a page."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from .node import package, program

__all__ = ["MAIL_NOISE", "nu"]

# What mail clients need and the standard does not know. In a page of ours it would be a fault.
MAIL_NOISE = (
    "xmlns:[vo]|mso-|supported-color-schemes|Illegal character in"
    "|vertical-align. not allowed|background. not allowed"
)


def nu(pages: Iterable[Path], *, ignore: str = "") -> list[str]:
    """Return what is not valid in files of HTML, CSS or SVG, a line `name:place: words` for each.

    Args:
        pages: Files; give many at once, for the checker takes two seconds to start.
        ignore: A regular expression of messages to leave out, such as `MAIL_NOISE`.
    """
    paths = [str(page) for page in pages]
    jar = package("vnu-jar") / "build" / "dist" / "vnu.jar"
    flags = ["--errors-only", "--format", "gnu", "--stdout"]
    done = subprocess.run(
        [program("java"), "-Xss8m", "-jar", str(jar), *flags, *paths],
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=240,
    )
    if done.stderr.strip():
        msg = f"the Nu checker broke down:\n{done.stderr}"
        raise RuntimeError(msg)
    found = [line for line in done.stdout.splitlines() if line.strip()]
    return [line for line in found if not (ignore and re.search(ignore, line))]
