"""Analyses, on networks small enough to count by hand."""

from __future__ import annotations

from typing import Any

import networkx
import pytest

from dragoman.queries import actors, brokers, build_network, centrality

Network = networkx.MultiDiGraph

KINDS = {"country": "Country", "person": "Person", "body": "GovernmentBody", "talks": "Talks", "deal": "Agreement"}


def net(*facts: tuple[Any, ...]) -> Network[str]:
    """Facts are (subject, predicate, object) and, if need be, properties."""
    ids = {end for fact in facts for end in (fact[0], fact[2])}
    things = [{"id": id, "kind": KINDS[id.partition(":")[0]], "name": id.partition(":")[2]} for id in ids]
    return build_network(
        things,
        [
            (f[0], f[1], f[2], {"key": f"{i:02}", "status": "asserted", "documents": 1, **(f[3] if f[3:] else {})})
            for i, f in enumerate(facts)
        ],
    )


def meeting(name: str, *who: str, **properties: Any) -> list[tuple[Any, ...]]:
    return [(one, "PARTICIPATED_IN", f"talks:{name}", properties) for one in who]


# a - b - c, b's two partners have no tie of their own; c - d
CHAIN = [
    *meeting("1", "person:a", "person:b"),
    *meeting("2", "person:b", "person:c"),
    *meeting("3", "person:c", "person:d"),
]


def test_actors_are_tied_by_what_they_share() -> None:
    projected = actors(net(*CHAIN, ("person:d", "SIGNED", "deal:x"), ("country:e", "PARTY_TO", "deal:x")))
    assert set(projected.edges) == {
        ("person:a", "person:b"),
        ("person:b", "person:c"),
        ("person:c", "person:d"),
        ("country:e", "person:d"),
    }


def test_a_tie_weighs_its_documents_shared_among_those_present() -> None:
    facts = [
        *meeting("1", "person:a", "person:b", documents=4),
        ("person:c", "PARTICIPATED_IN", "talks:1", {"documents": 2}),
        *meeting("2", "person:a", "person:b"),
    ]
    assert {
        (one, other): (tie["weight"], tie["occasions"]) for one, other, tie in actors(net(*facts)).edges(data=True)
    } == {
        ("person:a", "person:b"): (4 / 2 + 1, 2),
        ("person:a", "person:c"): (2 / 2, 1),
        ("person:b", "person:c"): (2 / 2, 1),
    }


def test_one_who_is_there_in_two_roles_is_there_once() -> None:
    facts = [("person:a", "PARTICIPATED_IN", "talks:1", {"role": role}) for role in ("host", "participant")]
    projected = actors(net(*facts, *meeting("1", "person:b")))
    assert projected.get_edge_data("person:a", "person:b") == {"weight": 1.0, "occasions": 1}


def test_plans_tie_nobody_and_disputes_do() -> None:
    planned = net(*meeting("1", "person:a", "person:b", status="planned"))
    assert len(actors(planned)) == 0
    assert len(actors(net(*meeting("1", "person:a", "person:b", status="contested"))).edges) == 1


def test_betweenness_is_the_share_of_paths_between_others() -> None:
    rows = {row.name: row for row in centrality(net(*CHAIN))}
    assert list(rows) == ["b", "c", "a", "d"]
    assert rows["b"].betweenness == pytest.approx(2 / 3, abs=1e-6)  # a-c, a-d of a-c, a-d, c-d
    assert rows["a"].betweenness == 0
    assert (rows["b"].partners, rows["b"].occasions, rows["b"].weight, rows["b"].kind) == (2, 2, 2.0, "Person")


SIDES = {
    "coordinator": ("X", "X", "X"),
    "consultant": ("X", "Y", "X"),
    "gatekeeper": ("X", "X", "Y"),
    "liaison": ("X", "Y", "Z"),
}


@pytest.mark.parametrize(("role", "sides"), SIDES.items())
def test_a_broker_has_the_role_that_the_three_sides_give(role: str, sides: tuple[str, str, str]) -> None:
    facts = [*meeting("1", "person:a", "person:b"), *meeting("2", "person:b", "person:c")]
    held = [(f"person:{p}", "HOLDS_POSITION", f"country:{s}") for p, s in zip("abc", sides, strict=True)]
    [broker, *others] = brokers(net(*facts, *held))
    assert (broker.name, broker.side, broker.total, getattr(broker, role)) == ("b", sides[1], 1, 1)
    assert [other.total for other in others] == [0, 0]


def test_a_side_is_found_through_bodies_and_not_through_former_posts() -> None:
    facts = [
        *meeting("1", "person:a", "person:b"),
        ("person:a", "HOLDS_POSITION", "body:ministry"),
        ("body:ministry", "PART_OF", "country:X"),
        ("person:b", "HOLDS_POSITION", "country:X", {"tenure": ["former"]}),
    ]
    assert {row.name: row.side for row in brokers(net(*facts))} == {"a": "X", "b": "b"}


def test_those_who_all_met_need_no_broker() -> None:
    assert {row.total for row in brokers(net(*meeting("1", "person:a", "person:b", "person:c")))} == {0}


def test_constraint_is_as_networkx_has_it(network: Network[str]) -> None:
    wanted = networkx.constraint(actors(network), weight="weight")
    for row in brokers(network):
        if row.constraint is None:
            assert wanted[row.id] != wanted[row.id]
        else:
            assert row.constraint == pytest.approx(wanted[row.id], abs=1e-6)


@pytest.mark.parametrize("analysis", [centrality, brokers])
def test_an_empty_network_has_nobody(analysis: Any) -> None:
    assert analysis(net()) == []
    assert analysis(net(("person:a", "HOLDS_POSITION", "country:X"))) == []


@pytest.mark.parametrize("analysis", [centrality, brokers])
def test_the_order_of_claims_changes_nothing(analysis: Any) -> None:
    assert analysis(net(*CHAIN)) == analysis(net(*reversed(CHAIN)))
