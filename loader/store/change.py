"""One transaction's change of the graph: documents leave, documents come, and all that is derived follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from neo4j import ManagedTransaction

from dragoman.cypher import statement
from dragoman.loader.evidence import Evidence, Mention
from dragoman.loader.ontology import ontology
from dragoman.loader.project import (
    Keyed,
    Source,
    entity_properties,
    keyed,
    modalities,
    relationship_properties,
)
from dragoman.loader.records import Modality
from dragoman.loader.resolve import features_of, resolve
from dragoman.loader.store.neighbourhood import Placed, neighbourhood
from dragoman.loader.store.rows import (
    Row,
    claim_row,
    document_row,
    keyed_of,
    mention_of,
    mention_row,
    passage_rows,
    source_of_node,
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change did, in nodes and relationships of the domain layer and in claims."""

    claims_added: int = 0
    claims_removed: int = 0
    entities_written: int = 0
    entities_removed: int = 0
    relationships_written: int = 0
    relationships_removed: int = 0


def lock(tx: ManagedTransaction) -> None:
    """Waits for every other writer; must come first in a transaction that writes."""
    tx.run(statement("load/lock")).consume()


def apply(tx: ManagedTransaction, leaving: Sequence[str], coming: Sequence[Evidence]) -> Effect:
    """Takes out the documents with the ids `leaving` wholly, then puts in `coming`.

    A document that changes is in both. Afterwards the graph is what it would be if `leaving` had never been loaded.
    """
    gone = [Placed(mention_of(r), r["entity"]) for r in _rows(tx, "read/mentions_of_documents", documents=leaving)]
    lost = [keyed_of(r) for r in _rows(tx, "read/claims_of_documents", documents=leaving)]
    new = [mention for evidence in coming for mention in evidence.mentions]
    near = neighbourhood(tx, [*(p.mention for p in gone), *new], frozenset(leaving))

    clusters = resolve([*(p.mention for p in near.values()), *new])
    entity_of = {mention.id: cluster.id for cluster in clusters for mention in cluster.mentions}
    moving = {i: p for i, p in near.items() if entity_of[i] != p.entity}
    moved = [keyed_of(r) for r in _rows(tx, "read/claims_of_mentions", mentions=sorted(moving))]
    moved = [c for c in moved if c.stated.document not in leaving]
    rekeyed = [
        keyed(
            c.stated,
            entity_of.get(c.stated.subject_mention, c.subject),
            entity_of.get(c.stated.object_mention, c.object),
        )
        for c in moved
    ]
    added = [keyed(c, entity_of[c.subject_mention], entity_of[c.object_mention]) for e in coming for c in e.claims]

    tx.run(statement("load/remove_documents"), documents=list(leaving)).consume()
    tx.run(statement("load/remove_mentions"), mentions=sorted(moving)).consume()
    _run(
        tx,
        "load/move_claims",
        [{"id": c.stated.id, "subject": c.subject, "object": c.object, "key": c.key} for c in rekeyed],
    )
    _run(tx, "load/documents", [document_row(e) for e in coming])
    stated = [c.stated for c in added]
    _run(tx, "load/passages", passage_rows(stated))
    _run(tx, "load/claims", [claim_row(c) for c in added])

    touched = (
        {entity_of[m.id] for m in new} | {p.entity for p in (*gone, *moving.values())} | {entity_of[i] for i in moving}
    )
    mentions = {cluster.id: cluster.mentions for cluster in clusters if not features_of(cluster.mentions[0]).fixed}
    for placed in _stored(tx, [i for i in touched if i not in mentions]):
        mentions[placed.entity] = (*mentions.get(placed.entity, ()), placed.mention)
    for mention in new:
        if features_of(mention).fixed:
            mentions[entity_of[mention.id]] = (*mentions.get(entity_of[mention.id], ()), mention)
    written = _write_entities(tx, touched, mentions)
    _run(
        tx,
        "load/mentions",
        [mention_row(m, entity_of[m.id]) for m in (*new, *(p.mention for p in moving.values()))],
    )
    keys = {c.key: c.stated.predicate for c in (*lost, *moved, *rekeyed, *added)}
    related_, unrelated = _write_relationships(tx, keys)
    vanished = sorted(touched - mentions.keys())
    tx.run(statement("load/remove_entities"), entities=vanished).consume()
    return Effect(len(added), len(lost), written, len(vanished), related_, unrelated)


def _rows(tx: ManagedTransaction, path: str, **parameters: object) -> list[Row]:
    if not any(parameters.values()):
        return []
    return tx.run(statement(path), parameters).data()


def _run(tx: ManagedTransaction, path: str, rows: list[Row], **placeholders: str) -> None:
    if rows:
        tx.run(statement(path, **placeholders), rows=rows).consume()


def _stored(tx: ManagedTransaction, entities: Iterable[str]) -> list[Placed]:
    return [
        Placed(mention_of(r), r["entity"]) for r in _rows(tx, "read/mentions_of_entities", entities=sorted(entities))
    ]


def _write_entities(tx: ManagedTransaction, touched: Iterable[str], mentions: Mapping[str, Sequence[Mention]]) -> int:
    """Writes the entities that were touched and are still mentioned."""
    said: dict[str, dict[Modality, set[str]]] = defaultdict(lambda: {m: set() for m in Modality})
    kept = [i for i in sorted(touched) if i in mentions]
    occurrences = [i for i in kept if ontology().kinds[mentions[i][0].kind].described]
    for row in _rows(tx, "read/claims_ending_at", entities=occurrences):
        said[row["entity"]][Modality(row["modality"])].add(row["document"])
    rows = []
    for identity in kept:
        counts = {modality: len(documents) for modality, documents in said[identity].items()}
        properties = entity_properties(identity, mentions[identity], counts)
        rows.append({"properties": properties, "labels": list(ontology().kinds[str(properties["kind"])].labels)})
    _run(tx, "load/entities", rows)
    return len(rows)


def _write_relationships(tx: ManagedTransaction, keys: Mapping[str, str]) -> tuple[int, int]:
    """Writes the relationships of these keys from all their claims; returns how many are written and taken out."""
    claims: dict[str, list[Keyed]] = defaultdict(list)
    for row in _rows(tx, "read/claims_of_keys", keys=sorted(keys)):
        claim = keyed_of(row)
        claims[claim.key].append(claim)
    documents = sorted({c.stated.document for group in claims.values() for c in group})
    sources: dict[str, Source] = {
        row["document"]["id"]: source_of_node(row["document"])
        for row in _rows(tx, "read/documents", documents=documents)
    }
    rows: dict[str, list[Row]] = defaultdict(list)
    removed: dict[str, list[str]] = defaultdict(list)
    for key, predicate in sorted(keys.items()):
        properties = relationship_properties(claims[key], sources) if claims[key] else None
        if properties is None:
            removed[predicate].append(key)
        else:
            first = claims[key][0]
            rows[predicate].append({"subject": first.subject, "object": first.object, "properties": properties})
    for predicate, gone in removed.items():
        tx.run(statement("load/remove_relationships", type=predicate), keys=gone).consume()
    for predicate, group in rows.items():
        _run(tx, "load/relationships", group, type=predicate)
    return sum(map(len, rows.values())), sum(map(len, removed.values()))


__all__ = ["Effect", "apply", "lock", "modalities"]
