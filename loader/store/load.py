"""Loading: documents' claims into the graph, in batches of whole documents, each one transaction.

A document whose claims and metadata the graph already holds is not touched; one that changed is replaced, extractor by
extractor. A crash leaves whole documents only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from importlib.metadata import version
from uuid import uuid4

from neo4j import Driver, ManagedTransaction

from dragoman.cypher import statement
from dragoman.loader.evidence import Evidence, evidence_of, text_digest
from dragoman.loader.identity import document_id
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.change import Effect, apply, lock
from dragoman.loader.store.interrupt import interrupts_wait
from dragoman.loader.store.known import Known
from dragoman.loader.store.rows import Row, document_node
from dragoman.loader.store.schema import prepare
from dragoman.loader.store.stored import stored_evidence

BATCH = 100
"""Documents a transaction; fewer cost round trips, many more cost memory on the server."""

REASONS = 100
"""How many reasons of rejection the journal keeps of one load."""


@dataclass(slots=True)
class Loaded:
    """What a load did, counted in documents and claims; `refused` has a reason for each document left out."""

    documents_added: int = 0
    documents_changed: int = 0
    documents_unchanged: int = 0
    claims_added: int = 0
    claims_removed: int = 0
    claims_unchanged: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many documents were added or changed."""
        return self.documents_added + self.documents_changed

    def summary(self) -> str:
        """What was done, in a line."""
        if not self.changes and not self.claims_removed:
            return f"0 changes: {_count(self.documents_unchanged, 'document')} loaded before"
        done = [f"added {_count(self.claims_added, 'claim')} of {_count(self.changes, 'document')}"]
        if self.claims_removed:
            done.append(f"removed {_count(self.claims_removed, 'claim')}")
        if self.documents_unchanged:
            done.append(f"{_count(self.documents_unchanged, 'document')} unchanged")
        return ", ".join(done)

    def __iadd__(self, other: Loaded) -> Loaded:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
        return self


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def load(
    driver: Driver,
    database: str | None,
    bundles: Iterable[DocumentClaims],
    *,
    progress: Callable[[Loaded], None] = lambda loaded: None,
    rejected: Callable[[], list[str]] = list,
) -> Loaded:
    """Loads what claims files say, and writes one entry in the journal; `progress` is called after each batch.

    `rejected` is asked at the end for what the reader set aside, for the journal.

    Raises `VersionError` when the graph is of another version of the model.
    """
    prepare(driver, database)
    total = Loaded()
    try:
        with driver.session(database=database) as session:
            known = Known()
            for batch in _batches(evidence_of(b, document_id(b.document.url, b.document.text)) for b in bundles):
                with interrupts_wait():
                    done, effect = session.execute_write(load_batch, batch, known)
                    known.committed(effect.clusters if effect else ())
                    total += done
                progress(total)
    finally:
        if total.changes or total.refused or rejected():
            with interrupts_wait():
                _record(driver, database, total, rejected())
    return total


def _batches(evidence: Iterable[Evidence]) -> Iterator[list[Evidence]]:
    """Batches in which no document occurs twice."""
    batch: dict[str, Evidence] = {}
    for one in evidence:
        if len(batch) == BATCH or one.document.id in batch:
            yield list(batch.values())
            batch = {}
        batch[one.document.id] = one
    if batch:
        yield list(batch.values())


def load_batch(tx: ManagedTransaction, batch: list[Evidence], known: Known) -> tuple[Loaded, Effect | None]:
    """Loads documents in one transaction; returns what was done and, unless it was nothing, how the graph changed."""
    writes, empty = lock(tx)
    known.confirm(writes, empty=empty)
    ids = [e.document.id for e in batch]
    stored = {r["document"]["id"]: dict(r["document"]) for r in tx.run(statement("read/documents"), documents=ids)}
    done = Loaded()
    coming: list[Evidence] = []
    replaced: dict[str, Evidence] = {}
    for evidence in batch:
        node = stored.get(evidence.document.id)
        if node is None:
            coming.append(evidence)
            done.documents_added += 1
            done.claims_added += len(evidence.claims)
        elif node["sha256"] != text_digest(evidence.document):
            done.refused.append(
                f"{evidence.document.url or evidence.document.id}: its text differs from the loaded one's; retract it "
                f"first (dragoman retract {evidence.document.id}), since what others say of it points into the old text"
            )
        elif is_unchanged(evidence, node):
            done.documents_unchanged += 1
            done.claims_unchanged += len(evidence.claims)
        else:
            replaced[evidence.document.id] = evidence
            done.documents_changed += 1
    for old in stored_evidence(tx, sorted(replaced)):
        new = replaced[old.document.id]
        merged = merge(old, new)
        before, after = {c.id for c in old.claims}, {c.id for c in merged.claims}
        done.claims_added += len(after - before)
        done.claims_removed += len(before - after)
        done.claims_unchanged += len(new.claims) - len(after - before)
        coming.append(merged)
    if replaced:
        known.forget()
    return done, apply(tx, sorted(replaced), coming, known) if coming else None


def _said(digests: Iterable[str]) -> dict[str, str]:
    return dict(line.rsplit("=", 1) for line in digests)


def is_unchanged(evidence: Evidence, node: Row) -> bool:
    """Whether a document's node already stands for all this; extractors that are not in it may have said more."""
    row = document_node(evidence)
    apart = ("digests",)
    if {k: v for k, v in node.items() if k not in apart} != {k: v for k, v in row.items() if k not in apart}:
        return False
    stored, given = _said(node["digests"]), evidence.digests
    return all(stored.get(extractor) == given.get(extractor) for extractor in {"", *given})


def merge(old: Evidence, new: Evidence) -> Evidence:
    """What a document says once `new` has replaced what its extractors said before; the metadata are the new ones.

    Entities that no claim uses belong to no extractor and are always replaced.
    """
    published = new.document.published
    speaking = {"", *new.digests}
    mentions = [m for m in old.mentions if m.extractor not in speaking]
    kept = {m.id for m in mentions}
    claims = [c for c in old.claims if c.subject_mention in kept]
    return Evidence(
        new.document,
        tuple(sorted([*(replace(m, published=published) for m in mentions), *new.mentions], key=lambda m: m.id)),
        tuple(sorted([*(replace(c, published=published) for c in claims), *new.claims], key=lambda c: c.id)),
    )


def _record(driver: Driver, database: str | None, total: Loaded, rejected: list[str]) -> None:
    row: Row = {one.name: getattr(total, one.name) for one in fields(total)}
    row |= {"id": f"load:{uuid4()}", "at": datetime.now(UTC), "version": version("dragoman")}
    row |= {"refused": total.refused[:REASONS], "rejected": rejected[:REASONS]}
    driver.execute_query(statement("load/journal"), row=row, database_=database)
