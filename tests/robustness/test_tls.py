"""An encrypted connection: a good certificate is taken, a bad one is refused in a line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from dragoman import server

from ..conftest import TestServer
from .kills import LocalNeo4j


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalNeo4j, Path]]:
    """A server with a certificate of an authority that nobody knows, and the authority's certificate."""
    yield from serve(tmp_path_factory, "127.0.0.1", "localhost")


def serve(
    tmp_path_factory: pytest.TempPathFactory, *names: str, not_after: datetime | None = None
) -> Iterator[tuple[LocalNeo4j, Path]]:
    """A server with a certificate for these names."""
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    certificate = authority.issue_cert(*names, not_after=not_after)
    (folder / "private.key").write_bytes(certificate.private_key_pem.bytes())
    (folder / "public.crt").write_bytes(b"".join(part.bytes() for part in certificate.cert_chain_pems))
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    settings = {
        "server.bolt.tls_level": "OPTIONAL",
        "dbms.ssl.policy.bolt.enabled": "true",
        "dbms.ssl.policy.bolt.base_directory": str(folder),
        "dbms.ssl.policy.bolt.client_auth": "NONE",
    }
    place = LocalNeo4j(tmp_path_factory.mktemp("home"), settings)
    place.start().close()
    yield place, folder / "authority.pem"
    server.stop(place.home)


@pytest.fixture
def expired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalNeo4j, Path]]:
    """A server whose certificate was good until last week."""
    yield from serve(tmp_path_factory, "127.0.0.1", not_after=datetime.now(UTC) - timedelta(days=7))


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalNeo4j, Path]]:
    """A server with the certificate of another host."""
    yield from serve(tmp_path_factory, "elsewhere.example.org")


def status(place: LocalNeo4j, scheme: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`dragoman status` by an address of this scheme."""
    uri = place.environment["DRAGOMAN_NEO4J_URI"].replace("bolt://", f"{scheme}://")
    return subprocess.run(
        [sys.executable, "-m", "dragoman", "status"],
        env={**os.environ, **place.environment, "DRAGOMAN_NEO4J_URI": uri, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+ssc", "neo4j+ssc"])
def test_plain_and_self_signed_addresses_work(encrypted: tuple[LocalNeo4j, Path], scheme: str) -> None:
    done = status(encrypted[0], scheme)
    assert (done.returncode, done.stderr.startswith("dragoman: ")) == (0, False), done.stderr


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_certificate_counts_if_its_authority_is_known(encrypted: tuple[LocalNeo4j, Path], scheme: str) -> None:
    place, authority = encrypted
    assert status(place, scheme, SSL_CERT_FILE=str(authority)).returncode == 0
    refused = status(place, scheme)
    assert refused.returncode == 3
    assert "certificate" in refused.stderr
    assert "SSL_CERT_FILE" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert place.environment["DRAGOMAN_NEO4J_PASSWORD"] not in refused.stderr


@pytest.mark.parametrize(
    ("flawed", "flaw"), [("expired", "is out of date"), ("elsewhere", "is for another host")], ids=["expired", "name"]
)
def test_what_is_wrong_with_a_certificate_is_told(flawed: str, flaw: str, request: pytest.FixtureRequest) -> None:
    place, authority = request.getfixturevalue(flawed)
    refused = status(place, "bolt+s", SSL_CERT_FILE=str(authority))
    assert (refused.returncode, refused.stderr.count("\n")) == (3, 1)
    assert flaw in refused.stderr
    assert "SSL_CERT_FILE" not in refused.stderr
    assert status(place, "bolt+ssc").returncode == 0


def test_a_server_without_tls_is_told_from_none(neo4j_server: TestServer) -> None:
    place = LocalNeo4j(Path())
    place.environment = neo4j_server.environment
    refused = status(place, "bolt+s")
    assert refused.returncode == 3
    assert "speaks no TLS" in refused.stderr
