"""html-validate: rules of good HTML beyond the standard's grammar."""

import json
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from .node import package, program

__all__ = ["html_validate"]


def html_validate(pages: Iterable[Path], rules: Literal["mail", "page"]) -> list[str]:
    """Return the faults of HTML files, a line `name:line:column: rule: words` for each.

    Args:
        pages: Files; give many at once.
        rules: "page", or "mail" without the rules that mail clients make impossible
            (`html-validate-mail.json` beside this file).
    """
    config = Path(__file__).parent / f"html-validate-{rules}.json"
    command = str(package("html-validate") / "bin" / "html-validate.mjs")
    paths = [str(page) for page in pages]
    # Its JSON is cut at 64 KiB in a pipe, not in a file.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        done = subprocess.run(
            [program("node"), command, "-c", str(config), "-f", "json", *paths],
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
            encoding="utf-8",
            timeout=240,
        )
        out.seek(0)
        text = out.read()
    if not text.startswith("["):
        msg = f"html-validate broke down ({done.returncode}):\n{done.stderr}{text}"
        raise RuntimeError(msg)
    return [
        f"{Path(file['filePath']).name}:{m['line']}:{m['column']}: {m['ruleId']}: {m['message']}"
        for file in json.loads(text)
        for m in file["messages"]
    ]
