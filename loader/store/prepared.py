"""A document made ready for the graph: all that follows from it alone, so that no transaction waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.loader.evidence import Evidence
from dragoman.loader.resolve import Features, features_of
from dragoman.loader.store.rows import Row, document_node, mention_values


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document's evidence, its node, and for each mention, by id, its features and its row's values."""

    evidence: Evidence
    node: Row
    features: Mapping[str, Features]
    mentions: Mapping[str, list[Any]]


def prepared(evidence: Evidence, node: Row | None = None) -> Prepared:
    """Makes a document ready; `node` is its node, if that is known."""
    features = {m.id: features_of(m) for m in evidence.mentions}
    rows = {identity: mention_values(one) for identity, one in features.items()}
    return Prepared(evidence, node or document_node(evidence), features, rows)
