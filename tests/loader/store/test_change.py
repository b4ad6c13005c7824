"""A document that changes costs what differs in it, not what others say of the same entities."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from dragoman.connection import Graph
from dragoman.cypher import statement
from dragoman.loader.ontology import ontology
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.check import check
from dragoman.loader.store.export import export_canonical
from dragoman.loader.store.known import Placed
from dragoman.loader.store.load import load
from dragoman.loader.store.view import View

from ...robustness.corpus import copies

CORPUS = list(copies(4))


def by_version(bundle: DocumentClaims, version: str) -> DocumentClaims:
    return replace(bundle, claims=tuple(replace(c, extractor=f"gold/{version}") for c in bundle.claims))


def lines(graph: Graph) -> list[bytes]:
    return list(export_canonical(graph.driver, graph.database))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read by entity, block and key: the kinds of mentions, and the predicates of claims."""
    found: list[str] = []

    def noted(ask: Callable[[View, Any], list[Any]]) -> Callable[[View, Any], list[Any]]:
        def asked(self: View, names: Any) -> list[Any]:
            answer = ask(self, names)
            found.extend(one.mention.kind if isinstance(one, Placed) else one.stated.predicate for one in answer)
            return answer

        return asked

    for name in ("mentions_of_entities", "mentions_in_blocks", "claims_of_mentions", "claims_of_keys"):
        monkeypatch.setattr(View, name, noted(getattr(View, name)))
    return found


def test_a_new_version_of_an_extractor_reads_of_others_only_events_and_agreements(
    graph: Graph, read: list[str]
) -> None:
    load(graph.driver, graph.database, [by_version(one, "1") for one in CORPUS])
    read.clear()
    assert load(graph.driver, graph.database, [by_version(one, "2") for one in CORPUS]).documents_changed == len(CORPUS)
    kinds = ontology().kinds
    assert read
    assert all(name in kinds and kinds[name].described for name in read)
    assert check(graph.driver, graph.database) == []
    changed = lines(graph)
    graph.driver.execute_query("MATCH (n) DETACH DELETE n", database_=graph.database)
    load(graph.driver, graph.database, [by_version(one, "2") for one in CORPUS])
    assert changed == lines(graph)


def test_a_claim_that_is_surer_changes_its_relationship_alone(graph: Graph, read: list[str]) -> None:
    load(graph.driver, graph.database, CORPUS)
    first, *others = CORPUS[0].claims
    read.clear()
    load(graph.driver, graph.database, [replace(CORPUS[0], claims=(replace(first, confidence=0.5), *others))])
    assert {name for name in read if name in ontology().predicates} == {first.predicate}
    assert check(graph.driver, graph.database) == []


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
def test_the_mentions_of_a_block_are_looked_up(graph: Graph, filled: bool) -> None:
    load(graph.driver, graph.database, CORPUS if filled else CORPUS[:0])
    text = statement("read/mentions_in_blocks")
    done = graph.driver.execute_query(f"EXPLAIN {text}", blocks=[], database_=graph.database)
    assert done.summary.plan
    assert [name for name in operators(done.summary.plan) if "Scan" in name or "Join" in name] == []


def operators(plan: Mapping[str, Any]) -> Iterator[str]:
    """The operators of a plan and of what it builds on."""
    yield plan["operatorType"]
    for one in plan.get("children", ()):
        yield from operators(one)
