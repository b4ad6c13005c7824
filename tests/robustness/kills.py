"""Loads that are killed at a random moment, on the loader's side and on the server's."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import neo4j

from dragoman import server
from dragoman.loader.store.check import Finding, check
from dragoman.loader.store.export import export_canonical

LONGEST = 4.0
"""Seconds after which a load is killed at the latest."""


def begin_load(files: Sequence[Path], environment: Mapping[str, str], folder: Path) -> subprocess.Popen[bytes]:
    """Starts a loader as a process of its own."""
    command = [sys.executable, "-m", "dragoman", "load", *map(str, files)]
    with (folder / "load.log").open("ab") as log:
        return subprocess.Popen(command, env={**os.environ, **environment}, cwd=folder, stdout=log, stderr=log)


def kill_loader(files: Sequence[Path], environment: Mapping[str, str], folder: Path, chance: random.Random) -> int:
    """Loads, and kills the loader at a random moment; gives its exit status, `-SIGKILL` unless it had ended before."""
    process = begin_load(files, environment, folder)
    with suppress(subprocess.TimeoutExpired):
        return process.wait(chance.uniform(0.2, LONGEST))
    process.send_signal(signal.SIGKILL)
    return process.wait()


def kill_server(
    files: Sequence[Path], mortal: LocalNeo4j, folder: Path, chance: random.Random
) -> tuple[neo4j.Driver, int]:
    """Loads, kills the server at a random moment and starts it again, while the loader tries again.

    Gives a connection to the server and the exit status of the loader.
    """
    mortal.start().close()
    process = begin_load(files, mortal.environment, folder)
    time.sleep(chance.uniform(0.5, LONGEST))
    os.kill(mortal.pid, signal.SIGKILL)
    return mortal.start(), process.wait(120)


class LocalNeo4j:
    """A local server in a home of its own, started as often as it is killed."""

    def __init__(self, home: Path, settings: Mapping[str, str] | None = None, lock: Path | None = None) -> None:
        self.home = home
        self.settings = settings
        self.lock = lock
        self.pid = 0
        self.database = ""
        self.environment: dict[str, str] = {}

    def start(self) -> neo4j.Driver:
        """Starts the server, unless it runs, and connects."""
        running = server.start(self.home, memory="512m", dies_with_caller=True, settings=self.settings, lock=self.lock)
        self.pid = server.status(self.home).pid
        self.database = running.database
        self.environment = {
            "DRAGOMAN_NEO4J_URI": running.uri,
            "DRAGOMAN_NEO4J_USER": running.user,
            "DRAGOMAN_NEO4J_PASSWORD": running.password,
            "DRAGOMAN_NEO4J_DATABASE": running.database,
        }
        return neo4j.GraphDatabase.driver(
            running.uri, auth=(running.user, running.password), notifications_min_severity="OFF"
        )


def canonical(driver: neo4j.Driver, database: str) -> bytes:
    """The whole graph."""
    return b"".join(export_canonical(driver, database))


def findings(driver: neo4j.Driver, database: str) -> list[Finding]:
    """What is wrong with a graph, its schema apart: the first load may not have come to it."""
    return [finding for finding in check(driver, database) if finding.kind != "missing schema"]
