"""Given these claims, this is what the graph says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dragoman.loader.evidence import evidence_of
from dragoman.loader.identity import document_id
from dragoman.loader.project import Projection, office_and_tenure, project
from dragoman.loader.records import Claim, Document, DocumentClaims, Entity, Modality, Passage

POLAND, FRANCE = Entity("p", "Country", "Poland"), Entity("f", "Country", "France")
ACCORD = Entity("a", "Agreement", "Norvik Accord", (), {}, {"signed": "2022-03-01", "form": "treaty"})
MIRA, NAVY = Entity("m", "Person", "Mira Holfen"), Entity("n", "ArmedForce", "Poland Navy")


def report(
    number: int,
    *facts: tuple[str, str, str] | tuple[str, str, str, str] | tuple[str, str, str, str, dict[str, str]],
    entities: tuple[Entity, ...] = (POLAND, FRANCE, ACCORD, MIRA, NAVY),
    text: str = "",
    publisher: str = "Wire",
    published: str = "2022-03-02",
    sentence: str = "",
) -> DocumentClaims:
    """A document of one sentence that states these (subject, predicate, object[, modality[, qualifiers]])."""
    text = text or sentence or f"Report number {number}."
    document = Document("d", text, f"https://example.org/{number}", "", publisher, published)
    claims = []
    for place, fact in enumerate(facts):
        subject, predicate, object_, modality, qualifiers = (
            (*fact, "asserted", {})[:5] if len(fact) != 4 else (*fact, {})
        )
        claims.append(
            Claim(
                f"c{place}",
                "d",
                subject,
                predicate,
                object_,
                Passage(0, len(text), text),
                qualifiers,
                Modality(modality),
                extractor="hand",
            )
        )
    used = {end for claim in claims for end in (claim.subject, claim.object)}
    return DocumentClaims(document, tuple(e for e in entities if e.id in used), tuple(claims))


def graph(*reports: DocumentClaims) -> Projection:
    return project(evidence_of(r, document_id(r.document.url, r.document.text)) for r in reports)


def only(projection: Projection) -> dict[str, Any]:
    """The properties of the only relationship."""
    ((_, _, _, properties),) = projection.relationships.values()
    return properties


def party(modality: str) -> tuple[str, str, str, str]:
    return ("p", "PARTY_TO", "a", modality)


@pytest.mark.parametrize(
    ("modalities", "status", "phrase"),
    [
        (["asserted"], "asserted", "is party to"),
        (["planned"], "planned", "plans to become party to"),
        (["planned", "asserted"], "asserted", "is party to"),
        (["asserted", "negated"], "contested", "disputed: is party to"),
        (["planned", "negated"], "contested", "disputed: is party to"),
    ],
)
def test_status_follows_from_what_documents_say(modalities: list[str], status: str, phrase: str) -> None:
    fact = only(graph(*(report(i, party(modality)) for i, modality in enumerate(modalities))))
    assert (fact["status"], fact["phrase"]) == (status, phrase)
    assert [fact[m] for m in ("asserted", "planned", "negated")] == [
        modalities.count(m) for m in ("asserted", "planned", "negated")
    ]
    assert fact["documents"] == len(modalities)


def test_what_is_only_denied_is_no_relationship_but_leaves_its_ends() -> None:
    denied = graph(report(1, party("negated")))
    assert denied.relationships == {}
    assert {e["name"]: e.get("status") for e in denied.entities.values()} == {
        "Poland": None,
        "Norvik Accord": "negated",
    }


def test_one_text_under_two_addresses_has_one_publisher() -> None:
    reports = [
        report(1, party("asserted"), text="Poland joined.", publisher="Post", published="2022-03-03"),
        report(2, party("asserted"), text="Poland joined.", publisher="Wire", published="2022-03-02"),
    ]
    fact = only(graph(*reports))
    assert (fact["publishers"], fact["documents"]) == (["Wire"], 2)


def test_the_quote_is_the_first_sentence_cut_at_three_hundred() -> None:
    late = report(1, party("asserted"), sentence="Late.", published="2022-03-05")
    early = report(2, party("asserted"), sentence="x" * 400, published="2022-03")
    fact = only(graph(late, early))
    assert fact["quote"] == "x" * 299 + "…"
    assert fact["url"] == "https://example.org/2"
    assert (fact["first_published"], fact["last_published"]) == ("2022-03", "2022-03-05")


def test_a_denial_is_not_quoted_for_the_fact() -> None:
    reports = [
        report(1, party("negated"), sentence="It did not.", published="2022-03-01"),
        report(2, party("asserted"), sentence="It did.", published="2022-03-02"),
    ]
    assert only(graph(*reports))["quote"] == "It did."


def test_an_unknown_date_is_no_date() -> None:
    fact = only(graph(report(1, party("asserted"), published="")))
    assert not {"first_published", "last_published"} & fact.keys()


def holds(title: str, rank: str = "") -> tuple[str, str, str, str, dict[str, str]]:
    return ("m", "HOLDS_POSITION", "n", "asserted", {"title": title} | ({"rank": rank} if rank else {}))


def test_a_position_is_known_by_its_office_and_keeps_its_titles() -> None:
    projection = graph(report(1, holds("Commander", "Adm.")), report(2, holds("acting commander")))
    fact = only(projection)
    assert (fact["office"], fact["titles"], fact["tenure"], fact["rank"]) == (
        "commander",
        ["Commander", "acting commander"],
        ["acting"],
        ["Adm."],
    )
    assert len(graph(report(1, holds("Commander"), holds("Chief of Staff"))).relationships) == 2


@pytest.mark.parametrize(
    ("title", "office", "tenure"),
    [("Former Deputy Minister", "deputy minister", ["former"]), ("Minister", "minister", []), ("", "", [])],
)
def test_tenure_is_split_off_a_title(title: str, office: str, tenure: list[str]) -> None:
    assert office_and_tenure(title) == (office, tenure)


def signed(*dates: str) -> list[DocumentClaims]:
    return [report(i, ("m", "SIGNED", "a", "asserted", {"date": date})) for i, date in enumerate(dates)]


def test_the_dates_of_a_signature_are_sorted_by_their_earliest_day() -> None:
    fact = only(graph(*signed("2022-03-02", "2022-03", "2022-03-02", "2021-12")))
    assert (fact["dates"], fact["phrase"]) == (["2021-12", "2022-03", "2022-03-02"], "signed")


def test_a_role_is_part_of_which_relationship_it_is() -> None:
    talks = Entity("t", "Talks", "staff talks")
    roles: list[Any] = [("p", "PARTICIPATED_IN", "t", "asserted", {"role": role}) for role in ("host", "participant")]
    found = graph(report(1, *roles, entities=(POLAND, talks)))
    assert {(r[1], r[3]["role"]) for r in found.relationships.values()} == {
        ("PARTICIPATED_IN", "host"),
        ("PARTICIPATED_IN", "participant"),
    }


def test_the_confidence_is_the_highest() -> None:
    unsure = report(1, party("asserted"))
    unsure = replace(unsure, claims=(replace(unsure.claims[0], confidence=0.25),))
    sure = report(2, party("asserted"))
    sure = replace(sure, claims=(replace(sure.claims[0], confidence=0.75),))
    assert only(graph(unsure, sure))["confidence"] == only(graph(sure, unsure))["confidence"] == 0.75


def accord(**properties: str | int | float | bool) -> tuple[Entity, ...]:
    return POLAND, Entity("a", "Agreement", "Norvik Accord", (), {}, properties)


def agreement(*given: dict[str, Any]) -> dict[str, Any]:
    """The agreement's properties when each document gives these."""
    reports = [report(i, party("asserted"), entities=accord(**properties)) for i, properties in enumerate(given)]
    (found,) = (e for e in graph(*reports).entities.values() if e["kind"] == "Agreement")
    return dict(found)


def test_a_date_within_another_is_the_more_precise_one() -> None:
    found = agreement({"signed": "2022-03"}, {"signed": "2022-03-01"})
    assert (found["date"], str(found["earliest"]), found["dates"]) == (
        "2022-03-01",
        "2022-03-01",
        ["2022-03", "2022-03-01"],
    )
    assert "contested" not in found


def test_dates_that_exclude_each_other_are_contested() -> None:
    assert agreement({"signed": "2022-03-01"}, {"signed": "2022-03-02"})["contested"] == ["date"]


def test_a_year_is_inferred_only_where_no_document_gives_it() -> None:
    inferred = {"signed": "2022-03-01", "date_inferred": True}
    assert agreement(inferred)["date_inferred"] is True
    assert "date_inferred" not in agreement(inferred, {"signed": "2022-03-01"})


def test_a_property_that_documents_give_differently_keeps_all_values() -> None:
    found = agreement({"form": "treaty"}, {"form": "accord"})
    assert (found["form"], found["form_values"], found["contested"]) == ("accord", ["accord", "treaty"], ["form"])


@pytest.mark.parametrize(
    ("values", "kept", "differing"),
    [((True, 1), 1, ["1", "True"]), ((1, 1.0), 1, ["1", "1.0"]), (("1", 1), 1, None)],
    ids=["a truth and a number", "a whole and a decimal number", "one number, once as text"],
)
def test_values_that_only_python_calls_equal_do_not_depend_on_the_order(
    values: tuple[str | int | float, ...], kept: object, differing: list[str] | None
) -> None:
    for order in (values, values[::-1]):
        found = agreement(*({"articles": value} for value in order))
        assert (repr(found["articles"]), found.get("articles_values")) == (repr(kept), differing)


def test_the_name_is_the_longest_of_those_that_most_documents_use() -> None:
    long = Entity("a", "Agreement", "Norvik Accord on Transit")
    short = Entity("a", "Agreement", "Norvik Accord")
    reports = [report(i, party("asserted"), entities=(POLAND, e)) for i, e in enumerate([long, short, short])]
    names = {e["name"]: e["aliases"] for e in graph(*reports).entities.values()}
    assert names["Norvik Accord"] == ["Norvik Accord on Transit"]
    names = {e["name"]: e["aliases"] for e in graph(*reports[:2]).entities.values()}
    assert names["Norvik Accord on Transit"] == ["Norvik Accord"]


def test_who_speaks_of_a_plan_does_not_carry_it_out() -> None:
    drill, speech = Entity("x", "Exercise", "Steel Heron"), Entity("s", "Statement", "remarks")
    found = graph(
        report(1, ("p", "PARTICIPATED_IN", "x", "planned", {"role": "participant"}), entities=(POLAND, drill)),
        report(2, ("s", "ABOUT", "x"), entities=(speech, drill)),
    )
    statuses = {p["kind"]: p.get("status") for p in found.entities.values()}
    assert statuses["Exercise"] == "planned"
