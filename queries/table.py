"""Rows as a table for people: what a row says in columns, the sentence that it stands on beneath it.

A function of the rows and a width. Addresses and keys stand on lines of their own and are never broken, so that they
can be copied; nothing that a document says can move a terminal's cursor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from dragoman.queries.results import Rows, printable, text_of

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 100
"""Columns where there is no terminal to ask."""

_GAP = 2
_INDENT = "    "
_LEAST = 12
_WORD = 32
_BENEATH = re.compile(r"quote|publishers?|published|url|key|(quote|key)_[a-z]+")
_URL = re.compile("url")


def write_table(rows: Rows, stream: IO[str]) -> None:
    """Writes rows as wide as the terminal, or `PIPE_WIDTH` columns without colours where the stream is none.

    No rows give no text: that nothing was found is for the caller to say, apart from what was found.
    """
    if not len(rows):
        return
    console = _console(stream)
    pattern = _BENEATH if "quote" in rows.columns else _URL
    beneath = [column for column in rows.columns if pattern.fullmatch(column)]
    filled = {column for row in rows for column, value in row.items() if value not in (None, [], "")}
    shown = [column for column in rows.columns if column in filled and column not in beneath]
    numbers = [all(isinstance(row[column], int | float | None) for row in rows) for column in shown]
    heads = [column.replace("_", " ") for column in shown]
    cells = [[printable(row[column]) for column in shown] for row in rows]
    widths = _widths(list(zip(heads, *cells, strict=True)), console.width)
    for line in _wrapped(console, heads, widths, numbers):
        _line(console, line, "bold")
    _line(console, (" " * _GAP).join("─" * width for width in widths))
    for row, texts in zip(rows, cells, strict=True):
        for line in _wrapped(console, texts, widths, numbers):
            _line(console, line)
        _beneath(console, row, beneath)


def _console(stream: IO[str]) -> Console:
    from rich.console import Console

    class Pipe(Console):
        def on_broken_pipe(self) -> None:
            """Leaves a reader that has seen enough to the caller, where rich would end the process with status 1."""
            raise BrokenPipeError

    return Pipe(file=stream, width=None if stream.isatty() else PIPE_WIDTH, highlight=False)


def _beneath(console: Console, row: Mapping[str, Any], columns: Sequence[str]) -> None:
    sources = [text_of(row[c]) for c in columns if c in ("publisher", "publishers", "published")]
    url = text_of(row["url"]) if "url" in columns else ""
    where = "  ".join(part for part in (", ".join(filter(None, sources)), url) if part)
    quotes = {name: printable(row[name]) for name in columns if name.startswith("quote") and row[name]}
    if quotes.get("quote_b") == quotes.get("quote"):
        quotes.pop("quote_b", None)
    for name, quote in quotes.items():
        for line in _text(quote).wrap(console, max(console.width - len(_INDENT), 20)):
            _line(console, f"{_INDENT}{line.plain.rstrip()}", "italic")
        if name == "quote" and where:
            _line(console, f"{_INDENT}{printable(where)}", "dim")
    if not quotes and where:
        _line(console, f"{_INDENT}{printable(where)}", "dim")
    keys = [name for name in columns if name.startswith("key") and row[name]]
    for name in keys:
        _line(console, f"{_INDENT}{name.replace('_', ' ')} {printable(row[name])}", "dim")
    if quotes or where or keys:
        _line(console, "")


def _widths(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """A width for each column: its longest word (at most `_WORD`) where that fits, then room where it lacks."""
    from rich.cells import cell_len

    available = width - _GAP * (len(columns) - 1)
    natural = [max(map(cell_len, texts)) for texts in columns]
    words = (max(cell_len(word) for text in texts for word in text.split() or [""]) for texts in columns)
    widths = [min(word, _WORD) for word in words]
    while sum(widths) > available and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    while sum(widths) < available and (growing := [i for i, w in enumerate(widths) if w < natural[i]]):
        widths[max(growing, key=lambda i: (natural[i] / widths[i], -i))] += 1
    return widths


def _wrapped(console: Console, cells: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> Iterator[str]:
    from rich.cells import set_cell_size

    columns = [
        [line.plain.rstrip() for line in _text(text).wrap(console, width)] or [""]
        for text, width in zip(cells, widths, strict=True)
    ]
    for i in range(max(map(len, columns))):
        parts = [column[i] if i < len(column) else "" for column in columns]
        yield (
            (" " * _GAP)
            .join(
                part.rjust(width) if number else set_cell_size(part, width)
                for part, width, number in zip(parts, widths, numbers, strict=True)
            )
            .rstrip()
        )


def _text(plain: str) -> Any:
    from rich.text import Text

    return Text(plain, overflow="fold")


def _line(console: Console, text: str, style: str = "") -> None:
    console.print(text, style=style or None, soft_wrap=True, markup=False, emoji=False)
