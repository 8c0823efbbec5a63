"""The memory of the preview over 2,000 saves of the real course, each looked at as page and mail.

Run it: python benchmarks/preview_memory.py [--saves 2000]
"""

import argparse
import re
import shutil
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from preview_saves import ROOT, ours

_LESSON = "0-setting-the-stage/01-welcome-and-baseline.md"
_PAGES = ("/site/aspire/welcome-and-baseline/index.html", "/mail/aspire/welcome-and-baseline")


def resident(port: str) -> float:
    """Return the MB that the process which listens on a port holds."""
    wanted = f":{int(port):04X} 00000000:0000 0A"
    rows = Path("/proc/net/tcp").read_text("ascii").splitlines()
    inode = next(row.split()[9] for row in rows if wanted in row)
    for process in Path("/proc").glob("[0-9]*"):
        try:
            links = [str(link.readlink()) for link in (process / "fd").iterdir()]
        except OSError:
            continue
        if f"socket:[{inode}]" in links:
            found = re.search(r"VmRSS:\s+(\d+)", (process / "status").read_text("ascii"))
            return int(found[1]) / 1024 if found else 0.0
    return 0.0


def shows(url: str, word: str) -> None:
    """Ask until an address shows a word."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 -- ours
                if word.encode() in answer.read():
                    return
        except urllib.error.URLError:
            pass
        time.sleep(0.005)
    raise TimeoutError(word)


def main() -> None:
    """Save, look, and print how memory goes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=2000)
    saves = parser.parse_args().saves
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(ROOT / "course", Path(scratch, "course")))
        file = folder / _LESSON
        head, mark, tail = file.read_text("utf-8").partition(":::scenario\n")
        with ours(folder) as url:
            began = time.monotonic()
            for number in range(1, saves + 1):
                word = f"Save{number}end"
                file.write_text(f"{head}{mark}{word} {tail}", "utf-8")
                for page in _PAGES:
                    shows(url + page, word)
                if number in {20, 100} or number % max(1, saves // 10) == 0:
                    size = resident(url.rpartition(":")[2])
                    print(
                        f"{number:6} saves {size:7.1f} MB {time.monotonic() - began:6.0f} s",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
