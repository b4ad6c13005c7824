"""The whole development corpus, loaded as one: what holds of the sample must hold of real articles."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import orjson
import pytest
from networkx.utils import graphs_equal

import dragoman
from dragoman.loader.claims import to_record, write_claims
from dragoman.loader.identity import document_id
from dragoman.loader.inputs import read_bundles
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.check import check
from dragoman.loader.store.export import export_canonical, export_claims
from dragoman.loader.store.load import load
from dragoman.loader.store.retract import retract
from dragoman.queries.network import read_from_graph

from ..conftest import TestServer

GOLD = Path(os.environ.get("DRAGOMAN_EVAL", Path(__file__).parents[2] / ".." / "shared" / "eval")) / "dev"
FILES = sorted(GOLD.glob("*.claims.jsonl"))


@pytest.fixture
def corpus() -> list[DocumentClaims]:
    assert FILES, f"{GOLD} has no claims files: set DRAGOMAN_EVAL to the folder of the development corpus"
    return list(read_bundles(FILES))


@pytest.fixture
def database(empty_graph: neo4j.Driver, neo4j_server: TestServer) -> tuple[neo4j.Driver, str]:
    return empty_graph, neo4j_server.database


Database = tuple[neo4j.Driver, str]


def canonical(database: Database) -> bytes:
    return b"".join(export_canonical(*database))


def test_the_network_is_the_offline_one_before_and_after_a_retraction(
    database: Database, corpus: list[DocumentClaims]
) -> None:
    load(*database, corpus)
    assert check(*database) == []
    assert graphs_equal(read_from_graph(*database), dragoman.read_network(*FILES))
    out = corpus[::2]
    retract(*database, [document_id(b.document.url, b.document.text) for b in out], confirm=lambda question: True)
    assert check(*database) == []
    assert graphs_equal(read_from_graph(*database), dragoman.read_network(*FILES[1::2]))


def test_the_order_of_documents_does_not_matter(database: Database, corpus: list[DocumentClaims]) -> None:
    load(*database, corpus)
    forwards = canonical(database)
    database[0].execute_query("MATCH (n) DETACH DELETE n", database_=database[1])
    for bundle in reversed(corpus):
        load(*database, [bundle])
    assert canonical(database) == forwards


def test_an_export_loads_to_the_same_graph_and_the_same_export(
    database: Database, corpus: list[DocumentClaims]
) -> None:
    load(*database, corpus)
    graph, exported = canonical(database), list(export_claims(*database))
    database[0].execute_query("MATCH (n) DETACH DELETE n", database_=database[1])
    load(*database, exported)
    assert canonical(database) == graph
    assert written(export_claims(*database)) == written(exported)


def test_a_first_import_comes_back_but_for_ids_order_and_defaults(
    database: Database, corpus: list[DocumentClaims]
) -> None:
    load(*database, corpus)
    came_back = [records(bundle) for bundle in export_claims(*database)]
    assert sorted(came_back, key=str) == sorted((records(bundle) for bundle in corpus), key=str)


def records(bundle: DocumentClaims) -> list[bytes]:
    """The records of a document with names in place of ids, as sorted lines."""
    names = {e.id: f"{e.kind} {e.name}" for e in bundle.entities}
    lines: list[dict[str, Any]] = [to_record(bundle.document)]
    lines += [{**to_record(entity), "document": ""} for entity in bundle.entities]
    for claim in bundle.claims:
        ends = {"subject": names[claim.subject], "object": names[claim.object]}
        lines.append({**to_record(claim), **ends})
    return sorted(orjson.dumps({**line, "id": "", "document": ""}, option=orjson.OPT_SORT_KEYS) for line in lines)


def written(bundles: Iterator[DocumentClaims] | list[DocumentClaims]) -> bytes:
    stream = io.BytesIO()
    write_claims(stream, bundles)
    return stream.getvalue()
