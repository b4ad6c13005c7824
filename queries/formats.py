"""Rows as text: a table for people, CSV for spreadsheets, JSON and JSON Lines for programs.

`write("csv", rows, stream)`; to add a format, add a function to `FORMATS`.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from typing import IO, Any

from dragoman.queries.results import Rows, text_of

PIPE_WIDTH = 100
"""Columns of a table where there is no terminal to ask."""

_EVIDENCE = ("quote", "publisher", "publishers", "published", "url", "key")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def write(form: str, rows: Rows, stream: IO[str]) -> None:
    """Writes rows to a text stream in one of `FORMATS`."""
    FORMATS[form](rows, stream)


def write_table(rows: Rows, stream: IO[str]) -> None:
    """A table as wide as the terminal; what shows where a row is from (sentence, publisher, date, address, key) stands
    together in the last column. No colours and `PIPE_WIDTH` columns where the stream is no terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = stream.isatty()
    console = Console(file=stream, width=None if terminal else PIPE_WIDTH, highlight=False, emoji=False, markup=False)
    evidence = [column for column in rows.columns if column in _EVIDENCE] if "quote" in rows.columns else []
    filled = {column for row in rows for column, value in row.items() if value not in (None, [], "")}
    shown = [column for column in rows.columns if column in filled and column not in evidence]
    table = Table(box=box.SIMPLE_HEAD, show_lines=bool(evidence), pad_edge=False, header_style="bold")
    for column in shown:
        numbers = all(isinstance(row[column], int | float | None) for row in rows)
        table.add_column(column, overflow="fold", justify="right" if numbers else "left", min_width=4)
    if evidence:
        table.add_column("evidence", overflow="fold", ratio=1, min_width=34)
    for row in rows:
        cells = [Text(_printable(row[column])) for column in shown]
        if evidence:
            cells.append(_evidence(row))
        table.add_row(*cells)
    if len(rows):
        console.print(table)
    else:
        console.print("nothing found")


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


def _evidence(row: Mapping[str, Any]) -> Any:
    from rich.text import Text

    source = [text_of(row.get(name)) for name in ("publisher", "publishers", "published")]
    lines = Text(_printable(row["quote"] or ""))
    for line in (", ".join(part for part in source if part), text_of(row.get("url")), text_of(row.get("key"))):
        if line:
            lines.append("\n").append(_printable(line), "dim")
    return lines


def _printable(value: Any) -> str:
    """Text without anything that moves a terminal's cursor, changes its state or turns the direction of writing."""
    return _CONTROL.sub(" ", text_of(value))


def _spreadsheet(value: Any) -> Any:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    text = text_of(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
