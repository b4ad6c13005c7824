"""Who says what: an extractor's word is replaced by its next one, even by silence, and others' never."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.connection import Graph
from dragoman.errors import WouldWriteError
from dragoman.loader.claims import Rejects, write_claims
from dragoman.loader.inputs import confident, read_bundles
from dragoman.loader.records import Claim, Document, DocumentClaims, Entity, Passage
from dragoman.loader.store.check import check
from dragoman.loader.store.export import export_canonical, export_claims
from dragoman.loader.store.load import load
from dragoman.loader.store.plan import plan
from dragoman.loader.store.retract import retract_extractor

TEXT = "Norvik is in Poland. Norvik is still in Poland."
NAMED = Document("d1", TEXT, url="https://example.org/1")


def told(extractor: str, *names: str, claims: int = 1, confidence: float = 1.0) -> DocumentClaims:
    """Claims of one document, and people of these names of whom nothing is claimed."""
    people = [Entity(f"p{place}", "Person", name) for place, name in enumerate(names)]
    ends = [Entity("a", "Place", "Norvik"), Entity("b", "Country", "Poland")] if claims else []
    places = [Passage(0, 20, TEXT[:20]), Passage(21, 47, TEXT[21:])][:claims]
    said = [
        Claim(f"c{at.start}", "d1", "a", "LOCATED_IN", "b", at, confidence=confidence, extractor=extractor)
        for at in places
    ]
    return DocumentClaims(NAMED, (*ends, *people), tuple(said))


def found_by(extractor: str, *people: str) -> DocumentClaims:
    bundle = told("", *people, claims=0)
    return replace(bundle, document=replace(bundle.document, extractor=extractor))


def put(graph: Graph, *bundles: DocumentClaims) -> list[bytes]:
    load(graph.driver, graph.database, bundles)
    return lines(graph)


def lines(graph: Graph) -> list[bytes]:
    assert check(graph.driver, graph.database) == []
    return list(export_canonical(graph.driver, graph.database))


def emptied(graph: Graph) -> Graph:
    graph.driver.execute_query("MATCH (n) DETACH DELETE n", database_=graph.database)
    return graph


def names(graph: Graph) -> set[str]:
    rows, _, _ = graph.driver.execute_query("MATCH (p:Person) RETURN p.name AS name", database_=graph.database)
    return {row["name"] for row in rows}


def test_whom_nothing_is_claimed_of_belongs_to_who_found_them(graph: Graph) -> None:
    one, other = told("aa/1", "Bare Xavier"), told("bb/1", "Bare Yolanda")
    before = put(graph, one, other)
    assert names(graph) >= {"Bare Xavier", "Bare Yolanda"}
    assert load(graph.driver, graph.database, [one, other]).documents_unchanged == 2
    assert put(emptied(graph), other, one) == before
    retract_extractor(graph.driver, graph.database, "bb/1", confirm=lambda question: True)
    assert lines(graph) == put(emptied(graph), one)


def test_an_extractor_that_only_named_somebody_is_retracted(graph: Graph) -> None:
    one = told("aa/1")
    before = put(graph, one)
    put(graph, found_by("bb/1", "Bare Yolanda"))
    assert "Bare Yolanda" in names(graph)
    retract_extractor(graph.driver, graph.database, "bb", confirm=lambda question: True)
    assert lines(graph) == before


@pytest.mark.parametrize(
    "silent",
    [
        pytest.param(found_by("aa/2"), id="it says who read it"),
        pytest.param(next(confident([told("aa/2", confidence=0.3)], 0.5)), id="too unsure"),
    ],
)
def test_an_extractor_that_has_nothing_to_say_any_more_takes_back_what_it_said(
    graph: Graph, silent: DocumentClaims
) -> None:
    others = put(graph, told("bb/1"))
    put(graph, told("aa/1", "Bare Xavier"))
    planned = plan(graph.driver, graph.database, [silent])
    assert len(planned.claims.removed) == 1
    assert load(graph.driver, graph.database, [silent]).claims_removed == 1
    assert lines(graph) == others
    assert load(graph.driver, graph.database, [silent]).documents_unchanged == 1


def test_claims_that_are_all_bad_now_are_gone_until_they_are_repaired(graph: Graph, tmp_path: Path) -> None:
    put(graph, told("aa/1", claims=2))
    bad = tmp_path / "bad.claims.jsonl"
    records = [
        {"record": "document", "id": "d1", "url": NAMED.url, "text": TEXT},
        {"record": "entity", "id": "a", "document": "d1", "kind": "Person", "name": "Ilya Norvik"},
        {"record": "claim", "id": "c", "document": "d1", "subject": "a", "predicate": "LOCATED_IN", "object": "x",
         "passage": {"start": 0, "end": 20, "text": TEXT[:20]}, "extractor": "aa/1"},
    ]  # fmt: skip
    bad.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    (bundle,) = read_bundles([bad], rejects=Rejects())
    assert load(graph.driver, graph.database, [bundle]).claims_removed == 2
    assert names(graph) == {"Ilya Norvik"}


def test_a_document_without_a_reader_replaces_only_what_nobody_signed(graph: Graph) -> None:
    signed = put(graph, told("aa/1"))
    put(graph, told("", "Bare Zoe", claims=0))
    assert "Bare Zoe" in names(graph)
    assert put(graph, told("", claims=0)) == signed


def named(name: str, extractor: str | None = None) -> DocumentClaims:
    return DocumentClaims(NAMED, (Entity("x", "Person", name, extractor=extractor),))


@pytest.mark.parametrize("swapped", [False, True])
def test_who_is_found_by_somebody_and_by_nobody_is_kept(graph: Graph, swapped: bool) -> None:
    both = [named("Bare Zoe"), named("Bare Xavier", "aa/1")]
    put(graph, *(reversed(both) if swapped else both))
    assert names(graph) == {"Bare Zoe", "Bare Xavier"}


def test_who_found_somebody_keeps_them_when_another_claims_something_of_them(graph: Graph) -> None:
    found = told("aa/1")
    place = replace(found.entities[0], extractor="bb/1")
    both = replace(found, entities=(place, *found.entities[1:]))
    alone = put(emptied(graph), replace(both, entities=(place,), claims=()))
    later = put(graph, both)
    assert later == put(emptied(graph), both)
    retract_extractor(graph.driver, graph.database, "aa", confirm=lambda question: True)
    assert lines(graph) == alone


def test_a_version_takes_who_is_only_named_with_its_last_claim(graph: Graph) -> None:
    put(graph, told("bb/1", "Bare Yolanda"))
    retract_extractor(graph.driver, graph.database, "bb/1", confirm=lambda question: True)
    assert names(graph) == set()


def test_an_extractor_that_names_much_is_not_retracted_unasked(graph: Graph) -> None:
    put(graph, told("aa/1"), found_by("bb/1", "Bare Yolanda"))
    with pytest.raises(WouldWriteError, match="1 of 1 documents"):
        retract_extractor(graph.driver, graph.database, "bb")


def test_a_file_that_says_nothing_is_told_from_one_to_be_read(graph: Graph, tmp_path: Path) -> None:
    before = put(graph, told("", claims=0))
    file = tmp_path / "silent.jsonl"
    with file.open("wb") as stream:
        write_claims(stream, export_claims(graph.driver, graph.database))
    assert put(emptied(graph), *read_bundles([file])) == before


def test_what_nobody_had_found_in_an_older_graph_is_its_readers(graph: Graph) -> None:
    before = put(graph, told("aa/1", "Bare Xavier"))
    graph.driver.execute_query("MATCH ()-[m:MENTIONS]->(:Person) SET m.extractor = ''", database_=graph.database)
    graph.driver.execute_query("MATCH (l:Load {id: 'lock'}) SET l.model = 4", database_=graph.database)
    carried = list(export_claims(graph.driver, graph.database))
    assert put(emptied(graph), *carried) == before


def test_claims_come_back_with_who_found_what(graph: Graph) -> None:
    before = put(graph, told("aa/1", "Bare Xavier"), told("bb/1", "Bare Yolanda"), told("", "Bare Zoe", claims=0))
    bundles = list(export_claims(graph.driver, graph.database))
    assert put(emptied(graph), *bundles) == before
