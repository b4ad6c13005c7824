"""What holds of every corpus, on a real Neo4j."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from networkx.utils import graphs_equal

from dragoman.loader.claims import write_claims
from dragoman.loader.evidence import evidence_of
from dragoman.loader.identity import document_id
from dragoman.loader.project import project
from dragoman.loader.records import Document, DocumentClaims
from dragoman.loader.store.check import check
from dragoman.queries.network import build_network, read_from_graph

from ..reports import reports
from .conftest import Laboratory
from .corpora import bundles, corpora, corpora_of

law = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
Corpus = tuple[DocumentClaims, ...]


def identity(bundle: DocumentClaims) -> str:
    return document_id(bundle.document.url, bundle.document.text)


def readers(bundle: DocumentClaims) -> set[str]:
    """The names of those whose word it is, be it silence."""
    evidence = evidence_of(bundle, identity(bundle))
    return {*evidence.digests, *evidence.silent}


@law
@given(corpora)
def test_loading_twice_is_loading_once(laboratory: Laboratory, corpus: Corpus) -> None:
    once = laboratory.fresh(corpus)
    again = laboratory.load(corpus)
    assert again.changes == 0
    assert laboratory.canonical() == once


def by_a_third(bundle: DocumentClaims, document: Document) -> DocumentClaims:
    """What a third extractor says of a document."""
    return DocumentClaims(
        replace(document, extractor="third/1"),
        tuple(replace(entity, extractor=None) for entity in bundle.entities),
        tuple(replace(claim, extractor="third/1") for claim in bundle.claims),
    )


@law
@given(corpora_of(1, 3), st.data())
def test_who_speaks_first_does_not_matter_and_who_is_retracted_has_never_spoken(
    laboratory: Laboratory, corpus: Corpus, data: st.DataObject
) -> None:
    assume(all(evidence_of(bundle, identity(bundle)).mentions for bundle in corpus))
    third = [by_a_third(data.draw(bundles(number)), bundle.document) for number, bundle in enumerate(corpus)]
    without = laboratory.fresh(corpus)
    both = laboratory.fresh(third, corpus)
    assert laboratory.fresh(corpus, third) == both
    assert laboratory.load([*corpus, *third]).changes == 0
    laboratory.retract_extractor("third")
    assert laboratory.canonical() == without


@law
@given(corpora, st.data())
def test_a_retracted_document_leaves_no_trace(laboratory: Laboratory, corpus: Corpus, data: st.DataObject) -> None:
    kept = data.draw(st.sets(st.sampled_from(range(len(corpus)))))
    without = laboratory.fresh([corpus[i] for i in sorted(kept)])
    laboratory.fresh(corpus)
    laboratory.retract([identity(b) for i, b in enumerate(corpus) if i not in kept])
    assert laboratory.canonical() == without


@law
@given(corpora, st.randoms())
def test_the_order_of_documents_does_not_matter(laboratory: Laboratory, corpus: Corpus, random: object) -> None:
    forwards = laboratory.fresh(corpus)
    backwards = laboratory.fresh(*([bundle] for bundle in reversed(corpus)))
    assert forwards == backwards


@law
@given(corpora_of(3, 7), bundles(0), st.integers(1, 3), st.booleans())
def test_the_size_of_batches_does_not_matter(
    laboratory: Laboratory, corpus: Corpus, new: DocumentClaims, size: int, last: bool
) -> None:
    """What a loader remembers from batch to batch changes nothing, nor does a document that changes in between."""
    assume(readers(corpus[0]) <= readers(new))
    order = [*corpus, new] if last else [*corpus[:2], new, *corpus[2:]]
    at_once = laboratory.fresh([new, *corpus[1:]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dragoman.loader.store.load.BATCH", size)
        assert laboratory.fresh(order) == at_once
    assert check(laboratory.driver, laboratory.database) == []


@law
@given(reports(most=8), st.integers(1, 3))
def test_one_occurrence_is_one_in_whatever_order_its_reports_come(
    laboratory: Laboratory, told: list[DocumentClaims], size: int
) -> None:
    at_once = laboratory.fresh(told)
    assert laboratory.fresh(*([bundle] for bundle in reversed(told))) == at_once
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dragoman.loader.store.load.BATCH", size)
        assert laboratory.fresh(told) == at_once
    assert check(laboratory.driver, laboratory.database) == []


@law
@given(bundles(0), bundles(0), corpora)
def test_a_changed_document_is_replaced(
    laboratory: Laboratory, old: DocumentClaims, new: DocumentClaims, corpus: Corpus
) -> None:
    rest = corpus[1:]
    assume(readers(old) <= readers(new))
    assert laboratory.fresh([old, *rest], [new]) == laboratory.fresh([new, *rest])


EDITS = ("nothing", "a claim less", "another publisher", "another alias")


def next_version(bundle: DocumentClaims, edit: str = "nothing") -> DocumentClaims:
    """What the next version of the one reader says of a document."""
    claims = bundle.claims[1:] if edit == "a claim less" and len(bundle.claims) > 1 else bundle.claims
    used = {end for claim in claims for end in (claim.subject, claim.object)}
    first, *others = (replace(e, extractor=None) for e in bundle.entities if e.id in used)
    if edit == "another alias":
        first = replace(first, aliases=("Ministry of Defence",))
    publisher = "Herald" if edit == "another publisher" else bundle.document.publisher
    document = replace(bundle.document, publisher=publisher, extractor="reader/2")
    return DocumentClaims(document, (first, *others), tuple(replace(c, extractor="reader/2") for c in claims))


@law
@given(corpora_of(2, 5), st.data())
def test_a_corpus_by_the_next_version_is_as_if_that_alone_had_spoken(
    laboratory: Laboratory, corpus: Corpus, data: st.DataObject
) -> None:
    assume(all(bundle.claims for bundle in corpus))
    said = map(next_version, corpus)
    before = [replace(b, claims=tuple(replace(c, extractor="reader/1") for c in b.claims)) for b in said]
    after = [next_version(bundle, data.draw(st.sampled_from(EDITS))) for bundle in before]
    alone = laboratory.fresh(after)
    assert laboratory.fresh(map(next_version, before), before, after) == alone
    assert check(laboratory.driver, laboratory.database) == []


@law
@given(corpora)
def test_a_loaded_graph_is_healthy(laboratory: Laboratory, corpus: Corpus) -> None:
    laboratory.fresh(corpus)
    assert check(laboratory.driver, laboratory.database) == []


@law
@given(corpora)
def test_the_network_of_neo4j_is_the_offline_one(laboratory: Laboratory, corpus: Corpus) -> None:
    laboratory.fresh(corpus)
    projection = project(evidence_of(b, identity(b)) for b in corpus)
    offline = build_network(projection.entities.values(), projection.relationships.values())
    assert graphs_equal(read_from_graph(laboratory.driver, laboratory.database), offline)


@law
@given(corpora)
def test_claims_come_back_as_they_were_loaded(laboratory: Laboratory, corpus: Corpus) -> None:
    once = laboratory.fresh(corpus)
    exported = laboratory.claims()
    assert laboratory.fresh(exported) == once
    assert written(laboratory.claims()) == written(exported)


def written(exported: list[DocumentClaims]) -> bytes:
    stream = io.BytesIO()
    write_claims(stream, exported)
    return stream.getvalue()
