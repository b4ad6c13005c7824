"""The Neo4j that tests run on: a real one, found or started once a session, never silently missing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import neo4j
import pytest
from hypothesis import settings

settings.register_profile("soak", max_examples=2_500, database=None)


def pytest_configure(config: pytest.Config) -> None:
    """Refuses to let several workers empty the one database that is given."""
    if os.environ.get("DRAGOMAN_TEST_NEO4J_URI") and config.getoption("numprocesses", None):
        raise pytest.UsageError("DRAGOMAN_TEST_NEO4J_URI is one database, which every test empties: WORKERS=0")


@dataclass(frozen=True)
class TestServer:
    """How tests reach their Neo4j."""

    __test__ = False

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = "neo4j"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make `dragoman` use this server."""
        values = {"URI": self.uri, "USER": self.user, "PASSWORD": self.password, "DATABASE": self.database}
        return {f"DRAGOMAN_NEO4J_{name}": value for name, value in values.items()}


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestServer]:
    """`DRAGOMAN_TEST_NEO4J_URI` if set (its database is wiped!); a container if `DRAGOMAN_TEST_CONTAINERS` is set;
    else the local server in a home of the tests' own, which ends with them."""
    if uri := os.environ.get("DRAGOMAN_TEST_NEO4J_URI"):
        user = os.environ.get("DRAGOMAN_TEST_NEO4J_USER", "neo4j")
        yield TestServer(uri, user, os.environ.get("DRAGOMAN_TEST_NEO4J_PASSWORD", ""))
    elif os.environ.get("DRAGOMAN_TEST_CONTAINERS"):
        yield from _container()
    else:
        yield from _local(tmp_path_factory.mktemp("neo4j"))


@pytest.fixture
def empty_graph(neo4j_server: TestServer) -> Iterator[neo4j.Driver]:
    """A driver to a database without nodes, constraints and indexes."""
    login = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=login, notifications_min_severity="OFF") as driver:
        with driver.session(database=neo4j_server.database) as session:
            wipe(session)
        yield driver


def wipe(session: neo4j.Session) -> None:
    """Takes out everything, schema included."""
    session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
    for row in session.run("SHOW CONSTRAINTS YIELD name").data():
        session.run(f"DROP CONSTRAINT `{row['name']}`").consume()
    for row in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").data():
        session.run(f"DROP INDEX `{row['name']}`").consume()


def _local(home: Path) -> Iterator[TestServer]:
    from dragoman import server

    running = server.start(home, memory="512m", dies_with_caller=True)
    yield TestServer(running.uri, running.user, running.password, running.database)
    server.stop(home)


def _container() -> Iterator[TestServer]:
    from testcontainers.community.neo4j import Neo4jContainer

    image = os.environ.get("DRAGOMAN_TEST_NEO4J_IMAGE", "neo4j:5.26-community")
    with Neo4jContainer(image) as container:
        yield TestServer(container.get_connection_url(), container.username, container.password)
