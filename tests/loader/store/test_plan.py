"""A plan equals what the load then does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from dragoman.connection import Graph
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.export import export_canonical
from dragoman.loader.store.load import load
from dragoman.loader.store.plan import Plan, plan

Sample = list[DocumentClaims]
Difference = dict[str, dict[str, set[str]]]
SORTS = {"Document": "documents", "Claim": "claims", "Entity": "entities"}


def snapshot(graph: Graph) -> dict[tuple[str, str], object]:
    """Properties of documents, claims, entities and relationships, by sort and id or key."""
    found: dict[tuple[str, str], object] = {}
    for line in map(json.loads, export_canonical(graph.driver, graph.database)):
        if "labels" in line:
            for label in SORTS.keys() & set(line["labels"]):
                found[SORTS[label], line["id"]] = line["properties"]
        elif line["type"] not in ("MENTIONS", "STATED_IN", "IN", "OF"):
            found["relationships", line["key"]] = line["properties"]
    return found


def differences(before: dict[tuple[str, str], object], after: dict[tuple[str, str], object]) -> Difference:
    found: Difference = {
        s: {"added": set(), "changed": set(), "removed": set()} for s in (*SORTS.values(), "relationships")
    }
    for sort, identity in before.keys() | after.keys():
        old, new = before.get((sort, identity)), after.get((sort, identity))
        if old != new:
            found[sort]["added" if old is None else "removed" if new is None else "changed"].add(identity)
    return found


def planned(found: Plan) -> Difference:
    return {
        s: {"added": set(c.added), "changed": set(c.changed), "removed": set(c.removed)} for s, c in found.sorts.items()
    }


def shorter(sample: Sample) -> Sample:
    return [replace(sample[0], claims=sample[0].claims[:3])]


def longer(sample: Sample) -> Sample:
    return [replace(sample[0], document=replace(sample[0].document, text=sample[0].document.text + " More."))]


CASES: dict[str, Callable[[Sample], Sample]] = {
    "new": lambda sample: sample,
    "the same": lambda sample: sample[:4],
    "more": lambda sample: sample[2:],
    "fewer claims": shorter,
    "another publisher": lambda s: [replace(s[1], document=replace(s[1].document, publisher="Other Wire"))],
    "another text": longer,
    "twice": lambda sample: [*shorter(sample), *sample],
}


@pytest.mark.parametrize("case", CASES)
def test_a_plan_is_what_a_load_does(graph: Graph, sample: Sample, case: str) -> None:
    if case != "new":
        load(graph.driver, graph.database, sample[:5])
    bundles = CASES[case](sample)
    before = snapshot(graph)
    found = plan(graph.driver, graph.database, bundles, replace_text=True)
    assert snapshot(graph) == before
    load(graph.driver, graph.database, bundles, replace_text=True)
    assert planned(found) == differences(before, snapshot(graph))
    assert (case == "the same") == found.summary().startswith("0 changes")


def test_a_plan_says_what_would_be_refused(loaded: Graph, sample: Sample) -> None:
    found = plan(loaded.driver, loaded.database, longer(sample))
    assert "its text differs" in found.refused[0]
    assert found.summary().startswith("0 changes")


def test_a_plan_is_readable(graph: Graph, sample: Sample) -> None:
    load(graph.driver, graph.database, sample[:5])
    document = replace(sample[1].document, publisher="Other Wire")
    found = plan(graph.driver, graph.database, [replace(sample[1], document=document), *shorter(sample), sample[6]])
    text = "\n".join(found.lines())
    assert f"{document.title}  publisher: {sample[1].document.publisher} → Other Wire" in text
    assert any(line.startswith("~ doc:") and line.endswith(sample[0].document.title) for line in found.lines())
    assert "digests" not in text
    assert any(line.startswith("~") and "]->(" in line for line in found.lines())
    assert "\n+ doc:" in f"\n{text}"
    assert json.loads(json.dumps(found.to_dict()))["documents"]["changed"]
