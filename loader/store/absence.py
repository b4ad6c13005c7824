"""Whether there is a graph to ask at all: a function of what nodes the database has."""

from __future__ import annotations

from dataclasses import dataclass

from neo4j import Driver

from dragoman.cypher import statement


@dataclass(frozen=True, slots=True)
class Absence:
    """Why there is nothing to find, in a line for people; `prepared` if a load has made the schema already."""

    reason: str
    prepared: bool


def absence(driver: Driver, database: str | None) -> Absence | None:
    """Says that the database holds no document of Dragoman's; `None` when it holds one."""
    rows, _, _ = driver.execute_query(statement("read/absence"), database_=database)
    found = rows[0]
    if found["documents"]:
        return None
    what = "is empty"
    if found["nodes"]:
        what = f"holds no Dragoman graph (nodes of something else: {found['nodes']:,})"
    reason = f"the database {what}; load something first: dragoman load INPUT…, or dragoman demo"
    return Absence(reason, found["prepared"])
