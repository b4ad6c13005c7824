"""Dragoman works unchanged on Neo4j's newest calendar release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from dragoman import server
from dragoman.connection import Graph
from dragoman.loader.inputs import read_bundles
from dragoman.loader.store.check import check
from dragoman.loader.store.export import export_claims
from dragoman.loader.store.load import load
from dragoman.loader.store.retract import retract
from dragoman.queries.catalog import catalog

from .corpus import SAMPLE
from .kills import LocalNeo4j, canonical

LOCK = Path(__file__).parents[1] / "server" / "jars-newest.tsv"


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[neo4j.Driver, str]]:
    place = LocalNeo4j(tmp_path_factory.mktemp("newest"), lock=LOCK)
    with place.start() as driver:
        yield driver, place.database
    server.stop(place.home)


def test_it_is_a_calendar_release(newest: tuple[neo4j.Driver, str]) -> None:
    records, _, _ = newest[0].execute_query("CALL dbms.components() YIELD versions RETURN versions[0] AS version")
    assert records[0]["version"].startswith("20")


def test_load_query_and_retract(newest: tuple[neo4j.Driver, str]) -> None:
    bundles = list(read_bundles([SAMPLE]))
    assert load(*newest, bundles).documents_added == 11
    before = canonical(*newest)
    assert load(*newest, bundles).changes == 0
    assert check(*newest) == []
    graph = Graph(*newest)
    for query in catalog().values():
        assert graph.run(query.name, **query.example), query.name
    assert graph.find("Erdoğan")[0]["id"] == "person:recep-tayyip-erdogan"
    exported = list(export_claims(*newest))
    retract(*newest, [bundle.document.id for bundle in exported], confirm=bool)
    load(*newest, exported)
    assert canonical(*newest) == before
