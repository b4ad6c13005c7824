"""The evidence that the graph holds, read back as records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from neo4j import Driver, ManagedTransaction

from dragoman.cypher import statement
from dragoman.loader.evidence import Evidence, Mention, Stated
from dragoman.loader.ontology import ontology
from dragoman.loader.records import Claim, DocumentClaims, Entity
from dragoman.loader.store.rows import document_of, keyed_of, mention_of

BATCH = 200


Broken = Callable[[str, str, str], None]
"""Hears of evidence that can't be read: its document, its id, and why."""


def evidence_of_rows(
    texts: Iterable[Mapping[str, Any]], mentions: Iterable[Mention], claims: Iterable[Stated]
) -> list[Evidence]:
    """The evidence of documents, in the order of `texts`, the rows of `read/texts`."""
    by_document: dict[str, tuple[list[Mention], list[Stated]]] = defaultdict(lambda: ([], []))
    for mention in mentions:
        by_document[mention.document][0].append(mention)
    for claim in claims:
        by_document[claim.document][1].append(claim)
    found = []
    for row in texts:
        document = document_of(row["document"], row["text"])
        named, stated = by_document[document.id]
        found.append(
            Evidence(
                document,
                tuple(sorted(named, key=lambda m: m.id)),
                tuple(sorted(stated, key=lambda c: c.id)),
            )
        )
    return found


def _stored_evidence(tx: ManagedTransaction, documents: Sequence[str], broken: Broken | None) -> list[Evidence]:
    """The evidence of these documents, in the order of their ids; unknown ids are left out.

    What a hand has made unreadable raises an error, unless `broken` hears of it: then it is left out.
    """
    mentions: list[Mention] = []
    claims: list[Stated] = []
    for row in tx.run(statement("read/mentions_of_documents"), documents=documents):
        with _reported(broken, row["document"], row["mention"].get("id", "")):
            mention = mention_of(row)
            ontology().kinds[mention.kind]
            mentions.append(mention)
    for row in tx.run(statement("read/claims_of_documents"), documents=documents):
        with _reported(broken, row["claim"]["document"], row["claim"].get("id", "")):
            stated = keyed_of(row).stated
            ontology().predicates[stated.predicate]
            claims.append(stated)
    return evidence_of_rows(tx.run(statement("read/texts"), documents=documents), mentions, claims)


@contextmanager
def _reported(broken: Broken | None, document: str, identity: str) -> Iterator[None]:
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        if broken is None:
            raise
        broken(document, identity, f"{type(error).__name__}: {error}")


def all_evidence(driver: Driver, database: str | None, broken: Broken | None = None) -> Iterator[Evidence]:
    """The evidence of all documents, in the order of their ids, a batch at a time."""
    with driver.session(database=database) as session:
        ids = [record["id"] for record in session.run(statement("read/document_ids"))]
        for place in range(0, len(ids), BATCH):
            yield from session.execute_read(_stored_evidence, ids[place : place + BATCH], broken)


def bundle_of(evidence: Evidence) -> DocumentClaims:
    """Evidence as the records of a claims file, with the graph's ids."""
    used = {end for c in evidence.claims for end in (c.subject_mention, c.object_mention)}
    entities = tuple(
        Entity(m.id, m.kind, m.name, m.aliases, m.identifiers, m.properties, None if m.id in used else m.extractor)
        for m in evidence.mentions
    )
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
