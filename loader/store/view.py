"""What a change asks of the stored graph: each question one statement, none when nothing is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from neo4j import ManagedTransaction, Transaction

from dragoman.cypher import statement
from dragoman.loader.evidence import Evidence
from dragoman.loader.ontology import ontology
from dragoman.loader.project import Keyed, Source
from dragoman.loader.store.known import Placed
from dragoman.loader.store.rows import Row, keyed_of, mention_of, source_of_node
from dragoman.loader.store.stored import evidence_of_rows


class View:
    """The stored graph as one transaction sees it before it writes."""

    def __init__(self, tx: ManagedTransaction | Transaction) -> None:
        self._tx = tx
        self._mentions_of: dict[tuple[str, ...], list[Placed]] = {}
        self._claims_of: dict[tuple[str, ...], list[Keyed]] = {}

    def evidence(self, documents: Sequence[str]) -> list[Evidence]:
        """What documents say, in the order of their ids; unknown ids are left out."""
        mentions = [placed.mention for placed in self.mentions_of_documents(documents)]
        claims = [claim.stated for claim in self.claims_of_documents(documents)]
        return evidence_of_rows(self._rows("read/texts", documents=list(documents)), mentions, claims)

    def mentions_of_documents(self, documents: Sequence[str]) -> list[Placed]:
        """The mentions in documents; of the same documents they are read but once."""
        asked = tuple(documents)
        if asked not in self._mentions_of:
            rows = self._rows("read/mentions_of_documents", documents=list(asked))
            self._mentions_of[asked] = [_placed(row) for row in rows]
        return self._mentions_of[asked]

    def mentions_of_entities(self, entities: Sequence[str]) -> list[Placed]:
        """The mentions that belong to entities."""
        return [_placed(row) for row in self._rows("read/mentions_of_entities", entities=list(entities))]

    def mentions_in_blocks(self, blocks: Collection[str]) -> list[Placed]:
        """The mentions that resolution finds in blocks."""
        return [_placed(row) for row in self._rows("read/mentions_in_blocks", blocks=sorted(blocks))]

    def claims_of_documents(self, documents: Sequence[str]) -> list[Keyed]:
        """The claims that documents state; of the same documents they are read but once."""
        asked = tuple(documents)
        if asked not in self._claims_of:
            self._claims_of[asked] = list(map(keyed_of, self._rows("read/claims_of_documents", documents=list(asked))))
        return self._claims_of[asked]

    def claims_of_mentions(self, mentions: Collection[str]) -> list[Keyed]:
        """The claims that end at mentions."""
        return list(map(keyed_of, self._rows("read/claims_of_mentions", mentions=sorted(mentions))))

    def claims_of_keys(self, keys: Collection[str]) -> list[Keyed]:
        """The claims that relationships, by key, follow from."""
        return list(map(keyed_of, self._rows("read/claims_of_keys", keys=sorted(keys))))

    def claims_ending_at(self, entities: Collection[str]) -> list[Keyed]:
        """The claims of which entities are the objects."""
        return list(map(keyed_of, self._rows("read/claims_ending_at", entities=sorted(entities))))

    def sources(self, documents: Collection[str]) -> dict[str, Source]:
        """What relationships show of documents, by id."""
        rows = self._rows("read/documents", documents=sorted(documents))
        return {row["document"]["id"]: source_of_node(row["document"]) for row in rows}

    def entities(self, ids: Collection[str]) -> dict[str, Row]:
        """The properties of entities, by id; unknown ids are left out."""
        rows = self._rows("read/entities_by_id", entities=sorted(set(ids)))
        return {row["properties"]["id"]: row["properties"] for row in rows}

    def relationships(self, keys: Mapping[str, str]) -> dict[str, Row]:
        """The properties of relationships, by key; each key is asked with its predicate."""
        if not keys:
            return {}
        by_type: dict[str, list[str]] = {predicate: [] for predicate in ontology().predicates}
        for key, predicate in keys.items():
            by_type[predicate].append(key)
        rows = self._tx.run(_relationships_by_key(), by_type)
        return {row["properties"]["key"]: row["properties"] for row in rows}

    def claimed_keys(self, keys: Collection[str]) -> set[str]:
        """Those of the keys of no relationship that a claim has."""
        return {row["key"] for row in self._rows("read/claimed_keys", keys=sorted(keys))}

    def published(self, documents: Collection[str]) -> dict[str, str]:
        """When documents were published, by id."""
        return {row["id"]: row["published"] for row in self._rows("read/published", documents=sorted(documents))}

    def publishers_of_texts(self, digests: Collection[str]) -> dict[str, set[str]]:
        """Who published a text, by its digest; unknown texts are left out."""
        rows = self._rows("read/known_texts", digests=sorted(digests))
        return {row["digest"]: set(row["publishers"]) for row in rows}

    def _rows(self, path: str, **parameters: object) -> list[Row]:
        if not any(parameters.values()):
            return []
        return [dict(zip(r.keys(), r.values(), strict=True)) for r in self._tx.run(statement(path), parameters)]


def _placed(row: Row) -> Placed:
    return Placed(mention_of(row), row["entity"])


@cache
def _relationships_by_key() -> str:
    parts = (statement("read/relationships_by_key", type=predicate) for predicate in ontology().predicates)
    return "\nUNION ALL\n".join(parts)
