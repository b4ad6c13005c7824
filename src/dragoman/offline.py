"""The network of claims files without any server: the same resolution and projection as in Neo4j."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx


def read_network(
    *inputs: str | Path, since: str | None = None, min_confidence: float = 0.0
) -> networkx.MultiDiGraph[str]:
    """The network that claims files, or folders of them, describe; equal to that of a graph that loaded them.

    `since` (EDTF) keeps relationships that were last published on that date or later, `min_confidence` leaves less sure
    claims out. Raises `DataError` at the first record that is wrong.
    """
    from dragoman.loader.evidence import Evidence, evidence_of
    from dragoman.loader.identity import document_id
    from dragoman.loader.inputs import confident, read_bundles
    from dragoman.loader.project import project
    from dragoman.loader.store.replacing import merge
    from dragoman.queries.network import build_network, filter_since

    documents: dict[str, Evidence] = {}
    for bundle in confident(read_bundles(inputs, strict=True), min_confidence):
        evidence = evidence_of(bundle, document_id(bundle.document.url, bundle.document.text))
        known = documents.get(evidence.document.id)
        documents[evidence.document.id] = merge(known, evidence) if known else evidence
    projection = project(documents.values())
    network = build_network(projection.entities.values(), projection.relationships.values())
    return filter_since(network, since) if since else network
