"""Start dates as lists have them: ISO, local forms, month names, the day numbers of Excel."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

__all__ = ["DateOrder", "DateReader", "date_order"]

DateOrder = Literal["", "dmy", "mdy"]
"""Which comes first where a date has slashes or dashes; empty: nothing says."""

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)\Z")
_LOCAL = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})")
_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:de\s+)?([^\W\d]{3,12})\.?,?[\s-]+(?:de\s+)?(\d{4})"
)
_MONTH_FIRST = re.compile(r"([^\W\d]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_WEEKDAY = re.compile(r"[^\W\d]{2,10}\.?,\s+")
_CLOCK = re.compile(
    r"[T\s,]*(?:\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?\Z"
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?\Z")
_FIRST, _LAST = 2000, 2100
_MONTHS = (
    "january jan januar januari januar\u00e9 enero ene gennaio gen janeiro janvier jan. jänner",
    "february feb februar februari febrero febbraio fevereiro fev février févr fév",
    "march mar märz mrz maart marzo março mars",
    "april apr abril abr aprile avril avr",
    "may mai mei mayo maggio mag maio",
    "june jun juni junio giugno giu junho juin",
    "july jul juli julio luglio lug julho juillet juil",
    "august aug augustus agosto ago août aoû",
    "september sep sept septiembre settembre set setembro septembre",
    "october oct oktober okt octubre ottobre ott outubro out octobre",
    "november nov noviembre novembre novembro",
    "december dec dezember dez diciembre dic dicembre dezembro décembre déc",
)
_MONTH = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads the dates of one list."""

    order: DateOrder = ""
    why: str = ""
    """What the order follows from, for people."""
    epoch: date | None = None
    """The day before day 1 of a workbook; None: numbers are no dates here."""

    def read(self, text: str) -> date:
        """Return the day that a cell names; a time beside it is dropped.

        Raises:
            ValueError: it is none, or could be two; the message says what to do.
        """
        found = _read(self, text.strip())
        if not _FIRST <= found.year <= _LAST:
            msg = f"{text[:40]!r} is the year {found.year}. Write the date as 2027-01-31"
            raise ValueError(msg)
        return found

    def day(self, text: str) -> date:
        """Return the day, whatever its year; the same faults."""
        text = _WEEKDAY.sub("", text, count=1)
        try:
            if parts := _ISO.match(text):
                return _day(text, parts, parts[1], parts[3], parts[4])
            if parts := _COMPACT.match(text):
                return date(int(parts[1]), int(parts[2]), int(parts[3]))
            if parts := _LOCAL.match(text):
                return self._local(text, parts)
            if parts := _NAMED.match(text):
                return _named(text, parts, parts[1], parts[2], parts[3])
            if parts := _MONTH_FIRST.match(text):
                return _named(text, parts, parts[2], parts[1], parts[3])
            if parts := _SERIAL.match(text):
                return self._serial(parts)
        except (ValueError, OverflowError) as error:
            if "Write" in str(error) or "Give" in str(error):
                raise
            msg = f"{text[:40]!r} is no day of the calendar. Write the date as 2027-01-31"
            raise ValueError(msg) from error
        msg = f"{text[:40]!r} is not a date. Write it as 2027-01-31"
        raise ValueError(msg)

    def _local(self, text: str, parts: re.Match[str]) -> date:
        year = parts[4] if len(parts[4]) == 4 else f"20{parts[4]}"
        first, second = int(parts[1]), int(parts[3])
        order = "dmy" if parts[2] == "." else self.order  # with dots the day comes first anywhere
        if not order and first == second:
            order = "dmy"
        if not order:
            msg = (
                f"{text[:40]!r} could be day or month first, and nothing in the file says which. "
                "Give --dates dmy or --dates mdy"
            )
            raise ValueError(msg)
        day, month = (first, second) if order == "dmy" else (second, first)
        if month > 12 and self.why:
            msg = (
                f"{text[:40]!r} does not fit the dates of the file, which have the "
                f"{'day' if order == 'dmy' else 'month'} first ({self.why}). "
                "Write the date as 2027-01-31"
            )
            raise ValueError(msg)
        return _day(text, parts, year, str(month), str(day))

    def _serial(self, parts: re.Match[str]) -> date:
        if self.epoch is None:
            like = date(1899, 12, 30) + timedelta(days=int(parts[1]))
            msg = (
                f"{parts[0]} is a day number of Excel (probably {like}). "
                "Write the date as 2027-01-31, or save the file as .xlsx"
            )
            raise ValueError(msg)
        return self.epoch + timedelta(days=int(parts[1]))


def date_order(cells: Iterable[tuple[int, str]]) -> tuple[DateOrder, str]:
    """Return which order the dates of a list have, and the line that shows it.

    Args:
        cells: line and text of every date of the list.
    """
    for line, text in cells:
        parts = _LOCAL.match(_WEEKDAY.sub("", text.strip(), count=1))
        if parts is None or parts[2] == ".":
            continue
        if int(parts[1]) > 12 >= int(parts[3]):
            return "dmy", f"line {line}: {text.strip()[:20]}"
        if int(parts[3]) > 12 >= int(parts[1]):
            return "mdy", f"line {line}: {text.strip()[:20]}"
    return "", ""


@lru_cache(maxsize=4096)  # a list has few dates, in many rows
def _read(reader: DateReader, text: str) -> date:
    return reader.day(text)


def _day(text: str, parts: re.Match[str], year: str, month: str, day: str) -> date:
    if not _CLOCK.match(text, parts.end()):
        msg = f"{text[:40]!r} is not a date. Write it as 2027-01-31"
        raise ValueError(msg)
    return datetime(int(year), int(month), int(day)).date()  # noqa: DTZ001 -- a day has no zone


def _named(text: str, parts: re.Match[str], day: str, month: str, year: str) -> date:
    number = _MONTH.get(month.lower())
    if number is None:
        msg = f"{month[:20]!r} is not the name of a month. Write the date as 2027-01-31"
        raise ValueError(msg)
    return _day(text, parts, year, str(number), day)
