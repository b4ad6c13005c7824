"""What is loaded: counts, documents and the journal of loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from neo4j import Driver

from dragoman.cypher import statement

LOADS = 10


@dataclass(frozen=True, slots=True)
class Status:
    """Counts by name, a row for each document, and the newest loads first."""

    counts: dict[str, int]
    documents: list[dict[str, Any]]
    loads: list[dict[str, Any]]

    def to_dict(self, *, documents: bool) -> dict[str, Any]:
        """The status as a JSON object."""
        found: dict[str, Any] = {"counts": self.counts, "loads": self.loads}
        return found | {"documents": self.documents} if documents else found

    def lines(self, *, documents: bool) -> Iterator[str]:
        """The status for people."""
        yield ", ".join(f"{number:,} {name}" for name, number in self.counts.items())
        for load in self.loads:
            yield (
                f"{load['at']}  {load['documents_added']} documents added, {load['documents_changed']} changed, "
                f"{load['claims_added']} claims added, by dragoman {load['version']}"
            )
            for reason in (*load.get("refused", ()), *load.get("rejected", ())):
                yield f"    not loaded: {reason}"
        if documents:
            for row in self.documents:
                named = "  ".join(str(row[k]) for k in ("published", "publisher", "title") if row[k])
                yield f"{row['id']}  {named}  {row['claims']} claims by {', '.join(row['extractors']) or 'nobody'}"
                if row["url"]:
                    yield f"    {row['url']}"


def status(driver: Driver, database: str | None) -> Status:
    """What the graph holds and how it came there."""
    counts, _, _ = driver.execute_query(statement("read/counts"), database_=database)
    documents, _, _ = driver.execute_query(statement("read/status"), database_=database)
    journal, _, _ = driver.execute_query(statement("read/journal"), limit=LOADS, database_=database)
    loads = []
    for record in journal:
        load = dict(record["load"])
        load["at"] = load["at"].iso_format()[:19] + "Z"
        loads.append(load)
    return Status(counts[0].data(), [r.data() for r in documents], loads)
