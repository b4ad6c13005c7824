"""What one document announces and another reports as done is no longer planned, whoever took part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

import dragoman
from dragoman.loader.claims import read_claims
from dragoman.loader.store.load import load

from ..conftest import TestServer


def document(id_: str, published: str, text: str, claims: list[tuple[str, str, str, str, str]]) -> str:
    """A claims file of one document: `(subject, predicate, object, role, modality)` each, in the sentence of all."""
    entities: list[dict[str, Any]] = [
        {"id": "poland", "kind": "Country", "name": "Poland"},
        {"id": "france", "kind": "Country", "name": "France"},
        {"id": "gdansk", "kind": "Place", "name": "Gdansk"},
        {"id": "oak", "kind": "Exercise", "name": "Oak 2022", "properties": {"date": "2022-05-02"}},
        {"id": "pact", "kind": "Agreement", "name": "Gdansk Declaration", "properties": {"signed": "2022-05-02"}},
    ]
    used = {end for claim in claims for end in (claim[0], claim[2])}
    records: list[dict[str, Any]] = [{"record": "document", "id": id_, "text": text, "published": published}]
    records += [{"record": "entity", **entity} for entity in entities if entity["id"] in used]
    for number, (subject, predicate, object_, role, modality) in enumerate(claims):
        records.append(
            {
                "record": "claim",
                "id": f"c{number}",
                "subject": subject,
                "predicate": predicate,
                "object": object_,
                "qualifiers": {"role": role} if role else {},
                "modality": modality,
                "passage": {"start": 0, "end": len(text), "text": text},
            }
        )
    return "\n".join(json.dumps({"document": id_, **record}) for record in records)


ANNOUNCED = document(
    "announced",
    "2022-04-01",
    "Poland and France will hold the exercise Oak and sign the Gdansk Declaration in Gdansk on 2 May.",
    [
        ("poland", "PARTICIPATED_IN", "oak", "host", "planned"),
        ("france", "PARTICIPATED_IN", "oak", "participant", "planned"),
        ("oak", "TOOK_PLACE_IN", "gdansk", "", "planned"),
        ("poland", "PARTY_TO", "pact", "", "planned"),
        ("france", "PARTY_TO", "pact", "", "planned"),
    ],
)
HELD = document(
    "held",
    "2022-05-03",
    "Poland held the exercise Oak with partners and joined the Gdansk Declaration.",
    [
        ("poland", "PARTICIPATED_IN", "oak", "participant", "asserted"),
        ("poland", "PARTY_TO", "pact", "", "asserted"),
    ],
)


@pytest.fixture
def graph(
    empty_graph: neo4j.Driver, neo4j_server: TestServer, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[dragoman.Graph]:
    (tmp_path / "claims.jsonl").write_text("\n".join(request.param), "utf-8")
    load(empty_graph, neo4j_server.database, read_claims(tmp_path / "claims.jsonl"))
    server = neo4j_server
    with dragoman.connect(server.uri, server.user, server.password, server.database) as connected:
        yield connected


def statuses(graph: dragoman.Graph, query: str, column: str, **parameters: str) -> dict[str, str]:
    return {row[column]: row["status"] for row in graph.run(query, **parameters)}


@pytest.mark.parametrize("graph", [[ANNOUNCED]], indirect=True, ids=["announced"])
def test_what_is_only_announced_is_planned(graph: dragoman.Graph) -> None:
    assert {row["what"] for row in graph.run("planned")} == {"Oak 2022", "Gdansk Declaration"}
    planned = {"Oak 2022": "planned", "Gdansk Declaration": "planned"}
    assert statuses(graph, "timeline", "what", who="France") == planned
    assert statuses(graph, "events-in-place", "event", place="Gdansk") == {"Oak 2022": "planned"}
    assert statuses(graph, "agreements-between", "agreement", a="Poland", b="France") == {
        "Gdansk Declaration": "planned"
    }


@pytest.mark.parametrize("graph", [[ANNOUNCED, HELD]], indirect=True, ids=["held"])
def test_what_another_document_reports_as_done_is_planned_for_nobody(graph: dragoman.Graph) -> None:
    assert len(graph.run("planned")) == 0
    asserted = {"Oak 2022": "asserted", "Gdansk Declaration": "asserted"}
    assert statuses(graph, "timeline", "what", who="France") == asserted
    assert statuses(graph, "timeline", "what", who="Poland") == asserted
    assert statuses(graph, "events-in-place", "event", place="Gdansk") == {"Oak 2022": "asserted"}
    for a, b in (("Poland", "France"), ("France", "Poland")):
        assert statuses(graph, "agreements-between", "agreement", a=a, b=b) == {"Gdansk Declaration": "asserted"}


@pytest.mark.parametrize("graph", [[ANNOUNCED, HELD]], indirect=True, ids=["held"])
def test_the_sentence_shown_is_that_of_the_report_where_there_is_one(graph: dragoman.Graph) -> None:
    quotes = {row["what"]: row["quote"] for row in graph.run("timeline", who="Poland")}
    assert quotes["Oak 2022"].startswith("Poland held")
