"""Repair: the graph is brought back to what its claims say.

What can't be read any more, a claim whose sentence or mention is gone, is taken out, and the document noted as changed,
so that the next load of it brings the claim back. A document whose text was edited is noted too, and otherwise left: an
edited text must not pass for what was published, and what was is not in the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from neo4j import Driver, ManagedTransaction

from dragoman.cypher import statement
from dragoman.errors import DragomanError
from dragoman.loader.ontology import ontology
from dragoman.loader.project import Keyed, Properties
from dragoman.loader.store.check import EDITED_TEXT, Finding, Sort, audit, by_sort, schema_findings
from dragoman.loader.store.interrupt import interrupts_wait
from dragoman.loader.store.prepared import prepared
from dragoman.loader.store.progress import Progress, silent
from dragoman.loader.store.rows import Row, entity_values, moved_row
from dragoman.loader.store.schema import prepare
from dragoman.loader.store.wanted import Wanted
from dragoman.loader.store.writing import lock, write_documents

BATCH = 200
"""Documents, entities or relationships a transaction."""

Work = Callable[[ManagedTransaction], None]


def repair(driver: Driver, database: str | None, progress: Progress = silent) -> tuple[list[Finding], list[Finding]]:
    """Mends what `check` finds; gives what was found, and what is left.

    Raises `VersionError` when the graph is of another version of the model, `DragomanError` when a loader writes at the
    same time.
    """
    missing = schema_findings(driver, database)
    prepare(driver, database)
    with driver.session(database=database) as session:
        writes = session.execute_write(lock)[0]
        wanted, left = audit(driver, database, progress)
        found = [*missing, *left]
        for step in (_strays, _evidence, _domain):  # each by what the one before has left
            if left:
                for number, work in enumerate(step(wanted, left), 1):
                    progress("transactions of the repair", number)
                    writes += 1
                    with interrupts_wait():
                        session.execute_write(_alone, work, writes)
                wanted, left = audit(driver, database, progress)
    return found, left


def _alone(tx: ManagedTransaction, work: Work, writes: int) -> None:
    """Works if nobody else has written since the audit, which would be out of date."""
    if lock(tx)[0] != writes:
        raise DragomanError("a loader writes into the graph meanwhile; let it end, and repair again")
    work(tx)


def _batches(ids: Sequence[str]) -> Iterator[list[str]]:
    for place in range(0, len(ids), BATCH):
        yield list(ids[place : place + BATCH])


def _run(path: str, rows: Sequence[object], name: str = "rows") -> Iterator[Work]:
    """A statement on rows, batch by batch."""
    for place in range(0, len(rows), BATCH):
        part = list(rows[place : place + BATCH])
        yield partial(_consume, text=statement(path), parameters={name: part})


def _consume(tx: ManagedTransaction, text: str, parameters: Row) -> None:
    tx.run(text, parameters).consume()


def _strays(wanted: Wanted, findings: Sequence[Finding]) -> Iterator[Work]:
    """Takes out what lies in no document, and documents without a text."""
    if by_sort(findings).get(Sort.STRAY):
        yield partial(_consume, text=statement("load/remove_strays"), parameters={})


def _evidence(wanted: Wanted, findings: Sequence[Finding]) -> Iterator[Work]:
    """Writes documents anew that are not what their records say, unless their text was edited."""
    edited = sorted({finding.id for finding in findings if finding.kind == EDITED_TEXT})
    yield from _run("load/doubt_documents", edited, "documents")
    mended = set(by_sort(findings).get(Sort.DOCUMENT, [])).difference(edited)
    for documents in _batches(sorted(mended)):
        yield partial(_write_anew, wanted=wanted, documents=documents)


def _write_anew(tx: ManagedTransaction, wanted: Wanted, documents: list[str]) -> None:
    coming = [wanted.evidence[identity] for identity in documents]
    claims = [wanted.projection.claims[c.id] for one in coming for c in one.claims]
    entity_of = {m.id: wanted.projection.entity_of[m.id] for one in coming for m in one.mentions}
    entities = [entity_values(wanted.projection.entities[identity]) for identity in sorted(set(entity_of.values()))]
    tx.run(statement("load/remove_claims_of_documents"), documents=documents).consume()
    tx.run(statement("load/remove_documents"), documents=documents).consume()
    write_documents(tx, list(map(prepared, coming)), claims, entity_of, entities)


def _domain(wanted: Wanted, findings: Sequence[Finding]) -> Iterator[Work]:
    """Makes entities, mentions' places, claims' ends and relationships what follows from the evidence."""
    wrong = by_sort(findings)
    entities = wanted.projection.entities
    kept = [identity for identity in wrong.get(Sort.ENTITY, []) if identity in entities]
    yield from _run("load/remove_elements", wrong.get(Sort.RELATIONSHIP, []), "elements")
    yield from _run("load/relabel", kept, "entities")
    yield from _run("load/entities", [_entity_row(entities[identity]) for identity in kept])
    mentions = {m.id: m for one in wanted.evidence.values() for m in one.mentions}
    moving = wrong.get(Sort.MENTION, [])
    yield from _run("load/remove_mentions", moving, "mentions")
    places = wanted.projection.entity_of
    yield from _run("load/mentions", [moved_row(mentions[identity], places[identity]) for identity in moving])
    yield from _run("load/move_claims", [_move(wanted.projection.claims[i]) for i in wrong.get(Sort.CLAIM, [])])
    for keys in _batches(wrong.get(Sort.KEY, [])):
        yield partial(_write_relationships, wanted=wanted, keys=keys)
    yield from _run("load/remove_entities", [i for i in wrong.get(Sort.ENTITY, []) if i not in entities], "entities")


def _entity_row(properties: Properties) -> Row:
    return {"properties": properties, "labels": list(ontology().kinds[str(properties["kind"])].labels)}


def _move(claim: Keyed) -> Row:
    return {"id": claim.stated.id, "subject": claim.subject, "object": claim.object, "key": claim.key}


def _write_relationships(tx: ManagedTransaction, wanted: Wanted, keys: Iterable[str]) -> None:
    rows: dict[str, list[Row]] = defaultdict(list)
    for key in keys:
        subject, predicate, object_, properties = wanted.projection.relationships[key]
        rows[predicate].append({"subject": subject, "object": object_, "properties": properties})
    for predicate, group in rows.items():
        _consume(tx, statement("load/relationships", type=predicate), {"rows": group})
