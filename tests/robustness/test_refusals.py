"""What a server refuses, or is too old for, is told in a line, with an exit status of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from dragoman import server
from dragoman.errors import Exit

from ..conftest import TestServer
from .corpus import SAMPLE
from .kills import LocalNeo4j


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


def test_an_older_neo4j(neo4j_server: TestServer) -> None:
    """The tests' own server, behind what makes it call itself Neo4j 5.25."""
    address = neo4j_server.uri.rpartition("/")[2].split(":")
    with listening(lambda client: relay(client, (address[0], int(address[1])))) as port:
        environment = neo4j_server.environment | {"DRAGOMAN_NEO4J_URI": f"bolt://127.0.0.1:{port}"}
        assert_refused(environment, Exit.VERSION, "the server is Neo4j 5.25")


def test_a_server_that_speaks_no_known_protocol(neo4j_server: TestServer) -> None:
    """A server too old answers the driver's offer with no version."""
    with listening(refuse) as port:
        environment = neo4j_server.environment | {"DRAGOMAN_NEO4J_URI": f"bolt://127.0.0.1:{port}"}
        assert_refused(environment, Exit.VERSION, "Dragoman needs Neo4j 5.26 or newer")


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port behind which each connection is served in a thread."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        with suppress(OSError):  # closed
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def refuse(client: socket.socket) -> None:
    with client:
        client.recv(20)
        client.sendall(bytes(4))


def relay(client: socket.socket, address: tuple[str, int]) -> None:
    """Passes on what is said, the server's version apart."""
    with client, socket.create_connection(address) as behind:
        asking = threading.Thread(target=pump, args=(client, behind, b"", b""), daemon=True)
        asking.start()
        pump(behind, client, b"5.26.", b"5.25.")


def pump(source: socket.socket, target: socket.socket, old: bytes, new: bytes) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data.replace(old, new) if old else data)
        target.shutdown(socket.SHUT_WR)
