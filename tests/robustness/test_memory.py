"""A transaction that is too large for the server's memory is halved; a document that is too large is refused alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import neo4j
import pytest

from dragoman import server
from dragoman.loader.store.load import load
from dragoman.loader.store.retract import retract_extractor

from .corpus import copies
from .kills import LocalNeo4j, canonical


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[neo4j.Driver, str]]:
    """A server that grants a transaction little memory."""
    place = LocalNeo4j(tmp_path_factory.mktemp("narrow"), {"db.memory.transaction.max": "16m"})
    with place.start() as driver:
        yield driver, place.database
    server.stop(place.home)


def test_what_is_too_large_is_halved(narrow: tuple[neo4j.Driver, str], empty_graph: neo4j.Driver) -> None:
    bundles = list(copies(12))
    load(empty_graph, "neo4j", bundles)
    done = load(*narrow, bundles)
    assert (done.documents_added, done.refused) == (len(bundles), [])
    assert canonical(*narrow) == canonical(empty_graph, "neo4j")
    records, _, _ = narrow[0].execute_query("MATCH (l:Load {id: 'lock'}) RETURN l.n AS writes")
    assert records[0]["writes"] > 2  # one batch, were it not for the memory
    retract_extractor(*narrow, "gold", confirm=bool)
    assert canonical(*narrow) == b""


def test_a_document_that_is_too_large_is_refused_alone(narrow: tuple[neo4j.Driver, str]) -> None:
    small, large = islice(copies(1), 2)
    text = large.document.text + "x" * 9_000_000
    done = load(*narrow, [replace(large, document=replace(large.document, text=text)), small])
    assert (done.documents_added, done.documents_refused) == (1, 1)
    assert "db.memory.transaction.max" in done.refused[0]
