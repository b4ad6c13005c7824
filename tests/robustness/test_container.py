"""Dragoman on a Neo4j in a container. The only test that may be skipped, for want of Docker, with the reason."""

from __future__ import annotations

import subprocess

import neo4j
import pytest

from dragoman.loader.inputs import read_bundles
from dragoman.loader.store.check import check
from dragoman.loader.store.load import load

from .corpus import SAMPLE
from .image import make_image


def docker_flaw() -> str:
    """Why no Docker daemon answers, or nothing."""
    try:
        done = subprocess.run(["docker", "info"], capture_output=True, encoding="utf-8", timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return done.stderr.strip() or "docker info failed" if done.returncode else ""


def test_a_container_serves_as_well(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if flaw := docker_flaw():
        pytest.skip(f"no Docker daemon: {flaw}")
    monkeypatch.setenv("TESTCONTAINERS_RYUK_DISABLED", "true")
    from testcontainers.community.neo4j import Neo4jContainer

    image = make_image()
    request.addfinalizer(lambda: subprocess.run(["docker", "rmi", "--force", image], capture_output=True, check=False))
    with Neo4jContainer(image) as container:
        login = (container.username, container.password)
        with neo4j.GraphDatabase.driver(container.get_connection_url(), auth=login) as driver:
            assert load(driver, None, read_bundles([SAMPLE])).documents_added == 11
            assert check(driver, None) == []
