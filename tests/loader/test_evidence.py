"""Evidence that is read back from the graph as records says the same again, under the same ids."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from dragoman.loader.evidence import evidence_of
from dragoman.loader.records import Claim, Document, DocumentClaims, Entity, Passage
from dragoman.loader.store.stored import bundle_of

from ..laws.corpora import bundles

TEXT = "One accord stands under another, and so does a third."


@settings(max_examples=200, deadline=None, derandomize=True)
@given(bundles(0))
def test_what_is_read_back_is_the_same(bundle: DocumentClaims) -> None:
    evidence = evidence_of(bundle, "doc:0123456789ab")
    assert evidence_of(bundle_of(evidence), "doc:0123456789ab") == evidence


@pytest.mark.parametrize("number", range(20))
def test_twins_that_only_their_claims_tell_apart_keep_their_claims(number: int) -> None:
    """Two accords under two others, all of one name: which is under which follows from the ids alone."""
    accords = tuple(Entity(f"e{i}", "Agreement", "Norvik Accord") for i in range(4))
    claims = tuple(
        Claim(f"c{low}", "d", f"e{low}", "UNDER", f"e{high}", Passage(0, len(TEXT), TEXT))
        for low, high in ((1, 2), (3, 0))
    )
    evidence = evidence_of(DocumentClaims(Document("d", TEXT), accords, claims), f"doc:{number:012}")
    assert evidence_of(bundle_of(evidence), f"doc:{number:012}") == evidence
