"""Rows: plain values, pandas, and what a notebook shows."""

from __future__ import annotations

import sys
from datetime import date

import neo4j.time
import pytest

from dragoman import Graph
from dragoman.errors import UsageError
from dragoman.queries.results import Rows, plain
from dragoman.queries.run import run_text

ROWS = Rows.of(["name", "documents"], [("Azerbaijan", 3), ("Türkiye", None)])


def test_rows_are_a_sequence_of_mappings() -> None:
    assert len(ROWS) == 2
    assert ROWS.to_dicts() == [{"name": "Azerbaijan", "documents": 3}, {"name": "Türkiye", "documents": None}]
    assert ROWS[1]["name"] == "Türkiye"
    assert ROWS.select("documents").records == ((3,), (None,))


def test_pandas_gets_the_same_table() -> None:
    table = ROWS.to_pandas()
    assert list(table.columns) == ["name", "documents"]
    assert list(table["name"]) == ["Azerbaijan", "Türkiye"]


def test_without_pandas_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"pip install '\.\[pandas\]'"):
        ROWS.to_pandas()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (neo4j.time.Date(2022, 12, 21), "2022-12-21"),
        (neo4j.time.DateTime(2022, 12, 21, 9, 30), "2022-12-21T09:30:00.000000000"),
        (neo4j.time.Time(9, 30), "09:30:00.000000000"),
        (neo4j.time.Duration(days=2), "P2D"),
        (date(2022, 12, 21), "2022-12-21"),
    ],
)
def test_dates_become_iso_text(value: object, text: str) -> None:
    assert plain({"x": [value]}) == {"x": [text]}


def test_nodes_relationships_and_paths_become_maps(graph: Graph) -> None:
    text = (
        "MATCH path = (p:Person {id: 'person:ilham-aliyev'})-[r:HOLDS_POSITION]->(c:Country) "
        "RETURN p, r, path, date('2022-01-02') AS day, point({x: 1, y: 2}) AS place"
    )
    [row] = run_text(graph.driver, graph.database, text)
    assert row["p"]["labels"] == ["Entity", "Person"]
    assert row["p"]["name"] == "Ilham Aliyev"
    assert (row["r"]["type"], row["r"]["titles"]) == ("HOLDS_POSITION", ["President"])
    assert [step.get("type") or step["id"] for step in row["path"]] == [
        "person:ilham-aliyev",
        "HOLDS_POSITION",
        "country:AZE",
    ]
    assert row["day"] == "2022-01-02"
    assert isinstance(row["place"], str)


def test_a_notebook_shows_nothing_unescaped() -> None:
    evil = "<script>alert('x')</script>\"&"
    shown = Rows.of([evil], [(evil,), ([evil],), ("javascript:alert(1)",), ("https://x/\"onload='y'",)])._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&quot;&amp;" in shown
    assert 'href="javascript' not in shown
    assert '<a href="https://x/&quot;onload=&#x27;y&#x27;" rel="noopener noreferrer">' in shown


def test_a_notebook_folds_long_sentences() -> None:
    sentence = "The two sides discussed military education " * 4
    shown = Rows.of(["quote"], [(sentence,), ("short",)], complete=False)._repr_html_()
    assert shown.count("<details>") == 1
    assert f"</summary>{sentence}</details>" in shown
    assert "Only the first 2 rows." in shown
