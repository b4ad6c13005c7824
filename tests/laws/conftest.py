"""A graph with its schema in place, emptied as often as a law needs it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

import neo4j
import pytest

from dragoman.errors import UsageError
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.export import export_canonical, export_claims
from dragoman.loader.store.load import load
from dragoman.loader.store.loaded import Loaded
from dragoman.loader.store.retract import retract, retract_extractor

from ..conftest import TestServer


@dataclass(frozen=True)
class Laboratory:
    """A database that belongs to the laws."""

    driver: neo4j.Driver
    database: str

    def load(self, bundles: Iterable[DocumentClaims]) -> Loaded:
        return load(self.driver, self.database, bundles)

    def retract(self, ids: list[str]) -> None:
        retract(self.driver, self.database, ids, confirm=lambda question: True)

    def retract_extractor(self, extractor: str) -> None:
        with suppress(UsageError):  # it has said nothing
            retract_extractor(self.driver, self.database, extractor, confirm=lambda question: True)

    def fresh(self, *loads: Iterable[DocumentClaims]) -> bytes:
        """The canonical export after these loads into an empty graph."""
        self.empty()
        for bundles in loads:
            self.load(bundles)
        return self.canonical()

    def empty(self) -> None:
        self.driver.execute_query("MATCH (n) DETACH DELETE n", database_=self.database)

    def canonical(self) -> bytes:
        return b"".join(export_canonical(self.driver, self.database))

    def claims(self) -> list[DocumentClaims]:
        return list(export_claims(self.driver, self.database))


@pytest.fixture
def laboratory(empty_graph: neo4j.Driver, neo4j_server: TestServer) -> Laboratory:
    return Laboratory(empty_graph, neo4j_server.database)
