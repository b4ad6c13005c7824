"""EDTF dates as spans of days."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.loader.dates import chronological, day_of, is_edtf, span


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2022-12-21", "2022-12-21", "2022-12-21"),
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("1992", "1992-01-01", "1992-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("2022-22", "2022-06-01", "2022-08-31"),
        ("2022-05-05/2022-05-12", "2022-05-05", "2022-05-12"),
        ("2022-02/..", "2022-02-01", "None"),
        ("../2022", "None", "2022-12-31"),
        ("XXXX-06-15", "None", "None"),
    ],
)
def test_a_date_is_the_days_that_it_may_mean(text: str, earliest: str, latest: str) -> None:
    found = span(text)
    assert (str(found.earliest), str(found.latest)) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    ["", "0000-00-00", "2022-13", "2023-02-29", "21.12.2022", "2022-06/2022-01", "../..", "yesterday", "2022-25"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert not is_edtf(text)


def test_unknown_dates_come_last() -> None:
    assert sorted(["", "2022-03", "2022-03-02", "2021"], key=chronological) == ["2021", "2022-03", "2022-03-02", ""]


@given(st.text(max_size=60) | st.dates().map(str) | st.datetimes().map(lambda time: time.strftime("%a, %d %b %Y %T")))
def test_a_written_date_is_a_day_or_month_or_stays_as_it_is(text: str) -> None:
    assert day_of(text) == text or is_edtf(day_of(text))
