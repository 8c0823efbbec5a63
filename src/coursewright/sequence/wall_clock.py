"""Wall time in a zone, and back. A lesson's time is kept as date, minute and zone, never as UTC."""

from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from coursewright.errors import UsageError
from coursewright.problems import near

__all__ = ["instant", "local_date", "local_minute", "zone", "zone_names", "zones"]

_DAY_MINUTES = 24 * 60
_REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """Return the IANA zone `name`.

    Raises:
        UsageError: there is no such zone.
    """
    try:
        found = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        found = None
    if found is None or name not in zone_names():  # "posix/UTC" exists on some systems only
        msg = f"no such time zone: {name[:64]!r}"
        hint = near(name, zone_names()) or "Use an IANA name, for example Europe/Berlin."
        raise UsageError(msg, hint=hint)
    return found


@cache
def zone_names() -> frozenset[str]:
    """Return the IANA names that there are."""
    return frozenset(available_timezones())


@cache
def zones() -> dict[str, dict[str, str]]:
    """Return the zones that are named after a place: region -> place -> IANA name."""
    found: dict[str, dict[str, str]] = {region: {} for region in _REGIONS}
    for name in sorted(zone_names()):
        region, _, place = name.partition("/")
        if region in found:
            found[region][place.replace("_", " ").replace("/", ", ")] = name
    return found


def instant(on: date, minute: int, where: ZoneInfo) -> int:
    """Return the UTC second at which `minute` of the day `on` strikes in a zone.

    Of a time that strikes twice the first is meant; a time that is skipped moves forward by the
    gap: with fold=0 the offset before the change is used (PEP 495).
    """
    wall = datetime.combine(on, time(minute // 60, minute % 60), tzinfo=where)
    return int(wall.timestamp())


def local_date(at: float, where: ZoneInfo) -> date:
    """Return the date that the calendar shows in a zone at an instant."""
    return datetime.fromtimestamp(at, UTC).astimezone(where).date()


def local_minute(at: float, where: ZoneInfo) -> int:
    """Return the minute of the day that the clock shows in a zone at an instant."""
    wall = datetime.fromtimestamp(at, UTC).astimezone(where)
    return (wall.hour * 60 + wall.minute) % _DAY_MINUTES
