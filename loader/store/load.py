"""Loading: documents' claims into the graph, in batches of whole documents, each one transaction.

A document whose claims and metadata the graph already holds is not touched; one that changed is replaced, extractor by
extractor. A crash leaves whole documents only.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from uuid import uuid4

from neo4j import Driver, ManagedTransaction
from neo4j.exceptions import DriverError, Neo4jError

from dragoman.cypher import statement
from dragoman.loader.evidence import Evidence
from dragoman.loader.inputs import InputFile
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.ahead import ahead
from dragoman.loader.store.change import Effect, apply, lock
from dragoman.loader.store.incoming import Held, Incoming, read_incoming
from dragoman.loader.store.interrupt import interrupts_wait
from dragoman.loader.store.known import Known
from dragoman.loader.store.prepared import Prepared, prepared
from dragoman.loader.store.replacing import Fate, fate_of, is_unchanged, merge, refusal
from dragoman.loader.store.rows import Row
from dragoman.loader.store.schema import prepare
from dragoman.loader.store.stored import stored_evidence
from dragoman.loader.store.transactions import in_halves

BATCH = 250
"""Documents a transaction; fewer cost exchanges and commits, many more cost memory on the server."""

AHEAD = 2
"""Batches that are read while one is written."""

REASONS = 100
"""How many reasons of rejection the journal keeps of one load."""


@dataclass(slots=True)
class Loaded:
    """What a load did, by kind of record: of each, what was read is added, changed, unchanged or refused.

    Entities and claims are counted as records of the input; a document that changes has its own entities written anew.
    `claims_removed` were not read: the graph had them of documents that changed.
    `refused` has a reason for each document left out.
    """

    documents_added: int = 0
    documents_changed: int = 0
    documents_unchanged: int = 0
    documents_refused: int = 0
    entities_added: int = 0
    entities_unchanged: int = 0
    entities_refused: int = 0
    claims_added: int = 0
    claims_unchanged: int = 0
    claims_refused: int = 0
    claims_removed: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many documents were added or changed."""
        return self.documents_added + self.documents_changed

    @property
    def documents(self) -> int:
        """How many documents were looked at."""
        return self.changes + self.documents_unchanged + self.documents_refused

    def summary(self) -> str:
        """What was done, in a line."""
        if not self.documents:
            return "nothing loaded: no documents found"
        if not self.changes:
            refused = f"{_count(self.documents_refused, 'document')} refused"
            if not self.documents_unchanged:
                return f"nothing loaded: {refused}"
            before = f"0 changes: {_count(self.documents_unchanged, 'document')} loaded before"
            return f"{before}, {refused}" if self.documents_refused else before
        done = [f"added {_count(self.claims_added, 'claim')} of {_count(self.changes, 'document')}"]
        if not self.documents_added and not self.claims_added and not self.claims_removed:
            done = [f"changed the details of {_count(self.changes, 'document')}, no claims"]
        if self.claims_removed and not self.claims_added:
            done = [f"removed {_count(self.claims_removed, 'claim')} of {_count(self.changes, 'document')}"]
        elif self.claims_removed:
            done.append(f"removed {_count(self.claims_removed, 'claim')}")
        if self.documents_unchanged:
            done.append(f"{_count(self.documents_unchanged, 'document')} unchanged")
        if self.documents_refused:
            done.append(f"{_count(self.documents_refused, 'document')} refused")
        return ", ".join(done)

    def __iadd__(self, other: Loaded) -> Loaded:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
        return self


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


@dataclass(frozen=True, slots=True)
class New:
    """A document that is to be written, as it seemed when it was read: made ready, if it was not in the graph."""

    incoming: Incoming
    prepared: Prepared | None


def load(
    driver: Driver,
    database: str | None,
    bundles: Iterable[DocumentClaims],
    *,
    replace_text: bool = False,
    progress: Callable[[Loaded], None] = lambda loaded: None,
    rejected: Callable[[], list[str]] = list,
) -> Loaded:
    """Loads documents with their claims, as `load_files` does."""
    files = [InputFile(lambda survey: bundles)]
    return load_files(driver, database, files, replace_text=replace_text, progress=progress, rejected=rejected)


def load_files(
    driver: Driver,
    database: str | None,
    files: Iterable[InputFile],
    *,
    replace_text: bool = False,
    progress: Callable[[Loaded], None] = lambda loaded: None,
    rejected: Callable[[], list[str]] = list,
    passed: Callable[[Held], None] = lambda held: None,
) -> Loaded:
    """Loads what files say, and writes one entry in the journal; `progress` is called after each batch.

    A document whose text differs from the stored one's is refused, unless `replace_text`: then the old one is retracted
    first. `rejected` is asked at the end for what the reader set aside, for the journal. A file that the graph holds
    whole, as far as its key tells, is not read; `passed` hears of it.

    Raises `VersionError` when the graph is of another version of the model.
    """
    prepare(driver, database)
    total = Loaded()
    entry = f"load:{uuid4()}"
    begin_entry(driver, database, entry)
    try:
        with driver.session(database=database) as session, few_collections():
            known = Known()
            work = partial(_load_noted, entry=entry, total=total, known=known, replace_text=replace_text)
            for seen, batch in ahead(partial(_ahead, driver, database, files, passed), AHEAD):
                total += seen
                progress(total)
                for part, outcome in in_halves(session, work, batch) if batch else ():
                    if outcome is None:
                        total += _too_large(part[0].incoming)
                        continue
                    done, effect = outcome
                    known.committed(effect.clusters, effect.joined) if effect else known.committed(())
                    total += done
                    progress(total)
    except BaseException:
        with suppress(DriverError, Neo4jError, OSError):  # what went wrong first is told
            _end_early(driver, database, entry, total, rejected())
        raise
    with interrupts_wait():
        complete_entry(driver, database, entry, total, rejected())
    return total


@contextmanager
def few_collections() -> Iterator[None]:
    """Lets the collector look for cycles less often: records hold none, and it took a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _ahead(
    driver: Driver, database: str | None, files: Iterable[InputFile], passed: Callable[[Held], None]
) -> Iterator[tuple[Loaded, list[New]]]:
    """Batches of what is to be written, and what each had beside that the graph holds already.

    That is settled here, before any lock is taken: what another loader does meanwhile might as well come later. Only a
    document of a batch that this loader may still have to write has to wait.
    """
    unwritten: deque[set[str]] = deque(maxlen=AHEAD + 2)
    seen = Loaded()

    def hear(file: Held) -> None:
        nonlocal seen
        seen += Loaded(
            documents_unchanged=file.documents, entities_unchanged=file.entities, claims_unchanged=file.claims
        )
        passed(file)

    with driver.session(database=database) as session:
        for batch in _batches(read_incoming(driver, database, files, (AHEAD + 3) * BATCH, hear)):
            stored = session.execute_write(_stored_nodes, batch)  # where writes go: a replica may lag behind
            rest = []
            for one in batch:
                identity = one.node["id"]
                if identity not in stored:
                    rest.append(New(one, prepared(one.evidence, one.node)))
                elif is_unchanged(one.node, stored[identity]) and not any(identity in ids for ids in unwritten):
                    seen += _unchanged(one)
                else:
                    rest.append(New(one, None))
            unwritten.append({new.incoming.node["id"] for new in rest})
            yield seen, rest
            seen = Loaded()
    yield seen, []


def _batches(incoming: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """Batches in which no document occurs twice."""
    batch: dict[str, Incoming] = {}
    for one in incoming:
        identity = one.node["id"]
        if len(batch) == BATCH or identity in batch:
            yield list(batch.values())
            batch = {}
        batch[identity] = one
    if batch:
        yield list(batch.values())


def _stored_nodes(tx: ManagedTransaction, batch: Iterable[Incoming]) -> dict[str, Row]:
    rows = tx.run(statement("read/documents"), documents=[one.node["id"] for one in batch])
    return {row["document"]["id"]: dict(row["document"]) for row in rows}


def _load_noted(
    tx: ManagedTransaction, batch: list[New], *, entry: str, total: Loaded, known: Known, replace_text: bool
) -> tuple[Loaded, Effect | None]:
    """Loads a batch, and with it tells the journal what the load has done so far: it may be killed at any moment."""
    done, effect = load_batch(tx, batch, known=known, replace_text=replace_text)
    if effect is not None:
        so_far = Loaded()
        so_far += total
        so_far += done
        tx.run(statement("load/journal"), id=entry, row=_counts(so_far)).consume()
    return done, effect


def load_batch(
    tx: ManagedTransaction, batch: list[New], *, known: Known, replace_text: bool = False
) -> tuple[Loaded, Effect | None]:
    """Loads documents in one transaction; returns what was done and, unless it was nothing, how the graph changed."""
    writes, empty = lock(tx)
    known.confirm(writes, empty=empty)
    stored = {} if empty else _stored_nodes(tx, [one.incoming for one in batch])
    fates = [fate_of(n.incoming.node, stored.get(n.incoming.node["id"]), replace_text=replace_text) for n in batch]
    replaced = (Fate.CHANGED, Fate.REWRITTEN)
    leaving = sorted(n.incoming.node["id"] for n, fate in zip(batch, fates, strict=True) if fate in replaced)
    before = {old.document.id: old for old in stored_evidence(tx, leaving)} if leaving else {}
    done = Loaded()
    coming: list[Prepared] = []
    for new, fate in zip(batch, fates, strict=True):
        one = new.incoming
        old = before.get(one.node["id"])
        after = merge(old, one.evidence) if old and fate is Fate.CHANGED else one.evidence
        done += counts_of(one, fate, old, after)
        if fate is Fate.ADDED and new.prepared:
            coming.append(new.prepared)
        elif fate not in (Fate.UNCHANGED, Fate.REFUSED):
            coming.append(prepared(after))
    if leaving:
        known.forget()
    return done, apply(tx, leaving, coming, known) if coming else None


def counts_of(one: Incoming, fate: Fate, old: Evidence | None, after: Evidence) -> Loaded:
    """What one document adds to the counts; `old` is what the graph had of it, `after` what it has then."""
    if fate is Fate.REFUSED:
        return _refused(one, refusal(one.evidence))
    if fate is Fate.UNCHANGED:
        return _unchanged(one)
    had = {c.id for c in old.claims} if old else set()
    has = {c.id for c in after.claims}
    kept = sum(c.id in had for c in one.evidence.claims)
    return Loaded(
        documents_added=int(fate is Fate.ADDED),
        documents_changed=int(fate is not Fate.ADDED),
        entities_added=one.entities,
        claims_added=one.claims - kept,
        claims_unchanged=kept,
        claims_removed=len(had - has),
    )


def _unchanged(one: Incoming) -> Loaded:
    return Loaded(documents_unchanged=1, entities_unchanged=one.entities, claims_unchanged=one.claims)


def _refused(one: Incoming, reason: str) -> Loaded:
    return Loaded(documents_refused=1, entities_refused=one.entities, claims_refused=one.claims, refused=[reason])


def _too_large(one: Incoming) -> Loaded:
    document = one.evidence.document
    reason = (
        f"{document.url or document.id}: too large for the memory that the server grants a transaction "
        "(db.memory.transaction.max, dbms.memory.transaction.total.max); split the document or raise it"
    )
    return _refused(one, reason)


def begin_entry(driver: Driver, database: str | None, entry: str) -> None:
    """Opens the entry in the journal, so that a load that is killed leaves a trace."""
    row: Row = {"at": datetime.now(UTC), "version": version("dragoman"), "unfinished": True}
    driver.execute_query(statement("load/journal"), id=entry, row=row, database_=database)


def complete_entry(driver: Driver, database: str | None, entry: str, total: Loaded, rejected: list[str]) -> None:
    """Completes the entry in the journal; a load that did nothing leaves none."""
    path, row = "load/journal_remove", None
    if total.changes or total.refused or rejected:
        path, row = "load/journal", _counts(total) | {"rejected": rejected[:REASONS], "unfinished": None}
    driver.execute_query(statement(path), id=entry, row=row, database_=database)


def _end_early(driver: Driver, database: str | None, entry: str, total: Loaded, rejected: list[str]) -> None:
    """Tells the journal why records were rejected; the entry stays unfinished. It is tried once only."""
    row = {"refused": total.refused[:REASONS], "rejected": rejected[:REASONS]}
    with driver.session(database=database) as session:
        session.run(statement("load/journal"), id=entry, row=row).consume()


def _counts(total: Loaded) -> Row:
    return {one.name: getattr(total, one.name) for one in fields(total)} | {"refused": total.refused[:REASONS]}
