"""Dates in a text as EDTF: a function of the folded text and the day (or month, or year) of publication.

A relative expression that is finer than what is known of the publication gives no date.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
SHORT = {name.lower()[:3]: i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
MONTH = (
    "(?:"
    + "|".join([*(m.capitalize() for m in MONTHS), r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"])
    + ")"
)
FULL = "|".join(m.capitalize() for m in MONTHS)
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
YEAR = r"(?:19|20)\d\d"
EXPRESSION = re.compile(
    rf"""\b(?:
      (?P<iso>{YEAR}-\d\d-\d\d)
    | (?P<m1>{MONTH})\ (?P<d1>{DAY})(?:\ ?(?:-|to|through|until|and)\ ?(?:(?P<m2>{MONTH})\ )?(?P<d2>{DAY}))?
      (?:,?\ (?P<y1>{YEAR}))?
    | (?P<d8>{DAY})\ (?P<m8>{MONTH})\ ?(?:-|to|until|and)\ ?(?P<d9>{DAY})\ (?P<m9>{MONTH})(?:,?\ (?P<y8>{YEAR}))?
    | (?P<d3>{DAY})(?:\ ?(?:-|to|and)\ ?(?P<d4>{DAY}))?\ (?:of\ )?(?P<m3>{MONTH})(?:,?\ (?P<y3>{YEAR}))?
    | (?P<m5>{MONTH}),?\ (?:of\ )?(?P<y5>{YEAR})
    | (?P<part>(?:[Ee]arlier|[Ll]ater|[Ee]nd\ of|[Ee]arly|[Ll]ate|[Ss]tart\ of)\ )?
      (?P<rel>[Tt]his|[Ll]ast|[Nn]ext)\ (?P<unit>week|month|year)
    | (?:[Ii]n|[Ss]ince|[Dd]uring|[Ff]or|[Bb]y|[Ee]arly|[Ll]ate|[Ff]iscal\ year|[Uu]ntil)\ 
      (?P<y6>{YEAR})(?![\d-]|\ [a-z]+s\b)
    | (?:[Ii]n|[Ss]ince|[Bb]y|[Ll]ast|[Ee]arly|[Ll]ate)\ (?P<m7>{FULL})(?!\ \d)
    | (?P<near>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Tt]his\ (?:morning|afternoon|evening))
      (?!\ (?:program|show))
    | (?:(?P<wrel>[Ll]ast|[Nn]ext|[Tt]his)\ )?(?P<wd>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)
    )(?!\w)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class When:
    """A date expression at `start:end`: what it means of something past, and of something planned; `inferred` years."""

    start: int
    end: int
    past: str
    future: str
    inferred: bool = False
    text: str = ""

    def value(self, planned: bool) -> str:
        """The EDTF date, or an empty string."""
        return self.future if planned else self.past


def find_dates(text: str, published: str) -> list[When]:
    """The date expressions of a folded text, in order. `published` is EDTF; unknown when empty."""
    today = _Publication(published)
    found = []
    for m in EXPRESSION.finditer(text):
        when = _resolve(m, today)
        if when is None:
            continue
        lead = text[max(0, m.start() - 10) : m.start()].lower()
        if m["unit"] and lead.endswith("the "):
            continue
        head = m.group().lower()
        if re.search(r"\bsince (?:early |late )?$", lead) or head.startswith("since"):
            when = When(
                when.start, when.end, when.past and f"{when.past}/..", when.past and f"{when.past}/..", when.inferred
            )
        elif re.search(r"\bby (?:the )?$", lead) or head.startswith("by "):
            when = When(
                when.start,
                when.end,
                when.past and f"../{when.past}",
                when.future and f"../{when.future}",
                when.inferred,
            )
        found.append(replace(when, text=m.group()))
    return found


class _Publication:
    def __init__(self, published: str) -> None:
        m = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", published)
        self.year, self.month = (int(m[1]) if m else 0), (int(m[2]) if m and m[2] else 0)
        self.day = date(self.year, self.month, int(m[3])) if m and m[3] else None
        if self.day:
            self.latest: date | None = self.day
        elif self.month:
            self.latest = date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])
        else:
            self.latest = date(self.year, 12, 31) if self.year else None


def _month(name: str | None) -> int:
    key = (name or "").lower().rstrip(".")
    return MONTHS.get(key) or SHORT.get(key[:4]) or SHORT.get(key[:3], 0)


def _day(text: str | None) -> int:
    return int(re.sub(r"\D", "", text)) if text else 0


def _both(m: re.Match[str], value: str) -> When:
    return When(m.start(), m.end(), value, value)


def _resolve(m: re.Match[str], today: _Publication) -> When | None:
    g = m.groupdict()
    if g["iso"]:
        return _both(m, g["iso"])
    if g["m1"]:
        return _days(m, today, _month(g["m1"]), _day(g["d1"]), _month(g["m2"]), _day(g["d2"]), g["y1"])
    if g["m3"]:
        return _days(m, today, _month(g["m3"]), _day(g["d3"]), 0, _day(g["d4"]), g["y3"])
    if g["m8"]:
        return _days(m, today, _month(g["m8"]), _day(g["d8"]), _month(g["m9"]), _day(g["d9"]), g["y8"])
    if g["m5"]:
        return _both(m, f"{g['y5']}-{_month(g['m5']):02}")
    if g["y6"]:
        return _both(m, g["y6"])
    if g["m7"]:
        return _month_only(m, today, _month(g["m7"]))
    if g["unit"]:
        return _period(m, today, g["rel"].lower(), g["unit"], (g["part"] or "").strip().lower())
    if today.day is None:
        return None
    if g["near"]:
        word = g["near"].lower()
        return _both(m, (today.day + timedelta({"yesterday": -1, "tomorrow": 1}.get(word, 0))).isoformat())
    back = (today.day.weekday() - WEEKDAYS[g["wd"].lower()]) % 7
    relation = (g["wrel"] or "").lower()
    past = today.day - timedelta(back or (7 if relation == "last" else 0))
    ahead = (-back) % 7
    future = today.day + timedelta(ahead or (7 if relation == "next" else 0))
    if relation == "next":
        past = future
    elif relation == "last":
        future = past
    return When(m.start(), m.end(), past.isoformat(), future.isoformat())


def _days(
    m: re.Match[str], today: _Publication, month: int, day: int, month2: int, day2: int, year: str | None
) -> When | None:
    def spell(y: int | None) -> str:
        first = f"{y}-{month:02}-{day:02}" if y else f"XXXX-{month:02}-{day:02}"
        second = f"{y}-{month2 or month:02}-{day2:02}" if y else ""
        return f"{first}/{second}" if day2 and second else first

    if not 1 <= day <= 31 or not month:
        return None
    if year:
        return _both(m, spell(int(year)))
    if today.latest is None:
        return When(m.start(), m.end(), spell(None), spell(None))
    here = (today.latest.month, today.latest.day)
    past = today.latest.year if (month, day) <= here else today.latest.year - 1
    first = (today.day.month, today.day.day) if today.day else (today.month or 1, 1)
    future = today.latest.year if (month, day) >= first else today.latest.year + 1
    return When(m.start(), m.end(), spell(past), spell(future), True)


def _month_only(m: re.Match[str], today: _Publication, month: int) -> When | None:
    if not today.year or not today.month:
        return None
    past = today.year if month <= today.month else today.year - 1
    future = today.year if month >= today.month else today.year + 1
    return When(m.start(), m.end(), f"{past}-{month:02}", f"{future}-{month:02}", True)


def _period(m: re.Match[str], today: _Publication, relation: str, unit: str, part: str) -> When | None:
    step = {"last": -1, "this": 0, "next": 1}[relation]
    if unit == "year":
        return _both(m, str(today.year + step)) if today.year else None
    if unit == "month":
        if not today.month:
            return None
        index = today.year * 12 + today.month - 1 + step
        return _both(m, f"{index // 12}-{index % 12 + 1:02}")
    if today.day is None:
        return None
    monday = today.day - timedelta(today.day.weekday()) + timedelta(7 * step)
    sunday = monday + timedelta(6)
    if step == 0:
        yesterday = today.day - timedelta(1)
        past = (monday, max(monday, yesterday)) if part == "earlier" else (monday, today.day)
        coming = _span(today.day, sunday)
        return When(m.start(), m.end(), coming if part == "later" else _span(*past), coming)
    return _both(m, _span(monday, sunday))


def _span(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
