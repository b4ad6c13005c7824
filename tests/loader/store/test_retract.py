"""Retraction leaves the graph that would have been without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.connection import Graph
from dragoman.errors import UsageError, WouldWriteError
from dragoman.loader.identity import document_id
from dragoman.loader.records import Claim, Document, DocumentClaims, Entity, Passage
from dragoman.loader.store.check import check
from dragoman.loader.store.export import export_canonical
from dragoman.loader.store.load import load
from dragoman.loader.store.retract import retract, retract_extractor, retract_publisher


def put(graph: Graph, *bundles: DocumentClaims) -> list[bytes]:
    """The graph after a load."""
    load(graph.driver, graph.database, bundles)
    return lines(graph)


def lines(graph: Graph) -> list[bytes]:
    return list(export_canonical(graph.driver, graph.database))


def said_by(bundle: DocumentClaims, extractor: str, claims: int = 99) -> DocumentClaims:
    """A part of a document's claims as another extractor's."""
    part = tuple(replace(c, extractor=extractor) for c in bundle.claims[:claims])
    used = {end for c in part for end in (c.subject, c.object)}
    return replace(bundle, entities=tuple(e for e in bundle.entities if e.id in used), claims=part)


def test_a_body_stays_that_only_its_country_tells_from_one_that_goes(graph: Graph) -> None:
    def said(country: str) -> DocumentClaims:
        text = f"The Ministry of Defence of {country} spoke."
        ends = (Entity("m", "GovernmentBody", "Ministry of Defence"), Entity("c", "Country", country))
        claim = Claim("1", "d", "m", "PART_OF", "c", Passage(0, len(text), text))
        return DocumentClaims(Document("d", text, f"https://example.org/{country}"), ends, (claim,))

    alone = put(graph, said("Poland"))
    put(graph, said("France"))
    retract(graph.driver, graph.database, ["https://example.org/France"], confirm=lambda _: True)
    assert lines(graph) == alone


def test_a_document_is_retracted_by_id_and_by_url(graph: Graph, sample: list[DocumentClaims]) -> None:
    without = put(graph, *sample[2:])
    put(graph, *sample)
    first, second = (b.document for b in sample[:2])
    names = [document_id(first.url, first.text), second.url + "?utm_source=x"]
    done = retract(graph.driver, graph.database, names, confirm=bool)
    assert len(done.documents) == 2
    assert done.claims == len(sample[0].claims) + len(sample[1].claims)
    assert lines(graph) == without


def test_all_documents_of_a_publisher_are_retracted(graph: Graph, sample: list[DocumentClaims]) -> None:
    publisher = sample[0].document.publisher
    without = put(graph, *(b for b in sample if b.document.publisher != publisher))
    put(graph, *sample)
    done = retract_publisher(graph.driver, graph.database, publisher, confirm=bool)
    assert len(done.documents) == sum(b.document.publisher == publisher for b in sample)
    assert lines(graph) == without


def test_what_one_extractor_said_is_retracted(graph: Graph, sample: list[DocumentClaims]) -> None:
    without = put(graph, *sample[1:])
    put(graph, *(said_by(b, "machine/1", 4) for b in sample))
    done = retract_extractor(graph.driver, graph.database, "machine", confirm=bool)
    assert len(done.documents) == 1
    assert len(done.reduced) == len(sample) - 1
    assert lines(graph) == without
    assert check(graph.driver, graph.database) == []


def test_what_one_version_of_an_extractor_said_is_retracted(graph: Graph, sample: list[DocumentClaims]) -> None:
    without = put(graph, said_by(sample[0], "machine/1"))
    put(graph, *(said_by(b, "machine/2") for b in sample[1:]))
    retract_extractor(graph.driver, graph.database, "machine/2", confirm=bool)
    assert lines(graph) == without


def test_what_is_not_there_can_not_be_retracted(loaded: Graph) -> None:
    where = loaded.driver, loaded.database
    with pytest.raises(UsageError, match="no such document is loaded"):
        retract(*where, ["https://example.org/nowhere"])
    with pytest.raises(UsageError, match=r"^doc:1, doc:2: these documents are not loaded"):
        retract(*where, ["doc:1", "https://example.org/baku-ledger/aliyev-receives-us-official", "doc:2"])
    with pytest.raises(UsageError, match="no document of this publisher"):
        retract_publisher(*where, "Nobody")
    with pytest.raises(UsageError, match="nothing in the graph is by this extractor"):
        retract_extractor(*where, "mach")


def test_a_large_retraction_needs_a_yes(loaded: Graph, sample: list[DocumentClaims]) -> None:
    before = lines(loaded)
    with pytest.raises(WouldWriteError, match="11 of 11 documents"):
        retract(loaded.driver, loaded.database, [b.document.url for b in sample])
    with pytest.raises(WouldWriteError, match="158 of 158 claims"):
        retract_extractor(loaded.driver, loaded.database, "gold")
    assert lines(loaded) == before
