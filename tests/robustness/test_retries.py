"""A transaction that fails for a passing reason is tried again, and the reason is told."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import neo4j
import pytest

from dragoman import server
from dragoman.errors import DataError, Exit
from dragoman.loader.inputs import read_bundles
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.load import load

from ..conftest import TestServer, wipe
from .corpus import SAMPLE, write_versions
from .kills import LocalNeo4j, begin_load, canonical

POLL = 0.02


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[LocalNeo4j]:
    """A server of the test's own, to be killed."""
    yield LocalNeo4j(tmp_path / "home")
    server.stop(tmp_path / "home")


def until_told(words: str, loader: subprocess.Popen[bytes], folder: Path) -> None:
    while words not in said(folder):
        assert loader.poll() is None, said(folder)
        time.sleep(POLL)


def said(folder: Path) -> str:
    return (folder / "load.log").read_text("utf-8")


def until_blocked(driver: neo4j.Driver, number: int) -> None:
    """Waits until so many transactions wait for others."""
    query = "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked'"
    while len(driver.execute_query(query).records) < number:
        time.sleep(POLL)


def test_a_deadlock_is_told_once_and_overcome(
    empty_graph: neo4j.Driver, neo4j_server: TestServer, tmp_path: Path
) -> None:
    """The server fails whoever holds less: the load, held up until a rival that has what it needs waits for it."""
    database = neo4j_server.database
    bundles = list(read_bundles([SAMPLE]))
    load(empty_graph, database, bundles)
    undisturbed = canonical(empty_graph, database)
    with ExitStack() as stack:
        holder, rival = (stack.enter_context(empty_graph.session(database=database)) for _ in range(2))
        wipe(holder)
        load(empty_graph, database, [replace(b, document=replace(b.document, publisher="Wire")) for b in bundles])
        holding, waiting = (stack.enter_context(session.begin_transaction()) for session in (holder, rival))
        holding.run("MATCH (e:Entity) SET e.held = true").consume()
        waiting.run("MATCH (:Entity)-[r]->(:Entity) SET r.held = true").consume()
        waiting.run("UNWIND range(1, 5000) AS i CREATE (:Held)").consume()
        loader = begin_load([SAMPLE], neo4j_server.environment, tmp_path)
        until_blocked(empty_graph, 1)
        asking = stack.enter_context(ThreadPoolExecutor()).submit(
            lambda: waiting.run("MATCH (l:Load {id: 'lock'}) SET l.held = true").consume()
        )
        until_blocked(empty_graph, 2)
        holding.rollback()
        until_told("trying again", loader, tmp_path)
        asking.result()
        waiting.rollback()
    assert loader.wait(120) == 0
    assert said(tmp_path).splitlines()[0] == "trying again for up to 30 s: a deadlock with another writer"
    assert said(tmp_path).count("deadlock") == 1
    assert canonical(empty_graph, neo4j_server.database) == undisturbed


def test_a_lost_connection_is_told_and_overcome(mortal: LocalNeo4j, tmp_path: Path) -> None:
    files = write_versions(tmp_path, 80)
    with mortal.start() as driver:
        loader = begin_load(files, mortal.environment, tmp_path)
        while not has_begun(driver):
            assert loader.poll() is None
            time.sleep(POLL)
    os.kill(mortal.pid, signal.SIGKILL)
    until_told("trying again for up to 30 s: the connection is lost (", loader, tmp_path)
    with mortal.start() as driver:
        assert loader.wait(120) == 0
        assert mortal.environment["DRAGOMAN_NEO4J_PASSWORD"] not in said(tmp_path)
        done = canonical(driver, mortal.database)
        with driver.session(database=mortal.database) as session:
            wipe(session)
        load(driver, mortal.database, read_bundles(files))
        assert canonical(driver, mortal.database) == done


def test_an_interrupt_ends_the_wait_for_a_lost_server(mortal: LocalNeo4j, tmp_path: Path) -> None:
    with mortal.start() as driver:
        loader = begin_load(write_versions(tmp_path, 80), mortal.environment, tmp_path)
        while not has_begun(driver):
            time.sleep(POLL)
    os.kill(mortal.pid, signal.SIGKILL)
    until_told("trying again", loader, tmp_path)
    loader.send_signal(signal.SIGINT)
    assert loader.wait(120) == Exit.INTERRUPTED  # and not that no server runs, as after all tries
    assert "Traceback" not in said(tmp_path)


def test_a_second_interrupt_ends_a_load_that_waits_for_another_writer(
    empty_graph: neo4j.Driver, neo4j_server: TestServer, tmp_path: Path
) -> None:
    load(empty_graph, neo4j_server.database, [])
    with empty_graph.session(database=neo4j_server.database) as session, session.begin_transaction() as holding:
        holding.run("MATCH (l:Load {id: 'lock'}) SET l.held = true").consume()
        loader = begin_load([SAMPLE], neo4j_server.environment, tmp_path)
        until_blocked(empty_graph, 1)
        loader.send_signal(signal.SIGINT)
        until_told("once more ends it at once", loader, tmp_path)
        loader.send_signal(signal.SIGINT)
        assert loader.wait(120) == Exit.INTERRUPTED
        assert said(tmp_path).endswith("\n\ndragoman: interrupted: 0 documents are loaded; run it again to go on\n")


def test_what_went_wrong_first_is_told(mortal: LocalNeo4j) -> None:
    def bundles() -> Iterator[DocumentClaims]:
        yield from read_bundles([SAMPLE])
        os.kill(mortal.pid, signal.SIGKILL)
        raise DataError("the file is cut off")

    with mortal.start() as driver, pytest.raises(DataError, match="cut off"):
        load(driver, mortal.database, bundles())


def has_begun(driver: neo4j.Driver) -> bool:
    """Whether a batch is loaded."""
    return bool(driver.execute_query("MATCH (d:Document) RETURN d LIMIT 1").records)
