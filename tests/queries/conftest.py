"""A graph that holds the sample dispatches, for questions only: loaded once a module, never written to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx
import pytest

import dragoman
from dragoman.loader.claims import read_claims
from dragoman.loader.store.load import load

from ..conftest import TestServer

SAMPLE = Path(__file__).parents[1] / "data" / "sample.claims.jsonl"


@pytest.fixture(scope="module")
def graph(neo4j_server: TestServer) -> Iterator[dragoman.Graph]:
    server = neo4j_server
    with dragoman.connect(server.uri, server.user, server.password, server.database) as graph:
        with graph.driver.session(database=graph.database) as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
        load(graph.driver, graph.database, read_claims(SAMPLE))
        yield graph


@pytest.fixture(scope="session")
def network() -> networkx.MultiDiGraph[str]:
    """The network of the same dispatches, made without a server."""
    return dragoman.read_network(SAMPLE)
