"""Time zones as lists have them: IANA names in any case, cities, the names that Windows uses."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from coursewright.errors import UsageError
from coursewright.problems import near
from coursewright.sequence.wall_clock import zone, zones

__all__ = ["read_time_zone"]

_SHOWN = re.compile(r"\((?:UTC|GMT)\s*([+\-\u2212]?\d{1,2}:?\d{2}|)\)\s*(.+)", re.IGNORECASE)
"""How Windows shows a zone: `(UTC+01:00) Amsterdam, Berlin, Bern`."""
_OFFSET = re.compile(r"(?i)(?:UTC|GMT)?\s*([+\-\u2212])\s*(\d{1,2})(?::?(\d{2}))?\Z")
_NONE = {"99"}
"""What Moodle writes for the zone of the server."""
_SHORT = {
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "CST": "America/Chicago or Asia/Shanghai",
    "CDT": "America/Chicago",
    "MST": "America/Denver or America/Phoenix",
    "MDT": "America/Denver",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "HST": "Pacific/Honolulu",
    "AKST": "America/Anchorage",
    "AST": "America/Halifax or Asia/Riyadh",
    "BST": "Europe/London or Asia/Dhaka",
    "IST": "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem",
    "MEZ": "Europe/Berlin",
    "MESZ": "Europe/Berlin",
    "CEST": "Europe/Berlin or Europe/Paris",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "SGT": "Asia/Singapore",
    "AEST": "Australia/Sydney or Australia/Brisbane",
    "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland",
    "MSK": "Europe/Moscow",
    "BRT": "America/Sao_Paulo",
}
"""Abbreviations that name several zones, or leave open whether there is summer time."""
_GOOD = {"Z": "UTC", "GMT": "Etc/GMT", "UTC": "UTC", "UT": "UTC"}
_CLEAR = {"MEZ", "MESZ", "JST", "KST", "SGT", "MSK"}


@lru_cache(maxsize=4096)
def read_time_zone(text: str) -> str:
    """Return the IANA name of the zone that a cell names; empty where it says none.

    Raises:
        ValueError: it names none, or several; the message says what to write.
    """
    name = " ".join(text.split())
    if not name or name in _NONE:
        return ""
    upper = name.upper()
    if upper in _GOOD:
        return _GOOD[upper]
    if upper in _CLEAR:
        return _SHORT[upper]
    if upper in _SHORT:
        msg = f"{name!r} does not name one zone. Write {_SHORT[upper]}"
        raise ValueError(msg)
    if found := _by_name().get(_fold(name)) or _windows().get(_fold(name)):
        return found
    if shown := _SHOWN.match(name):
        return _displayed(shown[1], shown[2], name)
    if offset := _OFFSET.match(name):
        return _fixed(offset, name)
    if found := _city(name):
        return found
    raise ValueError(_unknown(name))


def _unknown(name: str) -> str:
    hint = near(name, [*_by_name().values()]) or "Write a place, for example Europe/Berlin"
    return f"no such time zone: {name[:64]!r}. {hint}"


def _fixed(offset: re.Match[str], name: str) -> str:
    """Refuse an offset: it leaves open whether there is summer time, and lessons go by the clock.

    Raises:
        ValueError: always.
    """
    hours, minutes = int(offset[2]), int(offset[3] or 0)
    fixed = ""
    if not minutes and hours <= 12:
        sign = "-" if offset[1] == "+" else "+"  # POSIX counts the other way round
        fixed = f", or Etc/GMT{sign}{hours} where the clock never changes" if hours else ""
    msg = f"{name!r} is an offset and says nothing of summer time. Write a place, "
    msg += f"for example Europe/Berlin{fixed}"
    raise ValueError(msg)


def _displayed(offset: str, cities: str, name: str) -> str:
    """Return the zone that Windows shows with an offset and some cities.

    Raises:
        ValueError: no city of them is known with that offset.
    """
    for city in cities.split(","):
        found = _city(city.strip()) or _windows().get(_fold(city))
        if found and _has(found, offset):
            return found
    raise ValueError(_unknown(name))


def _has(name: str, offset: str) -> bool:
    """Tell whether a zone ever has an offset, in winter or in summer."""
    parts = re.match(r"([+\-\u2212]?)(\d{1,2}):?(\d{2})", offset)
    wanted = timedelta()
    if parts:
        wanted = timedelta(hours=int(parts[2]), minutes=int(parts[3]))
        wanted = wanted if parts[1] in ("", "+") else -wanted
    where = ZoneInfo(name)
    days = (datetime(2026, month, 15, tzinfo=UTC) for month in (1, 7))
    return any(day.astimezone(where).utcoffset() == wanted for day in days)


def _city(text: str) -> str:
    """Return the zone that is named after a city, if one alone is: `Berlin`, `Berlin, Germany`."""
    found = _cities().get(_fold(text.partition(",")[0]), ())
    return found[0] if len(found) == 1 else ""


def _fold(text: str) -> str:
    return text.casefold().replace("\\", "/").replace(" ", "_").replace("_/_", "/").strip("_")


@cache
def _by_name() -> dict[str, str]:
    found = {_fold(name): name for name in available_timezones()}
    for name in _SHORT:
        found.pop(_fold(name), None)
    return found


@cache
def _windows() -> dict[str, str]:
    return {_fold(windows): name for windows, name in WINDOWS_TO_OLSON.items() if _there(name)}


def _there(name: str) -> bool:
    try:
        zone(name)
    except UsageError:
        return False
    return True


@cache
def _cities() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for places in zones().values():
        region = {_fold(name.rpartition("/")[2]): name for name in places.values()}
        for city, name in region.items():
            found[city] = (*found.get(city, ()), name)
    return found
