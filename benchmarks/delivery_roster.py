"""Rosters of 100 MB, honest and hostile, read by `learners import`: memory stays flat.

Run it: python benchmarks/delivery_roster.py [--megabytes 100]. Each roster is imported by a
process of its own, whose CPU seconds and greatest memory are printed.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from compiled_course import write_course

HEAD = "email,name,track,timezone,note\n"


def honest() -> Iterator[str]:
    """Yield people with names in other scripts and a long note."""
    for n in itertools.count():
        yield f"u{n}@example.org,Zoë 李 {n},aspire,Europe/Berlin,{'x' * 700}\n"


def all_faulty() -> Iterator[str]:
    """Yield lines of which none holds."""
    for n in itertools.count():
        yield f"nobody {n},x,aspire,Mars/Base,=1+1\n"


def never_closed() -> Iterator[str]:
    """Yield a cell that never ends."""
    yield 'a@example.org,"'
    while True:
        yield "x" * 999 + "\n"


def one_line() -> Iterator[str]:
    """Yield a line that never ends."""
    while True:
        yield "x" * 1000


def the_same_again() -> Iterator[str]:
    """Yield one person, over and over."""
    while True:
        yield "ada@example.org,Ada,aspire,UTC,\n"


ROSTERS: dict[str, Callable[[], Iterator[str]]] = {
    "people": honest,
    "faults in each line": all_faulty,
    "a quote never closed": never_closed,
    "one line": one_line,
    "one person all through": the_same_again,
}


def write(path: Path, pieces: Iterator[str], most: int) -> None:
    """Write a roster of some bytes."""
    size = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        size += file.write(HEAD)
        for piece in pieces:
            if size >= most:
                return
            size += len(piece.encode())
            file.write(piece)


def run(folder: Path, csv: Path, sequence: Path) -> tuple[str, float, float]:
    """Import a roster; return what was said, CPU seconds, MB."""
    url = f"sqlite:///{folder / csv.stem}.db"
    command = [sys.executable, "-m", "coursewright", "learners", "import", str(csv)]
    options = ["--database", url, "--skip-faulty"]
    env = os.environ | {"COURSEWRIGHT_SECRET": "a-secret-of-the-benchmark"}
    first = [sys.executable, "-m", "coursewright", "publish", "--database", url]
    subprocess.run([*first, "--sequence", str(sequence)], check=True, env=env)
    process = subprocess.Popen(
        [*command, *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=env,
    )
    said = process.stdout.read().strip() if process.stdout else ""
    _, _, used = os.wait4(process.pid, 0)
    return said, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Import each roster and print what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=100)
    most = parser.parse_args().megabytes * 10**6
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sequence = write_course(folder / "email")
        small = folder / "small.csv"
        write(small, honest(), 10**6)
        said, seconds, memory = run(folder, small, sequence)
        print(f"1 MB, for comparison: {seconds:.1f} CPU s, {memory:.0f} MB: {said}")
        for number, (name, pieces) in enumerate(ROSTERS.items()):
            csv = folder / f"roster{number}.csv"
            write(csv, pieces(), most)
            said, seconds, memory = run(folder, csv, sequence)
            print(f"{name}: {seconds:.1f} CPU s, {memory:.0f} MB: {said}", flush=True)
            csv.unlink()


if __name__ == "__main__":
    main()
