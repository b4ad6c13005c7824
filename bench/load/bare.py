"""The driver alone: `UNWIND` of rows of the finished graph, each `MATCH` by a constrained label.

Nothing is read, checked, resolved or folded here: the rows lie in memory. With `merge` a second run changes nothing;
without, `CREATE` saves the look-ups, and a second run fails.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any

from bench.load.graph import Graph
from bench.load.server import Bench
from neo4j import ManagedTransaction

from dragoman.loader.store.schema import prepare

ROWS = 5_000


Row = dict[str, Any]


def statements(graph: Graph, *, merge: bool) -> Iterator[tuple[str, list[Row]]]:
    """Each statement with its rows."""
    nodes: dict[tuple[str, tuple[str, ...]], list[Row]] = defaultdict(list)
    for node in graph.nodes:
        nodes[node.layer, node.labels].append({"id": node.id, "properties": node.properties})
    for (layer, labels), rows in nodes.items():
        others = "".join(f":{label}" for label in labels if label != layer)
        extra = f", n{others}" if others else ""
        if merge:
            yield f"UNWIND $rows AS row MERGE (n:{layer} {{id: row.id}}) SET n = row.properties{extra}", rows
        else:
            yield f"UNWIND $rows AS row CREATE (n:{layer}{others}) SET n = row.properties", rows
    ties: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for r in graph.relationships:
        name = "key" if "key" in r.properties else "id" if "id" in r.properties else ""
        row = {"start": r.start, "end": r.end, "key": r.key, "properties": r.properties}
        ties[r.type, *r.ends, name].append(row)
    for (type_, start, end, name), rows in ties.items():
        match = f"UNWIND $rows AS row MATCH (a:{start} {{id: row.start}}), (b:{end} {{id: row.end}})"
        key = f" {{{name}: row.key}}" if name and merge else ""
        verb = "MERGE" if merge else "CREATE"
        yield f"{match} {verb} (a)-[r:{type_}{key}]->(b) SET r = row.properties", rows


def load(bench: Bench, graph: Graph, *, merge: bool, rows: int = ROWS) -> None:
    """Makes the constraints and indexes that are missing, and loads the graph, `rows` rows a transaction."""
    prepare(bench.driver, bench.database)
    with bench.driver.session(database=bench.database) as session:
        for text, all_rows in statements(graph, merge=merge):
            for place in range(0, len(all_rows), rows):
                session.execute_write(partial(_write, text, all_rows[place : place + rows]))


def _write(text: str, rows: list[Row], tx: ManagedTransaction) -> None:
    tx.run(text, rows=rows).consume()
