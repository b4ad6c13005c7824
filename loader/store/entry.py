"""The journal's entry of a load: when, by which version, what it did and whether it came to its end."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version

from neo4j import Driver

from dragoman.cypher import statement
from dragoman.loader.store.loaded import REASONS, Loaded
from dragoman.loader.store.rows import Row


def begin_entry(driver: Driver, database: str | None, entry: str) -> None:
    """Opens the entry in the journal, so that a load that is killed leaves a trace."""
    row: Row = {"at": datetime.now(UTC), "version": version("dragoman"), "unfinished": True}
    driver.execute_query(statement("load/journal"), id=entry, row=row, database_=database)


def complete_entry(driver: Driver, database: str | None, entry: str, total: Loaded, rejected: list[str]) -> None:
    """Completes the entry in the journal; a load that did nothing leaves none."""
    path, row = "load/journal_remove", None
    if total.changes or total.refused or rejected:
        path, row = "load/journal", total.row() | {"rejected": rejected[:REASONS], "unfinished": None}
    driver.execute_query(statement(path), id=entry, row=row, database_=database)


def leave_entry(driver: Driver, database: str | None, entry: str, total: Loaded, rejected: list[str]) -> None:
    """Tells the journal why records were rejected; the entry stays unfinished. It is tried once only."""
    row = {"refused": total.refused[:REASONS], "rejected": rejected[:REASONS]}
    with driver.session(database=database) as session:
        session.run(statement("load/journal"), id=entry, row=row).consume()
