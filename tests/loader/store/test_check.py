"""`check` finds each damage that a hand can do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.connection import Graph
from dragoman.loader.identity import document_id
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.check import check
from dragoman.loader.store.export import export_canonical
from dragoman.loader.store.load import load
from dragoman.loader.store.plan import plan
from dragoman.loader.store.repair import repair

ANY = "MATCH (:Entity)-[r:PARTICIPATED_IN]->(:Entity) WITH r ORDER BY r.key LIMIT 1 "
DAMAGE = {
    "claim without passage": "MATCH (c:Claim) WITH c ORDER BY c.id LIMIT 1 MATCH (c)-[s:STATED_IN]->() DELETE s",
    "relationship without claim": (
        "MATCH (a:Entity:Person) WITH a ORDER BY a.id LIMIT 1 CREATE (a)-[:SIGNED {key: 'made up'}]->(a)"
    ),
    "passage without document": "MATCH (p:Passage) WITH p ORDER BY p.id LIMIT 1 MATCH (p)-[i:IN]->() DELETE i",
    "wrong claim": "MATCH (c:Claim) WITH c ORDER BY c.id LIMIT 1 SET c.subject = 'person:nobody'",
    "wrong ends": (
        "MATCH (a:Person)-[r:SIGNED]->(b) WITH a, r, b ORDER BY r.key LIMIT 1 WITH a, r, b, properties(r) AS p "
        "DELETE r WITH a, b, p MATCH (c:Person) WHERE c <> a WITH b, c, p ORDER BY c.id LIMIT 1 "
        "CREATE (c)-[s:SIGNED]->(b) SET s = p"
    ),
    "missing entity": "MATCH (e:Person) WITH e ORDER BY e.id LIMIT 1 SET e.id = 'person:renamed'",
    "wrong documents": f"{ANY} SET r.documents = r.documents + 1",
    "wrong status": f"{ANY} SET r.status = 'negated'",
    "wrong quote": f"{ANY} SET r.quote = 'Nobody said so.'",
    "edited relationship": f"{ANY} SET r.colour = 'red'",
    "edited entity": "MATCH (e:Entity:Person) WITH e ORDER BY e.id LIMIT 1 SET e.aliases = ['X']",
    "orphan entity": "CREATE (:Entity:Person {id: 'person:nobody', name: 'Nobody'})",
    "missing relationship": f"{ANY} DELETE r",
    "wrong labels": "MATCH (e:Entity:Person) WITH e ORDER BY e.id LIMIT 1 REMOVE e:Person SET e:Place",
    "wrong resolution": (
        "MATCH (d)-[m:MENTIONS]->(:Person) WITH d, m ORDER BY m.id LIMIT 1 MATCH (t:Topic) "
        "WITH d, m, t ORDER BY t.id LIMIT 1 CREATE (d)-[n:MENTIONS]->(t) WITH m, n, properties(m) AS p DELETE m "
        "WITH n, p SET n = p"
    ),
    "wrong passage": "MATCH (p:Passage) WITH p ORDER BY p.id LIMIT 1 SET p.start = p.start + 1",
    "missing schema": "DROP CONSTRAINT claim_id",
    "dangling mention": "MATCH ()-[m:MENTIONS]->(:Person) WITH m ORDER BY m.id LIMIT 1 DELETE m",
}


MORE = {
    "edited claim": "MATCH (c:Claim) WITH c ORDER BY c.id LIMIT 1 SET c.published = '1999'",
    "edited mention": "MATCH ()-[m:MENTIONS]->(:Person) WITH m ORDER BY m.id LIMIT 1 SET m.block = 'Person|other'",
    "edited evidence": "MATCH ()-[m:MENTIONS]->(:Person) WITH m ORDER BY m.id LIMIT 1 SET m.name = 'Someone Else'",
    "unreadable evidence": "MATCH (c:Claim) WITH c ORDER BY c.id LIMIT 1 SET c.modality = 'maybe'",
    "edited document": "MATCH (d:Document) WITH d ORDER BY d.id LIMIT 1 SET d.colour = 'red'",
    "edited text": "MATCH (t:Text) WITH t ORDER BY t.id LIMIT 1 SET t.text = t.text + ' And more.'",
    "passage without claim": "MATCH (d:Document) WITH d LIMIT 1 CREATE (:Passage {id: 'p', text: 'x'})-[:IN]->(d)",
    "text without document": "CREATE (:Text {id: 'text:none', text: 'x'})",
    "document without text": "MATCH (t:Text) WITH t ORDER BY t.id LIMIT 1 DETACH DELETE t",
}
DAMAGE |= MORE
LOST = {
    "wrong passage",
    "dangling mention",
    "claim without passage",
    "passage without document",
    "document without text",
    "unreadable evidence",
}
"""What takes claims with it that only another load brings back."""

KEPT = {"edited evidence"}
"""What an edit made of the evidence, which the graph then says."""

LEFT = {"edited text"}
"""What no repair mends."""


def test_a_check_and_a_plan_tell_what_they_are_at(loaded: Graph, sample: list[DocumentClaims]) -> None:
    heard: list[tuple[str, int | None]] = []
    check(loaded.driver, loaded.database, lambda what, done: heard.append((what, done)))
    assert heard[:2] == [("documents read", 1), ("documents read", 2)]
    assert heard[-1] == ("relationships compared", None)
    heard.clear()
    plan(loaded.driver, loaded.database, sample, progress=lambda what, done: heard.append((what, done)))
    assert {("documents of the graph", 11), ("documents", 11)} <= set(heard)


def test_a_loaded_graph_has_no_findings(loaded: Graph) -> None:
    assert check(loaded.driver, loaded.database) == []


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_found(loaded: Graph, kind: str) -> None:
    loaded.driver.execute_query(DAMAGE[kind], database_=loaded.database)
    assert kind in {finding.kind for finding in check(loaded.driver, loaded.database)}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_repaired(loaded: Graph, sample: list[DocumentClaims], kind: str) -> None:
    where = loaded.driver, loaded.database
    before = list(export_canonical(*where))
    loaded.driver.execute_query(DAMAGE[kind], database_=loaded.database)
    found, left = repair(*where)
    assert kind in {finding.kind for finding in found}
    assert {finding.kind for finding in left} == LEFT & {kind}
    if kind in LOST | KEPT | LEFT:
        load(*where, sample)
    assert list(export_canonical(*where)) == before
    assert check(*where) == []


@pytest.mark.parametrize("name", ["url", "title", "publisher", "published", "language"])
def test_an_edited_document_is_found_and_the_next_load_brings_it_back(
    loaded: Graph, sample: list[DocumentClaims], name: str
) -> None:
    where = loaded.driver, loaded.database
    before = list(export_canonical(*where))
    identity = document_id(sample[0].document.url, sample[0].document.text)
    loaded.driver.execute_query(f"MATCH (d:Document {{id: '{identity}'}}) SET d.{name} = '1999'", database_=where[1])
    assert ("edited evidence", identity) in {(finding.kind, finding.where) for finding in check(*where)}
    repair(*where)
    load(*where, sample)
    assert list(export_canonical(*where)) == before


@pytest.mark.parametrize("label", ["Document", "Text", "Claim", "Passage", "Entity"])
def test_what_has_lost_its_id_is_found_and_repaired(loaded: Graph, sample: list[DocumentClaims], label: str) -> None:
    where = loaded.driver, loaded.database
    before = list(export_canonical(*where))
    loaded.driver.execute_query(f"MATCH (n:{label}) WITH n LIMIT 1 REMOVE n.id", database_=loaded.database)
    assert check(*where) != []
    repair(*where)
    load(*where, sample)
    assert list(export_canonical(*where)) == before
    assert check(*where) == []


def test_a_forged_text_is_not_made_the_documents_own(loaded: Graph, sample: list[DocumentClaims]) -> None:
    where = loaded.driver, loaded.database
    before = list(export_canonical(*where))
    machine = replace(sample[0], claims=tuple(replace(c, extractor="machine/1") for c in sample[0].claims))
    load(*where, [machine])
    said = list(export_canonical(*where))
    forge = "MATCH (t:Text) SET t.text = replace(t.text, 'a', 'e')"
    loaded.driver.execute_query(forge, database_=loaded.database)
    for _ in range(2):
        _, left = repair(*where)
        assert [f.id for f in left if f.kind == "edited text"] == sorted(
            row["id"] for row in loaded.driver.execute_query("MATCH (d:Document) RETURN d.id AS id").records
        )
    assert load(*where, sample).documents_changed == len(sample)
    assert check(*where) == []
    assert list(export_canonical(*where)) == said != before
