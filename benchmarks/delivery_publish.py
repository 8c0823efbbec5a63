"""Publish a change to a million learners while a sender claims: time, and how long claims wait.

The peer in the same run is the claim itself, with nobody publishing.

Run it: python benchmarks/delivery_publish.py [--quick] [--postgresql]
"""

import json
import multiprocessing
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from delivery_lab import MONDAY, arguments, expect, postgresql, real_course, show, workshop
from delivery_million import alone, bring_in, write_csv

from coursewright.delivery.ledger.claims import claim
from coursewright.delivery.ledger.database import open_ledger
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.release_impact import impact_of
from coursewright.delivery.ledger.releases import find_published
from coursewright.sequence.release import load_release

NOW = MONDAY - 86400.0
"""The day before the first lesson: only welcomes are due."""


def revised(sequence: Path, change: Callable[[dict[str, Any]], None], name: str) -> Path:
    """Write another build beside the first, over the same messages."""
    data = json.loads(sequence.read_text("utf-8"))
    change(data)
    path = sequence.with_name(f"{name}.json")
    path.write_text(json.dumps(data), "utf-8")
    return path


def later_days(data: dict[str, Any]) -> None:
    """Move every lesson but the first by a day: everybody is dated again."""
    for message in data["messages"]:
        if message["kind"] == "lesson" and message["day"]:
            message["day"] += 1


def other_subject(data: dict[str, Any]) -> None:
    """Change one subject: nobody's date changes."""
    data["messages"][-1]["subject"] = ["Another subject"]


def steps(url: str, sequence: Path, folder: Path) -> dict[str, float]:
    """Look at the difference and publish it; return seconds."""
    ledger = open_ledger(url)
    release = load_release(sequence)
    with ledger.read() as connection:
        published = find_published(ledger, connection)
    began = time.perf_counter()
    impact = impact_of(ledger, published, release, NOW)
    looked = time.perf_counter()
    publish(ledger, release, folder, NOW)
    done = time.perf_counter()
    ledger.close()
    return {"look": looked - began, "publish": done - looked, "moves": float(len(impact.moves))}


def claims(url: str, stop: Any, waits: Any) -> None:
    """Claim, as a sender does, until told to stop; report each claim's seconds."""
    ledger = open_ledger(url)
    while not stop.is_set():
        began = time.perf_counter()
        claim(ledger, NOW + 7200, 0.0, "bench", most=200, lease=1)
        waits.put(time.perf_counter() - began)
        time.sleep(0.02)
    ledger.close()


def beside(url: str, act: Callable[[], Any]) -> tuple[Any, list[float]]:
    """Do something while another process claims; return its result and the claims' seconds."""
    context = multiprocessing.get_context("spawn")
    stop, waits = context.Event(), context.Queue()
    sender = context.Process(target=claims, args=(url, stop, waits))
    sender.start()
    found: list[float] = [waits.get()]
    result = act()
    stop.set()
    sender.join(60)
    while not waits.empty():
        found.append(waits.get())
    return result, sorted(found[1:])


def run(url: str, sequence: Path, roster: Path) -> None:
    """Do all steps on one database and print."""
    intake = alone(bring_in, url, sequence, roster)
    _, usual = beside(url, lambda: time.sleep(5))
    text, _ = beside(
        url, lambda: alone(steps, url, revised(sequence, other_subject, "text"), sequence.parent)
    )
    days, waits = beside(
        url, lambda: alone(steps, url, revised(sequence, later_days, "days"), sequence.parent)
    )
    expect(usual and waits, "claims went on")
    middle = len(waits) // 2
    rows = [
        ["look at a changed text", f"{text['look']:.1f} s"],
        ["publish it", f"{text['publish']:.2f} s"],
        ["look at changed days", f"{days['look']:.1f} s, {days['moves']:.0f} groups that move"],
        ["publish them, everybody dated again", f"{days['publish']:.1f} s"],
        ["a claim meanwhile: median, longest", f"{waits[middle]:.3f} s, {waits[-1]:.2f} s"],
        ["a claim before: median, longest", f"{usual[len(usual) // 2]:.3f} s, {usual[-1]:.2f} s"],
        ["ratio of the medians", f"{waits[middle] / usual[len(usual) // 2]:.1f}"],
    ]
    show(f"{intake['added']:,} learners, {url.partition(':')[0]}", ["what", "figure"], rows)


def main() -> None:
    """Run it."""
    on_postgresql = "--postgresql" in sys.argv
    if on_postgresql:
        sys.argv.remove("--postgresql")
    options = arguments(__doc__, learners=(1_000_000, 20_000, "learners"))
    with workshop() as folder:
        _, home = real_course(folder, options.sequence)
        sequence = shutil.copytree(home, folder / "email") / "sequence.json"
        roster = folder / "roster.csv"
        write_csv(roster, options.learners)
        if not on_postgresql:
            run(f"sqlite:///{folder}/bench.db", sequence, roster)
            return
        with postgresql(folder) as url:
            run(url, sequence, roster)


if __name__ == "__main__":
    main()
