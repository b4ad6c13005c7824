"""One transaction's change of the graph: documents leave, documents come, and all that is derived follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import starmap
from types import MappingProxyType
from typing import Any, NamedTuple

from neo4j import ManagedTransaction

from dragoman.cypher import statement
from dragoman.loader.ontology import ontology
from dragoman.loader.project import (
    Keyed,
    Properties,
    Source,
    entity_properties,
    join_relationship,
    join_status,
    keyed,
    occurrence,
    relationship_properties,
    relationship_share,
    status_of,
)
from dragoman.loader.records import Modality
from dragoman.loader.resolve import Cluster, Features
from dragoman.loader.store.known import Known, Placed
from dragoman.loader.store.placing import Placing, place
from dragoman.loader.store.prepared import Prepared
from dragoman.loader.store.rows import (
    Row,
    entity_values,
    keyed_of,
    mention_of,
    moved_row,
    passage_values,
    relationship_values,
    source_of_node,
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change did; `clusters` are the entities that were written with all their mentions known.

    `joined`: mentions that joined events and agreements which were stored before, and these.
    """

    claims_added: int
    claims_removed: int
    clusters: tuple[Cluster, ...]
    joined: tuple[tuple[Features, str], ...] = ()


class Joined(NamedTuple):
    """A relationship that claims make or join: one of them, what it says then and, if it is stored, what it said."""

    claim: Keyed
    properties: Properties
    stored: Row | None = None


def lock(tx: ManagedTransaction) -> tuple[int, bool]:
    """Waits for every other writer; must come first in a transaction that writes.

    Returns the journal's counter of writes, and whether the graph is empty.
    """
    row = tx.run(statement("load/lock")).single(strict=True)
    return row["writes"], row["empty"]


def apply(
    tx: ManagedTransaction, leaving: Sequence[str], coming: Sequence[Prepared], known: Known | None = None
) -> Effect:
    """Takes out the documents with the ids `leaving` wholly, then puts in `coming`.

    A document that changes is in both. Afterwards the graph is what it would be if `leaving` had never been loaded.
    `known` spares questions when nothing leaves.
    """
    gone = [Placed(mention_of(r), r["entity"]) for r in _rows(tx, "read/mentions_of_documents", documents=leaving)]
    lost = [keyed_of(r) for r in _rows(tx, "read/claims_of_documents", documents=leaving)]
    new = [features for one in coming for features in one.features.values()]
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
    added = [
        keyed(c, entity_of[c.subject_mention], entity_of[c.object_mention]) for e in coming for c in e.evidence.claims
    ]
    unsettled = {c.key: c.stated.predicate for c in (*lost, *moved, *rekeyed)}
    relationships = _joined_relationships(tx, added, unsettled, coming)

    if leaving:
        tx.run(statement("load/remove_documents"), documents=list(leaving)).consume()
    if placing.moving:
        tx.run(statement("load/remove_mentions"), mentions=sorted(placing.moving)).consume()
        moves = [{"id": c.stated.id, "subject": c.subject, "object": c.object, "key": c.key} for c in rekeyed]
        _run(tx, "load/move_claims", moves)
    before = {p.entity for p in (*gone, *placing.moving.values())}
    touched = before | {entity_of[i] for i in (*placing.moving, *(f.mention.id for f in new))}
    write_documents(tx, coming, added, entity_of, _entities(placing, touched, added), relationships)
    _run(tx, "load/mentions", [moved_row(p.mention, entity_of[i]) for i, p in placing.moving.items()])
    _settle_occurrences(tx, placing, touched, {f.mention.id for f in new})
    _recompute_relationships(tx, unsettled)
    vanished = sorted(before - placing.clusters.keys() - placing.joined.keys())
    if vanished:
        tx.run(statement("load/remove_entities"), entities=vanished).consume()
    told = tuple((f, entity_of[f.mention.id]) for f in placing.told)
    return Effect(len(added), len(lost), tuple(placing.clusters.values()), told)


def _rows(tx: ManagedTransaction, path: str, **parameters: object) -> list[Row]:
    if not any(parameters.values()):
        return []
    return tx.run(statement(path), parameters).data()


def _run(tx: ManagedTransaction, path: str, rows: list[Row], **placeholders: str) -> None:
    if rows:
        tx.run(statement(path, **placeholders), rows=rows).consume()


def _entities(placing: Placing, touched: set[str], added: Sequence[Keyed]) -> list[list[Any]]:
    """The entities that change, as rows; the status of an event that is stored already is settled later."""
    ending: dict[str, list[Keyed]] = defaultdict(list)
    for claim in added:
        ending[claim.object].append(claim)
    rows: list[list[Any]] = []
    for identity, changed in placing.joined.items():
        if (stored := placing.status.get(identity)) is not None:
            status = join_status(stored, status_of(occurrence(ending[identity])))
            changed |= {"status": status} if status != stored else {}
        rows.append([identity, [], changed])
    for identity in sorted(touched & placing.clusters.keys()):
        mentions = placing.clusters[identity].mentions
        rows.append(entity_values(entity_properties(identity, mentions, occurrence(ending[identity]))))
    return rows


def write_documents(
    tx: ManagedTransaction,
    coming: Sequence[Prepared],
    added: Sequence[Keyed],
    entity_of: Mapping[str, str],
    entities: Sequence[list[Any]],
    relationships: Mapping[str, Joined] = MappingProxyType({}),
) -> None:
    """Writes entities, then documents, with all that belongs to them, and relationships along the entities' places."""
    if not entities and not coming:
        return
    places = {row[0]: place for place, row in enumerate(entities)}
    claims: dict[str, list[Keyed]] = defaultdict(list)
    for claim in added:
        claims[claim.stated.document].append(claim)
    documents = [
        [
            one.node,
            one.evidence.document.text,
            [[places[entity_of[identity]], *values] for identity, values in one.mentions.items()],
            passage_values(claims[one.evidence.document.id], places),
        ]
        for one in coming
    ]
    rows: dict[str, dict[str, list[Any]]] = {p: {"new": [], "changed": []} for p in ontology().predicates}
    for key, (claim, properties, stored) in relationships.items():
        of_type = rows[claim.stated.predicate]
        if stored is None:
            of_type["new"].append(relationship_values(claim, properties, places))
        else:
            gone = dict.fromkeys(stored.keys() - properties.keys())
            changed = {name: value for name, value in properties.items() if stored.get(name) != value}
            of_type["changed"].append([key, changed | gone])
    tx.run(_batch(), {"entities": entities, "documents": documents, **rows}).consume()


@cache
def _batch() -> str:
    parts = (statement("load/batch_relationships", type=predicate) for predicate in ontology().predicates)
    return "\n".join([statement("load/batch"), *parts])


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
        if ontology().predicates[row["predicate"]].settles:
            said[row["entity"]][Modality(row["modality"])].add(row["document"])
    rows = []
    for identity, cluster in clusters.items():
        counts = {modality: len(documents) for modality, documents in said[identity].items()}
        properties = entity_properties(identity, cluster.mentions, counts)
        rows.append({"properties": properties, "labels": list(ontology().kinds[cluster.kind].labels)})
    _run(tx, "load/entities", rows)


def _joined_relationships(
    tx: ManagedTransaction, added: Sequence[Keyed], unsettled: dict[str, str], coming: Sequence[Prepared]
) -> dict[str, Joined]:
    """The relationships that new claims make or join, by key; those that need all their claims go to `unsettled`."""
    claims: dict[str, list[Keyed]] = defaultdict(list)
    for claim in added:
        if claim.key not in unsettled:
            claims[claim.key].append(claim)
    twice = _texts_known(tx, coming)
    sources = {e.node["id"]: source_of_node(e.node) for e in coming}
    stored = _stored_relationships(tx, {key: group[0].stated.predicate for key, group in claims.items()})
    shares = {key: relationship_share(group, sources) for key, group in claims.items()}
    stated = {key for key, share in shares.items() if share["status"] != "negated"}
    denied = {r["key"] for r in _rows(tx, "read/claimed_keys", keys=sorted(stated - stored.keys()))}
    published = _published_of_quoted(tx, stored.values()) | {i: s.published for i, s in sources.items()}
    found: dict[str, Joined] = {}
    for key, group in claims.items():
        predicate = group[0].stated.predicate
        if key in denied or any(c.stated.document in twice for c in group):
            unsettled[key] = predicate
        elif key in stored:
            joined = join_relationship(stored[key], shares[key], predicate, published)
            found[key] = Joined(group[0], joined, stored[key])
        elif key in stated:
            found[key] = Joined(group[0], shares[key])
    return found


def _published_of_quoted(tx: ManagedTransaction, stored: Collection[Row]) -> dict[str, str]:
    """When the documents that relationships quote were published: the first of all, unless one denies it."""
    found = {r["quoted_from"]: r.get("first_published", "") for r in stored if not r["negated"]}
    asked = sorted({r["quoted_from"] for r in stored if r["negated"]})
    return found | {r["id"]: r["published"] for r in _rows(tx, "read/published", documents=asked)}


def _texts_known(tx: ManagedTransaction, coming: Sequence[Prepared]) -> set[str]:
    """The documents that come whose text another publisher has too: who counts is then for all claims to tell."""
    publishers: dict[str, set[str]] = defaultdict(set)
    for one in coming:
        publishers[one.node["sha256"]].add(one.node.get("publisher", ""))
    for row in _rows(tx, "read/known_texts", digests=sorted(publishers)):
        publishers[row["digest"]].update(row["publishers"])
    return {one.node["id"] for one in coming if len(publishers[one.node["sha256"]]) > 1}


def _stored_relationships(tx: ManagedTransaction, keys: Mapping[str, str]) -> dict[str, Row]:
    by_type: dict[str, list[str]] = {predicate: [] for predicate in ontology().predicates}
    for key, predicate in keys.items():
        by_type[predicate].append(key)
    if not keys:
        return {}
    rows = tx.run(_relationships_by_key(), by_type)
    return {row["properties"]["key"]: row["properties"] for row in rows}


@cache
def _relationships_by_key() -> str:
    parts = (statement("read/relationships_by_key", type=predicate) for predicate in ontology().predicates)
    return "\nUNION ALL\n".join(parts)


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
