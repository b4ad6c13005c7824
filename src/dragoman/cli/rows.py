"""Rows on standard output, and what is to be said of them on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dragoman.cli.progress import tell

if TYPE_CHECKING:
    from dragoman.queries.results import Rows


def print_rows(form: str, rows: Rows) -> None:
    """Writes rows in one of the formats; says beside a table that there is nothing in it."""
    from dragoman.queries.formats import write

    write(form, rows, sys.stdout)
    if form == "table" and not len(rows):
        tell("nothing found")
