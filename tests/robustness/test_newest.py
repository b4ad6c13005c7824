"""Dragoman works unchanged on Neo4j's newest calendar release."""

from __future__ import annotations

import os
import subprocess
import sys
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

from ..conftest import wipe
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


def test_a_bulk_load_imports_with_the_release_and_the_settings_that_the_server_has(
    newest: tuple[neo4j.Driver, str], tmp_path: Path
) -> None:
    load(*newest, read_bundles([SAMPLE]))
    place = LocalNeo4j(tmp_path, {"db.memory.transaction.max": "333m"}, LOCK)
    try:
        place.start().close()
        environment = {**os.environ, "DRAGOMAN_HOME": str(tmp_path), "DRAGOMAN_NEO4J_URI": ""}
        command = [sys.executable, "-m", "dragoman", "load", "--bulk", str(SAMPLE)]
        assert subprocess.run(command, env=environment, check=False).returncode == 0
        with place.start() as driver:
            assert canonical(driver, place.database) == canonical(*newest)
            assert check(driver, place.database) == []
            records, _, _ = driver.execute_query("SHOW SETTINGS 'db.memory.transaction.max' YIELD value")
            assert records[0]["value"] == "333.00MiB"
    finally:
        server.stop(tmp_path)
    with newest[0].session(database=newest[1]) as session:
        wipe(session)


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
