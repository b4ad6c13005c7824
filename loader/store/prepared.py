"""A document made ready for the graph: all that follows from it alone, so that no transaction waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.loader.evidence import Evidence, evidence_of
from dragoman.loader.identity import document_id
from dragoman.loader.records import DocumentClaims, Packed
from dragoman.loader.resolve import Features, features_of
from dragoman.loader.store.rows import Row, document_node, extractors_of, mention_values


@dataclass(frozen=True, slots=True)
class Prepared(Packed):
    """A document's evidence, its node, those who speak in it, and for each mention, by id, its features and values."""

    evidence: Evidence
    node: Row
    extractors: Sequence[str]
    features: Mapping[str, Features]
    mentions: Mapping[str, list[Any]]

    @property
    def id(self) -> str:
        """The document's id in the graph."""
        return self.evidence.document.id


def prepared(evidence: Evidence, *, values: bool = True) -> Prepared:
    """Makes a document ready; `values` tells whether to make the mentions' values, which only statements take."""
    extractors = extractors_of(evidence)
    features = {m.id: features_of(m) for m in evidence.mentions}
    mentions = {identity: mention_values(one, extractors) for identity, one in features.items()} if values else {}
    return Prepared(evidence, document_node(evidence), extractors, features, mentions)


@dataclass(frozen=True, slots=True)
class Incoming(Packed):
    """A document as it comes, made ready, and of how many records of the input, in which `lines`, that was made."""

    prepared: Prepared
    entities: int
    claims: int
    lines: bytes = b""

    @property
    def id(self) -> str:
        """The document's id in the graph."""
        return self.prepared.id

    @property
    def evidence(self) -> Evidence:
        """What the document says."""
        return self.prepared.evidence

    @property
    def node(self) -> Row:
        """The document's node in the graph."""
        return self.prepared.node


def incoming(bundle: DocumentClaims, *, values: bool = True) -> Incoming:
    """Makes what an input says of a document ready, under the id that it has in the graph."""
    evidence = evidence_of(bundle, document_id(bundle.document.url, bundle.document.text))
    return Incoming(prepared(evidence, values=values), len(bundle.entities), len(bundle.claims), bundle.lines)
