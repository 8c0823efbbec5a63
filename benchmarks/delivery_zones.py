"""All zones of tzdata, four years, three times of day, held against the C library's clock.

No wrong local date, no mail inside a gap (a skipped time moves on by the gap), and one instant
after another. Then the real course's road from a start in each month: allowed days, order, gap.

Run it: python benchmarks/delivery_zones.py [--quick]
"""

import os
import time
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from delivery_lab import Spent, arguments, expect, real_course, show, workshop

from coursewright.delivery.schedule.timeline import Place, agenda
from coursewright.sequence.release import Release
from coursewright.sequence.wall_clock import instant, local_date, zone

_FIRST, _DAYS = date(2025, 1, 1), 1461
_TIMES = (0, 150, 540)  # 00:00, 02:30, 09:00: two that are skipped somewhere, and ours


def sweep(where: ZoneInfo, found: Counter[str], took: Spent) -> None:
    """Hold each instant of a zone against what localtime() of the C library says of it."""
    os.environ["TZ"] = where.key
    time.tzset()
    days = [_FIRST + timedelta(days=n) for n in range(_DAYS)]
    for minute in _TIMES:
        with took.round(_DAYS):
            instants = [instant(day, minute, where) for day in days]
        found["instants"] += _DAYS
        found["out of order"] += sum(a >= b for a, b in pairwise(instants))
        for day, at in zip(days, instants, strict=True):
            shown = time.localtime(at)
            if shown[:3] != (day.year, day.month, day.day) or local_date(at, where) != day:
                found["wrong local date"] += 1
            if shown.tm_hour * 60 + shown.tm_min != minute or shown.tm_sec:
                found[_moved(day, minute, at, shown)] += 1


def _moved(day: date, minute: int, at: int, shown: time.struct_time) -> str:
    """Name why a clock shows another time than was asked for."""
    wanted = datetime(day.year, day.month, day.day, minute // 60, minute % 60)  # noqa: DTZ001
    offsets = [time.localtime(at + ahead).tm_gmtoff for ahead in (-86400, 86400)]
    for offset in offsets:
        utc = int((wanted - datetime(1970, 1, 1)).total_seconds()) - offset  # noqa: DTZ001
        again = time.localtime(utc)
        if (again.tm_mday, again.tm_hour, again.tm_min) == (day.day, *divmod(minute, 60)):
            return "wrong time"  # it exists, and we missed it
    gap = (offsets[1] - offsets[0]) // 60
    late = shown.tm_hour * 60 + shown.tm_min - minute
    return f"skipped at {minute // 60:02}:{minute % 60:02}, moved" if late == gap else "wrong gap"


def roads(release: Release, where: ZoneInfo, found: Counter[str]) -> None:
    """Walk each track from a start in each month of the four years."""
    schedule = release.schedule("")
    starts = (date(2025 + n // 12, n % 12 + 1, 7) for n in range(48))
    for start in starts:
        for road in release.steps.values():
            before = None
            mails = list(agenda(road, schedule, where, Place(start)))
            for due in mails:
                on = local_date(due.at, where)
                found["mails of a road"] += 1
                found["not on its date"] += on != due.on
                if due.step.kind == "welcome":
                    continue
                found["on a closed day"] += not schedule.allows(on)
                found["not after the one before"] += before is not None and due.at <= before
                before = due.at
            days = [due.on for due in mails if due.step.kind == "lesson"]
            found["too soon"] += sum((b - a).days < schedule.min_gap for a, b in pairwise(days))


def main() -> None:
    """Sweep and print."""
    options = arguments(__doc__, every=(1, 12, "each n-th zone"))
    names = sorted(available_timezones())[:: options.every]
    found: Counter[str] = Counter()
    took = Spent()
    with workshop() as folder:
        release, _ = real_course(folder, options.sequence)
        for name in names:
            sweep(zone(name), found, took)
            roads(release, zone(name), found)
    checks = {
        "wrong local date": "instants",
        "wrong time": "instants",
        "wrong gap": "instants",
        "out of order": "instants",
        "not on its date": "mails of a road",
        "on a closed day": "mails of a road",
        "not after the one before": "mails of a road",
        "too soon": "mails of a road",
    }
    rows = [[name, f"{found[name]:,}", f"{found[of]:,}"] for name, of in checks.items()]
    moved = sorted((name, n) for name, n in found.items() if name.startswith("skipped"))
    rows += [[name, f"{n:,}", f"{found['instants']:,}"] for name, n in moved]
    rows.append(["instants a second", f"{took.rate:,.0f}", ""])
    show(
        f"{len(names)} zones, {_DAYS} days, {len(_TIMES)} times, held against localtime() of C",
        ["what", "found", "of"],
        rows,
    )
    bad = {name: found[name] for name in checks if found[name]}
    expect(not bad, bad)


if __name__ == "__main__":
    main()
