"""The sample dispatches, and the claims that a careful reader finds in them."""

from __future__ import annotations

from pathlib import Path

from dragoman.loader.claims import Rejects, read_claims
from dragoman.loader.records import DocumentClaims, Modality
from dragoman.loader.sources import read_documents
from dragoman.sample import sample_paths

CLAIMS = Path(__file__).parent / "data" / "sample.claims.jsonl"


def claims() -> list[DocumentClaims]:
    rejects = Rejects()
    found = list(read_claims(CLAIMS, rejects=rejects))
    assert [str(reject) for reject in rejects.kept] == []
    return found


def test_the_claims_are_those_of_the_dispatches() -> None:
    assert [said.document for said in claims()] == list(read_documents(sample_paths()))


def test_each_dispatch_says_who_published_it_when_and_where() -> None:
    for document in read_documents(sample_paths()):
        assert all((document.title, document.publisher, document.published, document.url))


def test_two_dispatches_disagree_on_the_day_of_one_signing() -> None:
    days = {e.properties.get("signed") for said in claims() for e in said.entities if "Shusha Declaration" in e.name}
    assert {"2021-06-15", "2021-06-16"} < days


def test_one_dispatch_denies_what_another_states() -> None:
    stated = {
        claim.modality
        for said in claims()
        for claim in said.claims
        for entity in said.entities
        if entity.id == claim.subject and entity.name == "Georgia Air Force" and claim.predicate == "PARTICIPATED_IN"
    }
    assert stated == {Modality.ASSERTED, Modality.NEGATED}


def test_names_come_in_several_spellings() -> None:
    texts = [document.text for document in read_documents(sample_paths())]
    for spelling in ("Türkiye", "Turkiye", "Turkey", "Erdoğan", "Recep Tayyip Erdogan"):
        assert any(spelling in text for text in texts), spelling
