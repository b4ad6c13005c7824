"""Only what reads gets through, within limits; values never become code."""

from __future__ import annotations

import pytest

from dragoman import DragomanError, Graph
from dragoman.errors import UsageError, WouldWriteError
from dragoman.queries.inline import inlined
from dragoman.queries.run import run, run_text

COUNT = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS nodes, count(r) AS relationships"

READING = [
    "RETURN 1 AS x",
    "MATCH (e:Entity) WHERE e.name CONTAINS 'LOAD CSV' OR e.name = 'CREATE (n)' RETURN e.id",
    "// CALL apoc.load.json('x')\nMATCH (call:Entity) WHERE call IN [call] RETURN call.name LIMIT 1",
    "CALL () { MATCH (e:Entity) RETURN e LIMIT 1 } RETURN e.id",
    "CALL db.labels() YIELD label RETURN label",
    "CALL db.index.fulltext.queryNodes('entity_names', 'baku') YIELD node RETURN node.id",
    "SHOW INDEXES YIELD name RETURN name",
    "CYPHER 5 RETURN 1 AS x",
]

WRITING = {
    "CREATE (n:Entity)": "writes to the graph",
    "MATCH (n) DETACH DELETE n": "writes to the graph",
    "MATCH (n:Entity) SET n.name = 'x' RETURN n": "writes to the graph",
    "MERGE (n:Entity {id: 'x'}) RETURN n": "writes to the graph",
    "FOREACH (x IN [1] | CREATE ())": "writes to the graph",
    "CALL () { CREATE (n) RETURN n } RETURN n": "writes to the graph",
    "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10 ROWS": "writes to the graph",
    "EXPLAIN CREATE (n)": "writes to the graph",
    "CALL db.createLabel('Spy')": "calls db.createLabel, which is not known to only read",
    "CALL `db` . createLabel ('Spy')": "calls db.createLabel, which is not known to only read",
    "CALL dbms.killConnection('bolt-1') YIELD message RETURN message": "calls dbms.killConnection",
    "RETURN reduce(a = 0, x IN [1] | a + COUNT { CALL apoc.load.json('http://x') YIELD value RETURN value })": (
        "calls apoc.load.json, which is not known to only read"
    ),
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line": "fetches a file (LOAD CSV)",
    "load /* . */ csv FROM 'file:///etc/passwd' AS line RETURN line": "fetches a file (LOAD CSV)",
    "LOAD // x\r CSV FROM 'file:///etc/passwd' AS line RETURN line": "fetches a file (LOAD CSV)",
    "RETURN [x IN [1] | COUNT { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line }] AS n": "fetches a file",
    "RETURN CASE WHEN true THEN COUNT { LOAD CSV FROM 'http://127.0.0.1:1/' AS l RETURN l } END AS n": "fetches a file",
    "\\u004cOAD CSV FROM 'file:///etc/passwd' AS line RETURN line": "fetches a file (LOAD CSV)",
    "RETURN '\\u0027 AS x, COUNT { LOAD CSV FROM \\u0027file:///x' AS l RETURN l } AS n": "fetches a file (LOAD CSV)",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'": "ends transactions of others",
    "CREATE INDEX spy FOR (n:Spy) ON (n.x)": "changes the schema, users or settings",
    "DROP CONSTRAINT entity_id": "changes the schema, users or settings",
    "SHOW USERS": "changes the schema, users or settings",
    "CREATE USER spy SET PASSWORD 'secret-secret'": "changes the schema, users or settings",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'": "changes the schema, users or settings",
}

NOT_UNDERSTOOD = ["RETURN 1 AS x; CREATE (n)", "MATCH (n) RETRUN n", "", "PROFILE CREATE (n)", "RETURN $missing AS x"]

HOSTILE = [
    "'", '"', "\\", "\\'", "`", "$a", "*/", "//", "\\u0027", "\\\\u0027 OR 1=1", "' OR true //", "x') DETACH DELETE (n",
    "\n", "\r\n", "\x00", "\x85\u2028\u2029", "\u202e", "😀", "{}", "a\tb", "~*?:(){}[]^\"+-!&|/",
    "AND OR NOT", "\ufeff",
]  # fmt: skip


@pytest.mark.parametrize("text", READING)
def test_a_statement_that_reads_is_run(graph: Graph, text: str) -> None:
    assert len(run_text(graph.driver, graph.database, text)) >= 0


@pytest.mark.parametrize(("text", "why"), WRITING.items(), ids=WRITING)
def test_a_statement_that_writes_or_fetches_is_not_run(graph: Graph, text: str, why: str) -> None:
    before = run_text(graph.driver, graph.database, COUNT)
    with pytest.raises(WouldWriteError) as error:
        run_text(graph.driver, graph.database, text)
    assert f"the statement {why}" in str(error.value)
    assert "so it was not run" in str(error.value)
    assert error.value.exit == 7
    assert run_text(graph.driver, graph.database, COUNT) == before


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_a_statement_that_the_server_does_not_understand_is_a_usage_error(graph: Graph, text: str) -> None:
    with pytest.raises(UsageError, match="the statement is not understood"):
        run_text(graph.driver, graph.database, text)


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_a_value_stays_a_value_as_parameter_and_written_in(graph: Graph, value: str) -> None:
    assert run_text(graph.driver, graph.database, "RETURN $x AS x", {"x": value})[0]["x"] == value
    values = {"x": [value, {"`a` b": value}]}
    written = inlined("RETURN $x AS x // $x", values)
    assert run_text(graph.driver, graph.database, written)[0]["x"] == values["x"]


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_a_hostile_name_finds_nothing_and_does_no_harm(graph: Graph, value: str) -> None:
    graph.find(value)
    with pytest.raises(UsageError):
        graph.run("person-profile", person=value)
    assert len(graph.run("evidence", key=value)) == 0


@pytest.mark.parametrize("value", [0, -7, 2**62, 0.1, -1.5e300, True, False, None, [], [[1]], {}])
def test_numbers_lists_and_maps_can_be_written_in(graph: Graph, value: object) -> None:
    assert run_text(graph.driver, graph.database, inlined("RETURN $x AS x", {"x": value}))[0]["x"] == value


def test_a_limit_cuts_and_says_so(graph: Graph) -> None:
    cut = run_text(graph.driver, graph.database, "UNWIND range(1, 10) AS x RETURN x", limit=3)
    assert [row["x"] for row in cut] == [1, 2, 3]
    assert not cut.complete
    assert run_text(graph.driver, graph.database, "UNWIND range(1, 3) AS x RETURN x", limit=3).complete


def test_endless_rows_are_not_fetched_beyond_the_limit(graph: Graph) -> None:
    endless = "UNWIND range(1, 1000000000) AS x RETURN x"
    assert len(run_text(graph.driver, graph.database, endless, limit=10, timeout=5)) == 10


def test_a_statement_that_takes_too_long_is_stopped(graph: Graph) -> None:
    slow = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a = -b RETURN count(*) AS n"
    with pytest.raises(DragomanError, match="the statement took longer than 1 s; narrow it, or allow more time"):
        run_text(graph.driver, graph.database, slow, timeout=1)


@pytest.mark.parametrize(("limit", "timeout"), [(0, 1.0), (-1, 1.0), (1, 0.0)])
def test_limits_are_above_zero(graph: Graph, limit: int, timeout: float) -> None:
    with pytest.raises(UsageError, match="must be above zero"):
        run_text(graph.driver, graph.database, "RETURN 1 AS x", limit=limit, timeout=timeout)


def test_entities_are_given_in_any_spelling(graph: Graph) -> None:
    wanted = graph.run("agreements-between", a="country:AZE", b="country:TUR")
    assert len(wanted) > 0
    assert graph.run("agreements-between", a="AZERBAIJAN", b="turkiye") == wanted
    assert graph.run("agreements-between", a=" Republic of Azerbaijan", b="Turkey") == wanted


def test_a_name_that_nothing_has_is_answered_with_what_is_near(graph: Graph) -> None:
    with pytest.raises(UsageError) as error:
        graph.run("person-profile", person="Ilham Alijewski")
    assert 'person "Ilham Alijewski" is nothing that the graph names; near are ' in str(error.value)
    assert "person:ilham-aliyev (Ilham Aliyev)" in str(error.value)


def test_several_candidates_are_listed_by_id(graph: Graph) -> None:
    twin = "Two of one name"
    for kind in ("company", "place"):
        graph.driver.execute_query(
            "CREATE (:Entity {id: $id, kind: $kind, name: $name, aliases: [], documents: 0})",
            id=f"{kind}:two-of-one-name", kind=kind.title(), name=twin, database_=graph.database,
        )  # fmt: skip
    try:
        with pytest.raises(UsageError) as error:
            run(graph.driver, graph.database, "timeline", {"who": twin})
        assert str(error.value) == (
            f'who "{twin}" may be one of company:two-of-one-name ({twin}), place:two-of-one-name ({twin}); '
            "give the id of the one that you mean"
        )
        assert len(run(graph.driver, graph.database, "timeline", {"who": "place:two-of-one-name"})) == 0
    finally:
        graph.driver.execute_query("MATCH (e:Entity {name: $name}) DELETE e", name=twin, database_=graph.database)


def test_a_query_says_what_it_lacks(graph: Graph) -> None:
    with pytest.raises(UsageError, match='needs a value for "b"'):
        graph.run("agreements-between", a="Azerbaijan")
    with pytest.raises(UsageError, match='has no parameter "sinse"; did you mean "since"'):
        graph.run("planned", sinse="2020")
