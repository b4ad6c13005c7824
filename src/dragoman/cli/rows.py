"""Rows on standard output, and what is to be said of them on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dragoman.cli.progress import tell

if TYPE_CHECKING:
    from dragoman.connection import Graph
    from dragoman.queries.results import Rows


def print_rows(form: str, rows: Rows, absent: str = "") -> None:
    """Writes rows in one of the formats; where there are none, says so beside a table, and why (`absent`)."""
    from dragoman.queries.formats import write

    write(form, rows, sys.stdout)
    if not len(rows) and (absent or form == "table"):
        tell(f"nothing found{': ' * bool(absent)}{absent}")


def absent(graph: Graph) -> str:
    """Why a graph has nothing to find, or an empty string when it has documents."""
    from dragoman.loader.store.absence import absence

    found = absence(graph.driver, graph.database)
    return found.reason if found else ""
