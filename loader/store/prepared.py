"""A document made ready for the graph: all that follows from it alone, so that no transaction waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.loader.evidence import Evidence
from dragoman.loader.resolve import Features, features_of
from dragoman.loader.store.rows import Row, document_node, extractors_of, mention_values


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document's evidence, its node, those who speak in it, and for each mention, by id, its features and values."""

    evidence: Evidence
    node: Row
    extractors: Sequence[str]
    features: Mapping[str, Features]
    mentions: Mapping[str, list[Any]]


def prepared(evidence: Evidence, node: Row | None = None) -> Prepared:
    """Makes a document ready; `node` is its node, if that is known."""
    extractors = extractors_of(evidence)
    features = {m.id: features_of(m) for m in evidence.mentions}
    values = {identity: mention_values(one, extractors) for identity, one in features.items()}
    return Prepared(evidence, node or document_node(evidence), extractors, features, values)
