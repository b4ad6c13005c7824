"""Rows as text: a table for people, CSV for spreadsheets, JSON and JSON Lines for programs.

`write("csv", rows, stream)`; to add a format, add a function to `FORMATS`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from typing import IO, Any

from dragoman.queries.results import Rows, text_of
from dragoman.queries.table import write_table

_FORMULA = ("=", "+", "-", "@", "\t", "\n")


def write(form: str, rows: Rows, stream: IO[str]) -> None:
    """Writes rows to a text stream in one of `FORMATS`."""
    FORMATS[form](rows, stream)
    stream.flush()


def write_csv(rows: Rows, stream: IO[str]) -> None:
    """Comma-separated values with a head; lists are joined with `; `. Text that a spreadsheet would take for a formula
    begins with an apostrophe, which spreadsheets hide."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows([_spreadsheet(value) for value in record] for record in rows.records)


def write_json(rows: Rows, stream: IO[str]) -> None:
    """One array with an object a row."""
    json.dump(rows.to_dicts(), stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def write_jsonl(rows: Rows, stream: IO[str]) -> None:
    """One object a line."""
    for row in rows:
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")


FORMATS: Mapping[str, Callable[[Rows, IO[str]], None]] = {
    "table": write_table,
    "csv": write_csv,
    "json": write_json,
    "jsonl": write_jsonl,
}


def _spreadsheet(value: Any) -> Any:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    text = text_of(value).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
