"""Loading and retracting, on a real Neo4j."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from dragoman.connection import Graph
from dragoman.errors import VersionError
from dragoman.loader.identity import document_id
from dragoman.loader.records import Claim, Document, DocumentClaims, Entity, Passage
from dragoman.loader.store.check import check
from dragoman.loader.store.export import export_canonical, export_claims
from dragoman.loader.store.first import complete, journal_of_empty
from dragoman.loader.store.known import Placed
from dragoman.loader.store.load import load
from dragoman.loader.store.loaded import Loaded
from dragoman.loader.store.retract import retract
from dragoman.loader.store.schema import MODEL, stored_model
from dragoman.loader.store.status import status
from dragoman.loader.store.view import View


def put(graph: Graph, *bundles: DocumentClaims) -> Loaded:
    return load(graph.driver, graph.database, bundles)


def lines(graph: Graph) -> list[bytes]:
    return list(export_canonical(graph.driver, graph.database))


def test_every_relationship_leads_to_sentences_that_stand_in_their_documents(loaded: Graph) -> None:
    rows, _, _ = loaded.driver.execute_query(
        """MATCH (:Entity)-[r]->(:Entity)
        OPTIONAL MATCH (c:Claim {key: r.key})-[:STATED_IN]->(p:Passage)-[:IN]->(d:Document)<-[:OF]-(t:Text)
        RETURN r.key AS key, count(c) AS claims,
               collect(substring(t.text, p.start, p.end - p.start) = p.text) AS exact""",
        database_=loaded.database,
    )
    assert rows
    assert all(row["claims"] and all(row["exact"]) for row in rows)


def test_a_second_load_changes_nothing_and_says_so(loaded: Graph, sample: list[DocumentClaims]) -> None:
    before = lines(loaded)
    again = put(loaded, *sample)
    assert again.summary() == "0 changes: 11 documents loaded before"
    assert (again.claims_unchanged, lines(loaded)) == (158, before)


def test_a_load_says_what_it_added(graph: Graph, sample: list[DocumentClaims]) -> None:
    assert put(graph, sample[0]).summary() == f"added {len(sample[0].claims)} claims of 1 document"


def test_an_agreement_that_is_given_a_name_joins_those_of_that_name(graph: Graph, sample: list[DocumentClaims]) -> None:
    def told(number: int, *aliases: str) -> DocumentClaims:
        said = replace(sample[0].document, url=f"https://example.org/{number}")
        return DocumentClaims(said, (Entity("e", "Agreement", "memorandum on energy", aliases),))

    put(graph, told(1), told(2, "Norvik Accord"))
    put(graph, told(1, "Norvik Accord"))
    assert check(graph.driver, graph.database) == []
    assert sum(b'"labels":["Agreement","Entity"]' in line for line in lines(graph)) == 1


def test_a_further_report_of_an_event_reads_none_of_the_others(
    graph: Graph, sample: list[DocumentClaims], monkeypatch: pytest.MonkeyPatch
) -> None:
    def again(number: int) -> list[DocumentClaims]:
        renewed = {"published": f"203{number}-01-01"}
        told = [replace(b.document, url=f"{b.document.url}/{number}", **renewed) for b in sample]
        return [replace(bundle, document=document) for bundle, document in zip(sample, told, strict=True)]

    read: list[Placed] = []

    def counted(self: View, entities: Sequence[str]) -> list[Placed]:
        read.extend(found := mentions_of_entities(self, entities))
        return found

    mentions_of_entities = View.mentions_of_entities
    monkeypatch.setattr(View, "mentions_of_entities", counted)
    monkeypatch.setattr("dragoman.loader.store.load.BATCH", len(sample))
    copies = [bundle for number in range(5) for bundle in again(number)]
    put(graph, *sample, *again(0))
    read.clear()
    put(graph, *copies)
    assert read == []
    at_once = lines(graph)
    assert check(graph.driver, graph.database) == []
    retract(graph.driver, graph.database, [document_id(b.document.url, "") for b in copies], confirm=lambda _: True)
    put(graph, *copies[::-1])
    assert lines(graph) == at_once


def test_an_extractor_replaces_what_it_said_before_and_nothing_else(graph: Graph, sample: list[DocumentClaims]) -> None:
    said = sample[0]
    machine = replace(said, claims=tuple(replace(c, extractor="machine/1") for c in said.claims))
    put(graph, said, machine)
    newer = replace(said, claims=(replace(said.claims[0], extractor="machine/2"),))
    done = put(graph, newer)
    assert (done.documents_changed, done.claims_removed) == (1, len(said.claims) - 1)
    _, last, *_ = status(graph.driver, graph.database).lines(documents=False)
    assert f" 1 changed, 0 claims added, {done.claims_removed} removed," in last
    (bundle,) = export_claims(graph.driver, graph.database)
    extractors = [c.extractor for c in bundle.claims]
    assert extractors.count("machine/2") == 1
    assert len(extractors) == len(said.claims) + 1
    assert check(graph.driver, graph.database) == []


def test_entities_of_a_changed_document_are_unchanged_but_those_that_say_something_else(
    loaded: Graph, sample: list[DocumentClaims]
) -> None:
    first, *others = sample[0].entities
    renamed = replace(sample[0], entities=(replace(first, aliases=(*first.aliases, "the other")), *others))
    done = put(loaded, renamed)
    assert (done.documents_changed, done.entities_added, done.entities_unchanged) == (1, 1, len(others))
    done = put(loaded, replace(renamed, claims=()))
    assert (done.documents_changed, done.entities_added, done.entities_unchanged) == (1, 0, 1 + len(others))


def test_a_document_that_comes_back_as_it_was_is_not_taken_for_unchanged(
    loaded: Graph, sample: list[DocumentClaims]
) -> None:
    before = lines(loaded)
    unsure = replace(sample[0], claims=tuple(replace(c, confidence=0.1) for c in sample[0].claims))
    assert put(loaded, unsure, sample[0]).documents_changed == 2
    assert lines(loaded) == before


def test_another_text_under_the_same_address_is_refused(loaded: Graph, sample: list[DocumentClaims]) -> None:
    before = lines(loaded)
    longer = replace(sample[0], document=replace(sample[0].document, text=sample[0].document.text + " More."))
    (reason,) = put(loaded, longer).refused
    assert "its text differs" in reason
    assert lines(loaded) == before


def test_another_text_is_taken_when_it_is_asked_for(graph: Graph, sample: list[DocumentClaims]) -> None:
    longer = replace(sample[0], document=replace(sample[0].document, text=sample[0].document.text + " More."))
    put(graph, longer, *sample[1:])
    directly = lines(graph)
    retract(graph.driver, graph.database, [longer.document.url], confirm=bool)
    machine = replace(sample[0], claims=tuple(replace(c, extractor="machine/1") for c in sample[0].claims))
    put(graph, *sample, machine)
    done = load(graph.driver, graph.database, [longer], replace_text=True)
    assert (done.documents_changed, done.claims_removed) == (1, len(sample[0].claims))
    assert lines(graph) == directly


def test_new_metadata_change_what_relationships_show(loaded: Graph, sample: list[DocumentClaims]) -> None:
    renamed = replace(sample[0], document=replace(sample[0].document, publisher="Another Wire"))
    assert put(loaded, renamed).documents_changed == 1
    assert any(b"Another Wire" in line and b"quote" in line for line in lines(loaded))
    assert check(loaded.driver, loaded.database) == []


def test_a_graph_of_another_model_is_refused(loaded: Graph, sample: list[DocumentClaims]) -> None:
    loaded.driver.execute_query("MATCH (l:Load {id: 'lock'}) SET l.model = 99", database_=loaded.database)
    for attempt in (lambda: put(loaded, *sample), lambda: check(loaded.driver, loaded.database)):
        with pytest.raises(VersionError, match="dragoman export claims"):
            attempt()


def test_claims_of_a_graph_of_another_model_are_carried_over(loaded: Graph, sample: list[DocumentClaims]) -> None:
    before = lines(loaded)
    loaded.driver.execute_query("MATCH (l:Load {id: 'lock'}) SET l.model = 1", database_=loaded.database)
    claims = list(export_claims(loaded.driver, loaded.database))
    loaded.driver.execute_query("MATCH (n) WHERE NOT n:Load DETACH DELETE n", database_=loaded.database)
    put(loaded, *claims)
    assert lines(loaded) == before
    put(loaded, *sample)
    assert check(loaded.driver, loaded.database) == []


def test_an_import_into_what_was_a_graph_of_another_model_is_of_this_one(graph: Graph) -> None:
    where = graph.driver, graph.database
    load(*where, [])
    graph.driver.execute_query("MATCH (l:Load {id: 'lock'}) SET l.model = 1", database_=graph.database)
    journal = journal_of_empty(*where)
    graph.driver.execute_query("MATCH (n) DETACH DELETE n", database_=graph.database)
    complete(*where, Loaded(), [], journal)
    assert stored_model(*where)[0] == MODEL


def test_a_constraint_that_was_not_finished_is_made_again(loaded: Graph, sample: list[DocumentClaims]) -> None:
    for text in ("DROP CONSTRAINT claim_id", "CREATE INDEX claim_id FOR (n:Claim) ON (n.id)"):
        loaded.driver.execute_query(text, database_=loaded.database)
    assert [finding.where for finding in check(loaded.driver, loaded.database)] == ["claim_id"]
    put(loaded, *sample)
    assert check(loaded.driver, loaded.database) == []


def test_the_journal_tells_what_was_loaded_and_stands_apart(loaded: Graph) -> None:
    found = status(loaded.driver, loaded.database)
    assert (found.counts["documents"], found.counts["claims"]) == (11, 158)
    assert found.loads[0]["documents_added"] == 11
    assert not any(b'"Load"' in line or b'"at"' in line for line in lines(loaded))


@pytest.mark.parametrize(
    "name",
    [
        "Robert'); MATCH (n) DETACH DELETE n //",
        '`backtick` "quote" $param \\ {}',
        "‮right to left‬ مرحبا",
        "<script>alert(1)</script>",
        "x" * 1000,
        "\U0001faf0" * 1000,
        "ﷺ" * 1000,
        "\u202e\n\t\x7f",
    ],
    ids=["Cypher", "marks", "right to left", "a tag", "long", "long in ASCII", "long in letters", "nothing to see"],
)
def test_names_are_data(graph: Graph, sample: list[DocumentClaims], name: str) -> None:
    hostile = Entity("h", "Person", name, (name[:999] + "y",), {"wikidata": name}, {"note": name * 2})
    passage = sample[0].claims[0].passage
    place = Entity("q", "Country", "Poland")
    claim = Claim("z", sample[0].document.id, "h", "HOLDS_POSITION", "q", passage, {"title": name}, extractor=name[:50])
    put(graph, DocumentClaims(sample[0].document, (hostile, place), (claim,)))
    (person,) = (e for b in export_claims(graph.driver, graph.database) for e in b.entities if e.kind == "Person")
    assert replace(person, id="h") == hostile
    assert check(graph.driver, graph.database) == []


@pytest.mark.parametrize("name", ["x" * 1000, "\U0001faf0" * 1000])
def test_events_of_actors_with_long_names_are_loaded(graph: Graph, name: str) -> None:
    document = Document("d", "They met.", url="https://example.org/" + "y" * 900, published="2022-03-02")
    actors = (Entity("a", "Company", name), Entity("b", "Person", name), Entity("c", "Country", name))
    talks = Entity("t", "Talks", name, (), {}, {"date": "2022-03-01", "note": "z" * 10_000})
    claims = tuple(
        Claim(f"c{e.id}", "d", e.id, "PARTICIPATED_IN", "t", Passage(0, 9, "They met."), {"role": "participant"})
        for e in actors
    )
    again = replace(document, url="https://example.org/again")
    put(graph, *(DocumentClaims(d, (*actors, talks), claims) for d in (document, again)))
    assert check(graph.driver, graph.database) == []
    assert len({line for line in lines(graph) if b'"labels":["Entity","Event","Talks"]' in line}) == 1
