"""The one server of a run, and how it is emptied and counted between loads."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import neo4j
import psutil

from dragoman import server
from dragoman.server.jars import Jar, cache_folder, fetch

APOC = Jar(
    group="org.neo4j.procedure",
    artifact="apoc-core",
    version="5.26.5",  # the newest of the 5.26 line that is published whole, as the classifier `core`
    classifier="core",
    packaging="jar",
    sha256="01233afddacfa84e1da8350a93c5b3ceed0baf9bd72f7a1157ec05bed59099fc",
    size=2_965_368,
)


@dataclass(frozen=True, slots=True)
class Bench:
    """The server of a run: how to reach it, and its home."""

    local: server.LocalServer
    driver: neo4j.Driver
    home: Path

    @property
    def database(self) -> str:
        """The only database of a Community server."""
        return self.local.database

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make `dragoman` use this server."""
        values = {"URI": self.local.uri, "USER": self.local.user, "PASSWORD": self.local.password}
        return {f"DRAGOMAN_NEO4J_{name}": value for name, value in values.items()}

    @property
    def cpu(self) -> float:
        """Seconds of processor time that the server has used, which a busy machine changes less than wall time."""
        times = psutil.Process(server.status(self.home).pid).cpu_times()
        return float(times.user + times.system)

    def run(self, text: str, **parameters: object) -> list[neo4j.Record]:
        """The rows of one statement, run by itself."""
        with self.driver.session(database=self.database) as session:
            return list(session.run(text, parameters))

    def counts(self) -> tuple[int, int]:
        """Nodes, without the journal's, and relationships."""
        row = self.run("RETURN COUNT { MATCH (n) WHERE NOT n:Load } AS nodes, COUNT { MATCH ()-->() } AS relationships")
        return row[0]["nodes"], row[0]["relationships"]

    def empty(self) -> None:
        """No nodes, constraints and indexes."""
        self.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS")  # a hub alone has too many
        self.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS")
        for row in self.run("SHOW CONSTRAINTS YIELD name"):
            self.run(f"DROP CONSTRAINT `{row['name']}`")
        for row in self.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
            self.run(f"DROP INDEX `{row['name']}`")
        time.sleep(1)


@contextmanager
def running(home: Path, memory: str) -> Iterator[Bench]:
    """A server with APOC, which two of the peers need; it ends with the block."""
    plugins = home / "neo4j" / "plugins"
    server.start(home, memory)
    server.stop(home)
    shutil.copy(fetch([APOC], cache_folder() / "bench")[0], plugins)
    local = server.start(home, memory, dies_with_caller=True)
    try:
        login = (local.user, local.password)
        with neo4j.GraphDatabase.driver(local.uri, auth=login, notifications_min_severity="OFF") as driver:
            yield Bench(local, driver, home)
    finally:
        server.stop(home)
