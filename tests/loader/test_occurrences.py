"""One event or agreement in many reports, whatever they call those who took part."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.loader.evidence import evidence_of
from dragoman.loader.records import Claim, DocumentClaims, Entity
from dragoman.loader.resolve import resolve

from ..reports import ACTORS, report, reports


def found(bundles: list[DocumentClaims]) -> dict[str, int]:
    """How many entities of each kind the documents name, in every order alike."""
    mentions = [m for i, bundle in enumerate(bundles) for m in evidence_of(bundle, f"doc:{i}").mentions]
    clusters = resolve(mentions)
    assert clusters == resolve(reversed(mentions))
    return {kind: sum(c.kind == kind for c in clusters) for kind in sorted({c.kind for c in clusters})}


@settings(max_examples=150)
@given(reports())
def test_an_occurrence_is_one_however_its_actors_are_written(told: list[DocumentClaims]) -> None:
    counts = found(told)
    assert counts.pop(told[0].entities[0].kind) == 1


@settings(max_examples=60)
@given(st.lists(st.sampled_from(range(len(ACTORS))), min_size=3, max_size=3, unique=True), st.data())
def test_with_another_actor_it_is_another_occurrence(actors: list[int], data: st.DataObject) -> None:
    one, other, third = (data.draw(st.sampled_from(ACTORS[i])) for i in actors)
    assert found([report(0, "Talks", [one, other]), report(1, "Talks", [one, third])])["Talks"] == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("GovernmentBody", "Polish Navy"), ("GovernmentBody", "Estonian Navy")),
        (("Person", "Mira Holfen"), ("Person", "Mira Zorfen")),
        (("Company", "Zorvex Systems Ltd."), ("Company", "Zorvex Marine Ltd.")),
    ],
)
def test_those_who_share_a_word_are_not_the_same(one: tuple[str, str], other: tuple[str, str]) -> None:
    with_whom = ("Country", "Poland")
    assert found([report(0, "Talks", [with_whom, one]), report(1, "Talks", [with_whom, other])])["Talks"] == 2


def test_one_actor_under_two_names_is_not_two_actors() -> None:
    twice = [("Person", "Mira Holfen"), ("Person", "Holfen")]
    told = [report(0, "Talks", [*twice, ("Country", "Poland")]), report(1, "Talks", [*twice, ("Country", "Estonia")])]
    assert found(told)["Talks"] == 2


def part_of(bundle: DocumentClaims, actor: str, country: str) -> DocumentClaims:
    """The report, which also tells of which country the actor is a part."""
    state = Entity("s", "Country", country)
    claim = Claim("cs", "d", actor, "PART_OF", "s", bundle.claims[0].passage, extractor="hand")
    return DocumentClaims(bundle.document, (*bundle.entities, state), (*bundle.claims, claim))


def test_a_bare_ministry_is_that_of_its_country() -> None:
    whom = ("Country", "Türkiye")
    full = report(0, "Talks", [("GovernmentBody", "Polish Defence Ministry"), whom])
    bare = report(1, "Talks", [("GovernmentBody", "Ministry of Defence"), whom])
    assert found([full, part_of(bare, "a0", "Poland")])["Talks"] == 1
    assert found([full, part_of(bare, "a0", "Estonia")])["Talks"] == 2


def test_an_alias_in_one_report_is_the_name_in_another() -> None:
    whom = ("Country", "Türkiye")
    both, short = (
        report(i, "Agreement", [("Company", name), whom]) for i, name in enumerate(["Zorvex Systems", "ZVX"])
    )
    company = Entity("a0", "Company", "Zorvex Systems", ("ZVX",))
    named = DocumentClaims(both.document, (both.entities[0], company, both.entities[2]), both.claims)
    assert found([named, short])["Agreement"] == 1
    assert found([both, short])["Agreement"] == 2
