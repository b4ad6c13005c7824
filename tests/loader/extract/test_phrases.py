"""Given a sentence, these claims: the table `phrases.tsv` read as tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.loader.extract import load_extractor
from dragoman.loader.records import Document, DocumentClaims

TABLE = Path(__file__).with_name("phrases.tsv")
EVENTS = frozenset({"Talks", "Visit", "Exercise", "Statement", "Transfer", "Conflict", "Agreement"})


def table() -> list[tuple[str, str]]:
    lines = TABLE.read_text("utf-8").splitlines()
    return [(text, claim) for text, claims in (x.split("\t") for x in lines if not x.startswith("#"))
            for claim in claims.split(" ; ")]  # fmt: skip


def said(text: str, publisher: str = "Marlow Gazette", published: str = "2023-03-15") -> DocumentClaims:
    return load_extractor().extract(Document("d1", text, publisher=publisher, published=published, language="en"))


def readable(claims: DocumentClaims) -> set[str]:
    """The claims as the table writes them; an event or agreement is named by its kind."""
    names = {e.id: e.kind if e.kind in EVENTS else e.name for e in claims.entities}
    lines = set()
    for c in claims.claims:
        extra = c.qualifiers.get("role") or c.qualifiers.get("title") or ""
        modality = "" if c.modality == "asserted" else c.modality.value
        parts = (names[c.subject], c.predicate, names[c.object], extra, modality)
        lines.add(" ".join(p for p in parts if p))
    return lines


@pytest.mark.parametrize(("text", "claim"), table())
def test_a_phrase_says_the_claim(text: str, claim: str) -> None:
    found = readable(said(text))
    assert claim in found, "\n".join(sorted(found))


@pytest.mark.parametrize(
    "text",
    [
        "Norway could send tanks to Ukraine.",
        "Poland is considering a visit to Kenya.",
        "If Ghana attacks Kenya, Peru will help.",
        "The ministry sent a letter to the Security Council.",
        "Officials said that the weather was fine.",
        "Peru ordered a missile strike.",
        "Ghana focused on signing a deal with Peru.",
        "The mayor held a news conference with the governor.",
        "The trip began in Chad, followed by Benin and then ending in Togo.",
        "It is unlikely that Ghana will sign the agreement with Peru.",
        "Peru is trying to reach an accord with Chile.",
        "Ghana, Kenya and Peru called on Chad to keep the deal.",
        "The prospect of Kenyan President Abdi Noor visiting Peru divides the parties.",
        "There is hope for dialogue between Ghana and Kenya.",
        "Did Ghana sign a pact with Peru?",
        "Will Ghana deliver tanks to Kenya?",
        "Imagine that Chad invaded Benin.",
        "Benin alleged that Togo invaded Ghana.",
        "Rumours say that Kenya donated tanks to Peru.",
        "It is not true that Ghana signed a treaty with Peru.",
        "Kenyan President Abdi Noor welcomed Polish President Jan Zielak.",
        "The ministers discussed further assistance to Ukraine.",
        "Iranian protesters attacked the missions of Peru.",
        "North Korea fired two missiles toward the East Sea.",
        "Beijing has declined a US request for a meeting between Li Wei of China and Tom Harper.",
        "Norway favours sending arms to Ukraine.",
        "Congress leader Ravi Menon met Anil Rao after the remarks.",
    ],
)
def test_a_phrase_that_tells_of_no_event_says_none(text: str) -> None:
    predicates = {c.predicate for c in said(text).claims}
    assert not predicates & {"PARTICIPATED_IN", "SIGNED", "PARTY_TO", "TOOK_PLACE_IN"}


def test_dates_follow_the_day_of_publication() -> None:
    claims = said("Kenyan President Abdi Noor met Polish President Jan Zielak on Monday.")
    talks = next(e for e in claims.entities if e.kind == "Talks")
    assert talks.properties["date"] == "2023-03-13"


def test_an_inferred_year_is_marked() -> None:
    claims = said("Ghana and Kenya signed a treaty on energy on June 15.")
    treaty = next(e for e in claims.entities if e.kind == "Agreement")
    assert (treaty.properties["signed"], treaty.properties["date_inferred"]) == ("2022-06-15", True)


def test_an_unmarked_title_belongs_to_the_state_of_the_publisher() -> None:
    text = "Defence Minister Tomas Rehak met Polish President Jan Zielak in Prague. The Czech Republic joined NATO."
    assert "Tomas Rehak HOLDS_POSITION Czechia Ministry of Defence Defence Minister" in readable(
        said(text, "Prague Herald")
    )
