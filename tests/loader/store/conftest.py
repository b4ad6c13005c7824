"""The sample's gold claims in a graph of their own."""

from __future__ import annotations

from pathlib import Path

import neo4j
import pytest

from dragoman.connection import Graph
from dragoman.loader.inputs import read_bundles
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.load import load

from ...conftest import TestServer

SAMPLE = Path(__file__).parents[2] / "data" / "sample.claims.jsonl"


@pytest.fixture
def graph(empty_graph: neo4j.Driver, neo4j_server: TestServer) -> Graph:
    """An empty graph."""
    return Graph(empty_graph, neo4j_server.database)


@pytest.fixture(scope="session")
def sample() -> list[DocumentClaims]:
    """What the sample dispatches say, by hand."""
    return list(read_bundles([SAMPLE]))


@pytest.fixture
def loaded(graph: Graph, sample: list[DocumentClaims]) -> Graph:
    """A graph of the sample."""
    load(graph.driver, graph.database, sample)
    return graph
