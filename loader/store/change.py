"""One transaction's change of the graph: documents leave, documents come, and all that is derived follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap

from neo4j import ManagedTransaction

from dragoman.cypher import statement
from dragoman.loader.evidence import Evidence, text_digest
from dragoman.loader.ontology import ontology
from dragoman.loader.project import (
    Keyed,
    Properties,
    Source,
    entity_properties,
    join_relationship,
    keyed,
    modalities,
    relationship_properties,
    source_of,
)
from dragoman.loader.records import Modality
from dragoman.loader.resolve import Cluster
from dragoman.loader.store.known import Known, Placed
from dragoman.loader.store.placing import Placing, place
from dragoman.loader.store.rows import (
    Row,
    document_row,
    keyed_of,
    mention_of,
    mention_row,
    source_of_node,
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change did; `clusters` are the entities that were written with all their mentions known."""

    claims_added: int
    claims_removed: int
    clusters: tuple[Cluster, ...]


def lock(tx: ManagedTransaction) -> tuple[int, bool]:
    """Waits for every other writer; must come first in a transaction that writes.

    Returns the journal's counter of writes, and whether the graph is empty.
    """
    row = tx.run(statement("load/lock")).single(strict=True)
    return row["writes"], row["empty"]


def apply(
    tx: ManagedTransaction, leaving: Sequence[str], coming: Sequence[Evidence], known: Known | None = None
) -> Effect:
    """Takes out the documents with the ids `leaving` wholly, then puts in `coming`.

    A document that changes is in both. Afterwards the graph is what it would be if `leaving` had never been loaded.
    `known` spares questions when nothing leaves.
    """
    gone = [Placed(mention_of(r), r["entity"]) for r in _rows(tx, "read/mentions_of_documents", documents=leaving)]
    lost = [keyed_of(r) for r in _rows(tx, "read/claims_of_documents", documents=leaving)]
    new = [mention for evidence in coming for mention in evidence.mentions]
    placing = place(tx, gone, new, leaving, Known() if leaving or known is None else known)
    entity_of = placing.entity_of

    moved = [
        claim
        for claim in map(keyed_of, _rows(tx, "read/claims_of_mentions", mentions=sorted(placing.moving)))
        if claim.stated.document not in leaving
    ]
    rekeyed = [
        keyed(
            claim.stated,
            entity_of.get(claim.stated.subject_mention, claim.subject),
            entity_of.get(claim.stated.object_mention, claim.object),
        )
        for claim in moved
    ]
    added = [keyed(c, entity_of[c.subject_mention], entity_of[c.object_mention]) for e in coming for c in e.claims]
    unsettled = {c.key: c.stated.predicate for c in (*lost, *moved, *rekeyed)}
    relationships = _joined_relationships(tx, added, unsettled, coming)

    if leaving:
        tx.run(statement("load/remove_documents"), documents=list(leaving)).consume()
    if placing.moving:
        tx.run(statement("load/remove_mentions"), mentions=sorted(placing.moving)).consume()
        moves = [{"id": c.stated.id, "subject": c.subject, "object": c.object, "key": c.key} for c in rekeyed]
        _run(tx, "load/move_claims", moves)
    before = {p.entity for p in (*gone, *placing.moving.values())}
    touched = before | {entity_of[i] for i in (*placing.moving, *(m.id for m in new))}
    write_documents(tx, coming, added, entity_of, _entities(placing, touched, added))
    _run(tx, "load/mentions", [mention_row(p.mention, entity_of[i]) for i, p in placing.moving.items()])
    _settle_occurrences(tx, placing, touched, {m.id for m in new})
    write_relationships(tx, starmap(_relationship_row, relationships.values()))
    _recompute_relationships(tx, unsettled)
    vanished = sorted(before - placing.clusters.keys() - placing.joined.keys())
    if vanished:
        tx.run(statement("load/remove_entities"), entities=vanished).consume()
    return Effect(len(added), len(lost), tuple(placing.clusters.values()))


def _rows(tx: ManagedTransaction, path: str, **parameters: object) -> list[Row]:
    if not any(parameters.values()):
        return []
    return tx.run(statement(path), parameters).data()


def _run(tx: ManagedTransaction, path: str, rows: list[Row], **placeholders: str) -> None:
    if rows:
        tx.run(statement(path, **placeholders), rows=rows).consume()


def _entities(placing: Placing, touched: set[str], added: Sequence[Keyed]) -> list[Properties]:
    """The properties of the entities that change; the status of an event that is stored already is settled later."""
    ending: dict[str, list[Keyed]] = defaultdict(list)
    for claim in added:
        ending[claim.object].append(claim)
    found = [*placing.joined.values()]
    for identity in sorted(touched & placing.clusters.keys()):
        mentions = placing.clusters[identity].mentions
        found.append(entity_properties(identity, mentions, modalities(ending[identity])))
    return found


def write_documents(
    tx: ManagedTransaction,
    coming: Sequence[Evidence],
    added: Sequence[Keyed],
    entity_of: Mapping[str, str],
    entities: Sequence[Properties],
) -> None:
    """Writes entities, then documents with their mentions, passages and claims along the entities' places."""
    if not entities and not coming:
        return
    places = {str(properties["id"]): place for place, properties in enumerate(entities)}
    claims: dict[str, list[Keyed]] = defaultdict(list)
    for claim in added:
        claims[claim.stated.document].append(claim)
    documents = []
    for evidence in coming:
        row = document_row(evidence, claims[evidence.document.id])
        row["mentions"] = [
            {"entity": places[entity_of[m.id]], "mention": mention_row(m, "")["mention"]} for m in evidence.mentions
        ]
        documents.append(row)
    labels = ontology().kinds
    rows = [{"properties": p, "labels": list(labels[str(p["kind"])].labels)} for p in entities]
    tx.run(statement("load/batch"), entities=rows, documents=documents).consume()


def _settle_occurrences(tx: ManagedTransaction, placing: Placing, touched: set[str], new: set[str]) -> None:
    """Writes the status of events and agreements that were stored before, from all the claims that end at them."""
    clusters = {
        identity: placing.clusters[identity]
        for identity in sorted(touched & placing.clusters.keys())
        if ontology().kinds[placing.clusters[identity].kind].described
        and any(m.id not in new for m in placing.clusters[identity].mentions)
    }
    said: dict[str, dict[Modality, set[str]]] = defaultdict(lambda: {m: set() for m in Modality})
    for row in _rows(tx, "read/claims_ending_at", entities=list(clusters)):
        said[row["entity"]][Modality(row["modality"])].add(row["document"])
    rows = []
    for identity, cluster in clusters.items():
        counts = {modality: len(documents) for modality, documents in said[identity].items()}
        properties = entity_properties(identity, cluster.mentions, counts)
        rows.append({"properties": properties, "labels": list(ontology().kinds[cluster.kind].labels)})
    _run(tx, "load/entities", rows)


def _joined_relationships(
    tx: ManagedTransaction, added: Sequence[Keyed], unsettled: dict[str, str], coming: Sequence[Evidence]
) -> dict[str, tuple[Keyed, Properties]]:
    """The relationships that new claims make or join, by key; those that need all their claims go to `unsettled`."""
    claims: dict[str, list[Keyed]] = defaultdict(list)
    for claim in added:
        if claim.key not in unsettled:
            claims[claim.key].append(claim)
    twice = _texts_known(tx, coming)
    sources = {e.document.id: source_of(e.document) for e in coming}
    stored = _stored_relationships(tx, {key: group[0].stated.predicate for key, group in claims.items()})
    claimed = {r["key"] for r in _rows(tx, "read/claimed_keys", keys=sorted(claims.keys() - stored.keys()))}
    found = {}
    for key, group in claims.items():
        properties = relationship_properties(group, sources)
        if key in claimed or any(c.stated.document in twice for c in group):
            properties = None
        elif key in stored and properties is not None:
            properties = join_relationship(stored[key], properties)
        elif key not in stored and properties is None:
            continue
        if properties is None:
            unsettled[key] = group[0].stated.predicate
        else:
            found[key] = group[0], properties
    return found


def _texts_known(tx: ManagedTransaction, coming: Sequence[Evidence]) -> set[str]:
    """The documents that come whose text stands under another address too."""
    digests: dict[str, list[str]] = defaultdict(list)
    for evidence in coming:
        digests[text_digest(evidence.document)].append(evidence.document.id)
    stored = {r["digest"] for r in _rows(tx, "read/known_texts", digests=sorted(digests))}
    return {i for value, ids in digests.items() if value in stored or len(ids) > 1 for i in ids}


def _stored_relationships(tx: ManagedTransaction, keys: Mapping[str, str]) -> dict[str, Row]:
    by_type: dict[str, list[str]] = defaultdict(list)
    for key, predicate in keys.items():
        by_type[predicate].append(key)
    return {
        row["properties"]["key"]: row["properties"]
        for predicate, group in by_type.items()
        for row in tx.run(statement("read/relationships_by_key", type=predicate), keys=group).data()
    }


def write_relationships(tx: ManagedTransaction, relationships: Iterable[tuple[str, Row]]) -> None:
    """Writes relationships, each a predicate and a row of `subject`, `object` and `properties`."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for predicate, row in relationships:
        rows[predicate].append(row)
    for predicate, group in rows.items():
        _run(tx, "load/relationships", group, type=predicate)


def _relationship_row(claim: Keyed, properties: Properties) -> tuple[str, Row]:
    return claim.stated.predicate, {"subject": claim.subject, "object": claim.object, "properties": properties}


def _recompute_relationships(tx: ManagedTransaction, keys: Mapping[str, str]) -> None:
    """Writes the relationships of these keys from all their claims, or takes them out."""
    claims: dict[str, list[Keyed]] = defaultdict(list)
    for row in _rows(tx, "read/claims_of_keys", keys=sorted(keys)):
        claim = keyed_of(row)
        claims[claim.key].append(claim)
    documents = sorted({c.stated.document for group in claims.values() for c in group})
    sources: dict[str, Source] = {
        row["document"]["id"]: source_of_node(row["document"])
        for row in _rows(tx, "read/documents", documents=documents)
    }
    found: dict[str, tuple[Keyed, Properties]] = {}
    removed: dict[str, list[str]] = defaultdict(list)
    for key, predicate in keys.items():
        properties = relationship_properties(claims[key], sources) if claims[key] else None
        if properties is None:
            removed[predicate].append(key)
        else:
            found[key] = claims[key][0], properties
    for predicate, gone in removed.items():
        tx.run(statement("load/remove_relationships", type=predicate), keys=gone).consume()
    write_relationships(tx, starmap(_relationship_row, found.values()))
