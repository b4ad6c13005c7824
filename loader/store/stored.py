"""The evidence that the graph holds, read back as records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from neo4j import Driver, ManagedTransaction

from dragoman.cypher import statement
from dragoman.loader.evidence import Evidence, Mention, Stated
from dragoman.loader.records import Claim, DocumentClaims, Entity
from dragoman.loader.store.rows import document_of, keyed_of, mention_of

BATCH = 200


def stored_evidence(tx: ManagedTransaction, documents: Sequence[str]) -> list[Evidence]:
    """The evidence of these documents, in the order of their ids; unknown ids are left out."""
    mentions: dict[str, list[Mention]] = defaultdict(list)
    claims: dict[str, list[Stated]] = defaultdict(list)
    for row in tx.run(statement("read/mentions_of_documents"), documents=documents):
        mentions[row["document"]].append(mention_of(row))
    for row in tx.run(statement("read/claims_of_documents"), documents=documents):
        stated = keyed_of(row).stated
        claims[stated.document].append(stated)
    found = []
    for row in tx.run(statement("read/texts"), documents=documents):
        document = document_of(row["document"], row["text"])
        found.append(
            Evidence(
                document,
                tuple(sorted(mentions[document.id], key=lambda m: m.id)),
                tuple(sorted(claims[document.id], key=lambda c: c.id)),
            )
        )
    return found


def all_evidence(driver: Driver, database: str | None) -> Iterator[Evidence]:
    """The evidence of all documents, in the order of their ids, a batch at a time."""
    with driver.session(database=database) as session:
        ids = [record["id"] for record in session.run(statement("read/document_ids"))]
        for place in range(0, len(ids), BATCH):
            yield from session.execute_read(stored_evidence, ids[place : place + BATCH])


def bundle_of(evidence: Evidence) -> DocumentClaims:
    """Evidence as the records of a claims file, with the graph's ids."""
    entities = tuple(Entity(m.id, m.kind, m.name, m.aliases, m.identifiers, m.properties) for m in evidence.mentions)
    claims = tuple(
        Claim(
            c.id,
            c.document,
            c.subject_mention,
            c.predicate,
            c.object_mention,
            c.passage,
            c.qualifiers,
            c.modality,
            c.confidence,
            c.extractor,
        )
        for c in evidence.claims
    )
    return DocumentClaims(evidence.document, entities, claims)
