"""Whatever is killed, each document is wholly there or not at all, and a rerun completes the load."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from dragoman import server
from dragoman.errors import Exit
from dragoman.loader.inputs import read_bundles
from dragoman.loader.store.load import load

from ..conftest import TestServer, wipe
from .corpus import write_versions
from .kills import LocalNeo4j, begin_load, canonical, findings, kill_loader, kill_server

COPIES = 40
KILLS = 6
SERVER_KILLS = 2


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_versions(tmp_path_factory.mktemp("files"), COPIES)


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[LocalNeo4j]:
    """A server of the test's own, to be killed."""
    yield LocalNeo4j(tmp_path / "home")
    server.stop(tmp_path / "home")


def test_a_killed_loader_leaves_whole_documents(
    empty_graph: neo4j.Driver, neo4j_server: TestServer, files: tuple[Path, Path], tmp_path: Path
) -> None:
    database = neo4j_server.database
    load(empty_graph, database, read_bundles(files))
    undisturbed = canonical(empty_graph, database)
    with empty_graph.session(database=database) as session:
        wipe(session)
    chance = random.Random(2022)
    for _ in range(KILLS):
        assert kill_loader(files, neo4j_server.environment, tmp_path, chance) in (Exit.DONE, -signal.SIGKILL)
        assert findings(empty_graph, database) == []
    assert begin_load(files, neo4j_server.environment, tmp_path).wait(120) == 0
    assert canonical(empty_graph, database) == undisturbed


def test_a_killed_server_keeps_whole_documents(mortal: LocalNeo4j, files: tuple[Path, Path], tmp_path: Path) -> None:
    chance = random.Random(2022)
    for _ in range(SERVER_KILLS):
        driver, status = kill_server(files, mortal, tmp_path, chance)
        with driver:
            assert status in (Exit.DONE, Exit.NO_SERVER)
            assert findings(driver, mortal.database) == []
    with mortal.start() as driver:
        assert begin_load(files, mortal.environment, tmp_path).wait(120) == 0
        done = canonical(driver, mortal.database)
        with driver.session(database=mortal.database) as session:
            wipe(session)
        load(driver, mortal.database, read_bundles(files))
        assert canonical(driver, mortal.database) == done
