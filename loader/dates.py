"""EDTF dates (ISO 8601-2) as spans of days.

The subset that claims use: year, month, season, day, `X` for digits not given, `?~%` marks, and intervals with open
ends. The package `edtf` reads more, but takes 3 ms a date, fails on open intervals and prints on what it can't read.
"""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

_SINGLE = re.compile(r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?[?~%]?", re.ASCII)
_DAYS, _MONTHS = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y"), ("%B %Y", "%b %Y")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]", re.ASCII)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+", re.IGNORECASE)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day that a date may mean; `None` is open or unknown."""

    earliest: date | None
    latest: date | None

    @property
    def days(self) -> int | None:
        """Its length in days, `None` when an end is open."""
        return None if self.earliest is None or self.latest is None else (self.latest - self.earliest).days + 1

    def disjoint(self, other: Span) -> bool:
        """Whether no day lies in both."""
        return _before(self.latest, other.earliest) or _before(other.latest, self.earliest)

    def gap(self, other: Span) -> int:
        """Days between two disjoint spans, 0 when they touch."""
        for a, b in ((self, other), (other, self)):
            if a.latest and b.earliest and a.latest < b.earliest:
                return (b.earliest - a.latest).days
        return 0


def _before(end: date | None, start: date | None) -> bool:
    return end is not None and start is not None and end < start


@lru_cache(maxsize=4_096)
def span(text: str) -> Span:
    """The days that an EDTF date may mean. Raises `ValueError` when it is none."""
    first, slash, last = text.partition("/")
    if not slash:
        return _single(first)
    opened, closed = first in ("", ".."), last in ("", "..")
    if opened and closed:
        raise ValueError(f"{text!r} is no EDTF date")
    result = Span(None if opened else _single(first).earliest, None if closed else _single(last).latest)
    if _before(result.latest, result.earliest):
        raise ValueError(f"{text!r} ends before it begins")
    return result


def _single(text: str) -> Span:
    match = _SINGLE.fullmatch(text)
    if not match or match["year"] == "0000":
        raise ValueError(f"{text!r} is no EDTF date")
    year, month, day = match["year"], match["month"], match["day"]
    if month and "X" not in month:
        number = int(month)
        if day is None and number in _SEASONS:
            if "X" in year:
                return Span(None, None)
            begin, end = _SEASONS[number]
            return Span(date(int(year), begin, 1), date(int(year), end, monthrange(int(year), end)[1]))
        if not 1 <= number <= 12:
            raise ValueError(f"{text!r} has no month {month}")
        if day and "X" not in day and not 1 <= int(day) <= monthrange(2000 if "X" in year else int(year), number)[1]:
            raise ValueError(f"{text!r} has no day {day}")
    elif day and "X" not in day and not 1 <= int(day) <= 31:
        raise ValueError(f"{text!r} has no day {day}")
    if "X" in year[:2]:
        return Span(None, None)
    low, high = max(1, int(year.replace("X", "0"))), int(year.replace("X", "9"))
    if low != high or not month or "X" in month:
        return Span(date(low, 1, 1), date(high, 12, 31))
    if not day or "X" in day:
        return Span(date(low, int(month), 1), date(low, int(month), monthrange(low, int(month))[1]))
    exact = date(low, int(month), int(day))
    return Span(exact, exact)


def is_edtf(text: object) -> bool:
    """Whether this is an EDTF date of the subset above."""
    try:
        return isinstance(text, str) and len(text) <= 40 and span(text) is not None
    except ValueError:
        return False


def day_of(text: str) -> str:
    """The EDTF day of a date as English prose, feeds and programs write it; what may mean two days stays as it is.

    A time is left out, and the day is that of its own time zone. Where no day is given, it is the month.

    >>> [day_of(t) for t in ("15 April 2023", "Saturday, April 15th, 2023", "2023-04-15T10:00:00Z", "04/05/2023")]
    ['2023-04-15', '2023-04-15', '2023-04-15', '04/05/2023']
    >>> day_of("April 2023")
    '2023-04'
    """
    if is_edtf(text):
        return text
    written = text.strip()
    with suppress(ValueError, OverflowError):
        read = datetime.fromisoformat if _TIME.match(written) else parsedate_to_datetime
        return read(written).date().isoformat()
    plain = _ORDINAL.sub("", _WEEKDAY.sub("", written, count=1))
    plain = " ".join(plain.replace(",", " ").replace(".", "").split())
    for form in (*_DAYS, *_MONTHS):
        with suppress(ValueError):
            day = datetime.strptime(plain, form).date().isoformat()
            return day if form in _DAYS else day.rpartition("-")[0]
    return text


@lru_cache(maxsize=4_096)
def chronological(text: str) -> tuple[bool, date, str]:
    """Sort key of an EDTF date: by its earliest day, then by text; unknown ones come last."""
    earliest = span(text).earliest if text else None
    return (earliest is None, earliest or date.max, text)
