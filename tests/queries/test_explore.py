"""Every canned query, run on the sample dispatches in a real Neo4j."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from dragoman import Graph
from dragoman.queries.catalog import Query, catalog
from dragoman.queries.inline import inlined
from dragoman.queries.results import Rows
from dragoman.queries.run import resolved, run, run_text

EXPECTED = tomllib.loads((Path(__file__).parent / "expected.toml").read_text("utf-8"))

each_query = pytest.mark.parametrize("query", catalog().values(), ids=lambda query: f"{query.theme}/{query.name}")


def answer(graph: Graph, query: Query) -> Rows:
    return run(graph.driver, graph.database, query, query.example)


def row_of(values: list[Any]) -> tuple[Any, ...]:
    return tuple(tuple(value) if isinstance(value, list) else "" if value is None else value for value in values)


@each_query
def test_the_example_answers_what_the_documents_say(graph: Graph, query: Query) -> None:
    expected = EXPECTED[query.name]
    rows = answer(graph, query).select(*expected["columns"])
    assert {row_of(list(record)) for record in rows.records} == {row_of(row) for row in expected["rows"]}
    assert len(rows) == len(expected["rows"])


@each_query
def test_the_answer_has_the_columns_that_the_head_declares(graph: Graph, query: Query) -> None:
    assert answer(graph, query).columns == tuple(column.name for column in query.columns)


@each_query
def test_rows_come_in_the_same_order_each_time(graph: Graph, query: Query) -> None:
    assert answer(graph, query) == answer(graph, query)


@each_query
def test_each_row_leads_to_its_sentences(graph: Graph, query: Query) -> None:
    rows = answer(graph, query)
    if "key" not in rows.columns:
        assert {"url"} <= set(rows.columns)
        return
    for row in rows:
        evidence = graph.run("evidence", key=row["key"])
        assert row["quote"] in {sentence["quote"] for sentence in evidence}
        assert row["url"] in {sentence["url"] for sentence in evidence}


@each_query
def test_names_work_where_no_spelling_is_resolved_as_in_the_browser(graph: Graph, query: Query) -> None:
    ids = resolved(graph.driver, graph.database, query, query.example)
    entities = {p.name for p in query.parameters if p.type == "entity"}
    names = {
        name: graph.find(value)[0]["name"] if name in entities and isinstance(value, str) else value
        for name, value in ids.items()
    }
    assert run_text(graph.driver, graph.database, query.text, names) == answer(graph, query)


@each_query
def test_the_statement_with_values_written_in_answers_the_same(graph: Graph, query: Query) -> None:
    values = resolved(graph.driver, graph.database, query, query.example)
    assert run_text(graph.driver, graph.database, inlined(query.short, values)) == answer(graph, query)


@each_query
def test_optional_parameters_narrow_the_answer(graph: Graph, query: Query) -> None:
    everything = set(map(repr, answer(graph, query).records))
    for parameter in query.parameters:
        if parameter.type == "date" and parameter.name not in query.example:
            given = dict(query.example) | {parameter.name: "1900" if parameter.name == "until" else "2100"}
            assert len(run(graph.driver, graph.database, query, given)) == 0
            given = dict(query.example) | {parameter.name: "2022-09"}
            assert len(run(graph.driver, graph.database, query, given)) <= len(everything)
        if parameter.type == "entity" and not parameter.required:
            given = dict(query.example) | {parameter.name: "Azerbaijan"}
            narrowed = run(graph.driver, graph.database, query, given)
            assert {repr(record) for record in narrowed.records} <= everything


def test_every_query_has_an_expected_answer() -> None:
    assert set(EXPECTED) == set(catalog())
