"""What a server refuses, or is too old for, is told in a line, with an exit status of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from dragoman import server
from dragoman.errors import Exit

from ..conftest import TestServer
from .corpus import SAMPLE
from .kills import LocalNeo4j

OLD = Path(__file__).parents[1] / "server" / "jars-old.tsv"


def dragoman(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dragoman", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def assert_refused(environment: Mapping[str, str], status: int, message: str) -> None:
    done = dragoman(environment, "load", str(SAMPLE))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1), done.stderr
    assert message in done.stderr
    assert environment["DRAGOMAN_NEO4J_PASSWORD"] not in done.stderr


def test_a_write_into_a_read_only_database(tmp_path: Path) -> None:
    place = LocalNeo4j(tmp_path)
    try:
        place.start().close()
        dragoman(place.environment, "load", str(SAMPLE))
        server.stop(tmp_path)
        place.settings = {"server.databases.read_only": "neo4j"}
        place.start().close()
        assert_refused(place.environment, Exit.LOGIN, "the database is read-only")
        assert dragoman(place.environment, "query", "run", "start-here").returncode == 0
    finally:
        server.stop(tmp_path)


def test_an_older_neo4j(tmp_path: Path) -> None:
    place = LocalNeo4j(tmp_path, lock=OLD)
    try:
        place.start().close()
        assert_refused(place.environment, Exit.VERSION, "the server is Neo4j 5.25.1; Dragoman needs 5.26 or newer")
    finally:
        server.stop(tmp_path)


def test_a_server_that_speaks_no_known_protocol(neo4j_server: TestServer) -> None:
    """A server that is too old for the driver answers its offer of protocols with none."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        answering = threading.Thread(target=refuse, args=(listener,))
        answering.start()
        uri = f"bolt://127.0.0.1:{listener.getsockname()[1]}"
        environment = neo4j_server.environment | {"DRAGOMAN_NEO4J_URI": uri}
        assert_refused(environment, Exit.VERSION, "Dragoman needs Neo4j 5.26 or newer")
        answering.join()


def refuse(listener: socket.socket) -> None:
    client, _ = listener.accept()
    with client:
        client.recv(20)
        client.sendall(bytes(4))
