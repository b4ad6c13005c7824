"""Which dates are read: a subset of EDTF (ISO 8601-2), as a function of the text alone.

Years, months, days and seasons, `X` for a digit that is not given, `?`, `~` or `%` for doubt, and intervals with an
open or unknown end.
"""

from __future__ import annotations

import calendar
import re

_SINGLE = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?[?~%]?")
_SEASONS = range(21, 25)
_LEAP_YEAR = 2000


def is_edtf(text: str) -> bool:
    """Tells whether a text is a date that exists.

    >>> [is_edtf(t) for t in ("2022-12-21", "1992", "XXXX-06-15", "2022-02/..", "2021-22", "2020~")]
    [True, True, True, True, True, True]
    >>> [is_edtf(t) for t in ("0000-00-00", "2023-02-29", "21.12.2022", "2022-06/2022-01", "../..", "")]
    [False, False, False, False, False, False]
    """
    start, slash, end = text.partition("/")
    if not slash:
        return _is_single(text)
    open_start, open_end = start in ("", ".."), end in ("", "..")
    if open_start or open_end:
        return not (open_start and open_end) and _is_single(end if open_start else start)
    return _is_single(start) and _is_single(end) and _bound(start, "0") <= _bound(end, "9")


def _is_single(text: str) -> bool:
    match = _SINGLE.fullmatch(text)
    if not match or match[1] == "0000":
        return False
    year, month, day = match.groups()
    if month is None:
        return True
    if day is None and any(_fits(month, season) for season in _SEASONS):
        return True
    leap = int(year) if year.isdigit() else _LEAP_YEAR
    months = [m for m in range(1, 13) if _fits(month, m)]
    if day is None:
        return bool(months)
    return any(_fits(day, d) for m in months for d in range(1, calendar.monthrange(leap, m)[1] + 1))


def _fits(digits: str, number: int) -> bool:
    """Whether two digits, `X` for any, can stand for a number."""
    return all(given in ("X", actual) for given, actual in zip(digits, f"{number:02}", strict=True))


def _bound(text: str, digit: str) -> str:
    """The earliest (`0`) or latest (`9`) day that a date allows, roughly: good enough to order an interval's ends."""
    match = _SINGLE.fullmatch(text)
    assert match, text
    year, month, day = match.groups()
    if month and ("X" in month or month > "12"):  # not quite given, or a season
        month = day = None
    return "-".join(((year or "").replace("X", digit), (month or digit * 2), (day or digit * 2).replace("X", digit)))
