"""What is loaded: counts, documents and the journal of loads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from neo4j import Driver

from dragoman.cypher import statement
from dragoman.loader.store.loaded import counted

LOADS = 10
SHOWN = 3

_ONE = {"documents": "document", "claims": "claim", "entities": "entity", "relationships": "relationship"}


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

    def lines(self, *, documents: bool, verbose: bool = False) -> Iterator[str]:
        """The status for people, with the first reasons of rejection of each load, or all with `verbose`."""
        yield ", ".join(counted(number, _ONE[name]) for name, number in self.counts.items())
        for load in self.loads:
            yield f"{load['at']}  {_done(load)}, by dragoman {load['version']}"
            reasons = [*load.get("refused", ()), *load.get("rejected", ())]
            shown = reasons if verbose or len(reasons) <= SHOWN + 1 else reasons[:SHOWN]
            yield from (f"    not loaded: {reason}" for reason in shown)
            if more := len(reasons) - len(shown):
                yield f"    not loaded: {more} more (--verbose)"
        if documents:
            for row in self.documents:
                named = "  ".join(str(row[k]) for k in ("published", "publisher", "title") if row[k])
                claims = counted(row["claims"], "claim")
                yield f"{row['id']}  {named}  {claims} by {', '.join(row['extractors']) or 'nobody'}"
                if row["url"]:
                    yield f"    {row['url']}"


def _done(load: Mapping[str, Any]) -> str:
    """What a load did; one that was killed had loaded whole batches."""
    if load.get("unfinished"):
        heard = f"; last heard of at {load['last']}" if "last" in load else ""  # older loads have none
        return f"not finished (it was interrupted, failed, or is still at work{heard}): {_counted(load)}"
    return _counted(load)


def _counted(load: Mapping[str, Any]) -> str:
    added, changed = load.get("documents_added", 0), load.get("documents_changed", 0)
    claims, removed = load.get("claims_added", 0), load.get("claims_removed", 0)
    gone = f", {removed:,} removed" if removed else ""
    return f"{counted(added, 'document')} added, {changed:,} changed, {counted(claims, 'claim')} added{gone}"


def status(driver: Driver, database: str | None) -> Status:
    """What the graph holds and how it came there."""
    counts, _, _ = driver.execute_query(statement("read/counts"), database_=database)
    documents, _, _ = driver.execute_query(statement("read/status"), database_=database)
    journal, _, _ = driver.execute_query(statement("read/journal"), limit=LOADS, database_=database)
    loads = []
    for record in journal:
        load = dict(record["load"])
        for when in load.keys() & {"at", "last"}:
            load[when] = load[when].iso_format()[:19] + "Z"
        loads.append(load)
    return Status(counts[0].data(), [r.data() for r in documents], loads)
