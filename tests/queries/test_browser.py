"""Links and lines for the Neo4j Browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from dragoman.queries.browser import browser_url, pasteable
from dragoman.queries.catalog import get_query


def test_a_link_holds_statement_and_values() -> None:
    text = "MATCH (n {name: $name}) RETURN n // 100 % & more"
    url = browser_url("http://127.0.0.1:7474/browser/", "bolt+s://h:7687", text, {"name": "O'Neill"}, user="a b")
    parts = urlsplit(url)
    assert (parts.netloc, parts.path, parts.fragment) == ("127.0.0.1:7474", "/browser/", "")
    assert parse_qs(parts.query) == {
        "dbms": ["bolt+s://a b@h:7687"],
        "db": ["neo4j"],
        "cmd": ["edit"],
        "arg": ["MATCH (n {name: 'O\\'Neill'}) RETURN n // 100 % & more"],
    }


def test_a_link_holds_no_password() -> None:
    assert "secret" not in browser_url("http://h:7474", "bolt://u:secret@h:7687", "RETURN 1", {})


def test_a_query_is_pasted_with_its_parameters() -> None:
    query = get_query("agreements-between")
    lines = pasteable(query, {"a": "Azerbaijan", "b": "O'Neill", "since": None}).splitlines()
    assert lines[:5] == [
        ":param a => 'Azerbaijan';",
        ":param b => 'O\\'Neill';",
        ":param since => null;",
        "",
        "// Agreements between two countries",
    ]
    planned = get_query("start-here")
    assert pasteable(planned, {}) == planned.text
